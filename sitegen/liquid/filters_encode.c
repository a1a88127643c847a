/* filters_encode.c - base64, and the encodings of addresses. See filters.h. */
#include "content/urls.h"
#include "liquid/filters.h"

static const char base64_plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* RFC 4648, 4 and 5. */
static struct value encode(struct filter_call *call, const char *alphabet)
{
    struct str s = filter_text(call);
    struct text text = {0};

    for (size_t i = 0; i < s.len; i += 3) {
        uint32_t bits = (uint32_t)(unsigned char)s.at[i] << 16;
        if (i + 1 < s.len)
            bits |= (uint32_t)(unsigned char)s.at[i + 1] << 8;
        if (i + 2 < s.len)
            bits |= (unsigned char)s.at[i + 2];
        text_add_char(&text, alphabet[bits >> 18]);
        text_add_char(&text, alphabet[bits >> 12 & 63]);
        text_add_char(&text, i + 1 < s.len ? alphabet[bits >> 6 & 63] : '=');
        text_add_char(&text, i + 2 < s.len ? alphabet[bits & 63] : '=');
    }
    return filter_finish(call, &text);
}

static int digit_of(char c, const char *alphabet)
{
    size_t at = str_find_char((struct str){alphabet, 64}, c);

    return at < 64 ? (int)at : -1;
}

/* needs_padding: the text must be a multiple of four characters, as RFC 4648, 3.2 wants it. */
static bool decode(struct str s, const char *alphabet, bool needs_padding, struct text *text)
{
    size_t padding = 0;
    uint32_t bits = 0;
    unsigned bit_count = 0;

    while (padding < 2 && s.len > 0 && s.at[s.len - 1] == '=') {
        padding++;
        s.len--;
    }
    if ((padding > 0 || needs_padding) && (s.len + padding) % 4 != 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        int digit = digit_of(s.at[i], alphabet);
        if (digit < 0)
            return false;
        bits = bits << 6 | (uint32_t)digit;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            text_add_char(text, (char)(bits >> bit_count & 0xff));
        }
    }
    /* What is left over must be nothing: a lone character, or bits that mean no byte. */
    return bit_count < 6 && (bits & ((1u << bit_count) - 1)) == 0;
}

static struct value decoded(struct filter_call *call, const char *alphabet, bool needs_padding)
{
    struct text text = {0};

    if (!decode(filter_text(call), alphabet, needs_padding, &text))
        call->error = "the text is not base64";
    else if (utf8_bad(text_str(&text)) < text.len)
        call->error = "what comes out is not UTF-8";
    return filter_finish(call, &text);
}

static struct value run_base64_encode(struct filter_call *call)
{
    return encode(call, base64_plain);
}

static struct value run_base64_url_safe_encode(struct filter_call *call)
{
    return encode(call, base64_url);
}

static struct value run_base64_decode(struct filter_call *call)
{
    return decoded(call, base64_plain, true);
}

static struct value run_base64_url_safe_decode(struct filter_call *call)
{
    return decoded(call, base64_url, false);
}

static struct value run_url_encode(struct filter_call *call)
{
    struct text text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    url_encode_query(&text, filter_text(call));
    return filter_finish(call, &text);
}

static int hex_digit(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct value run_url_decode(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct text text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '%' && i + 2 < s.len && hex_digit(s.at[i + 1]) >= 0 && hex_digit(s.at[i + 2]) >= 0) {
            text_add_char(&text, (char)(hex_digit(s.at[i + 1]) * 16 + hex_digit(s.at[i + 2])));
            i += 2;
        } else {
            text_add_char(&text, s.at[i] == '+' ? ' ' : s.at[i]);
        }
    }
    if (utf8_bad(text_str(&text)) < text.len)
        call->error = "what comes out is not UTF-8";
    return filter_finish(call, &text);
}

const struct filter_def filters_encode[] = {
    {"base64_decode", run_base64_decode, 0, 0, FILTER_EXP_NONE},
    {"base64_encode", run_base64_encode, 0, 0, FILTER_EXP_NONE},
    {"base64_url_safe_decode", run_base64_url_safe_decode, 0, 0, FILTER_EXP_NONE},
    {"base64_url_safe_encode", run_base64_url_safe_encode, 0, 0, FILTER_EXP_NONE},
    {"cgi_escape", run_url_encode, 0, 0, FILTER_EXP_NONE},
    {"url_decode", run_url_decode, 0, 0, FILTER_EXP_NONE},
    {"url_encode", run_url_encode, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
