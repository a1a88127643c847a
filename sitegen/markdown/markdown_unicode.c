/* markdown_unicode.c - see markdown_unicode.h */
#include "markdown/markdown_unicode.h"

#include <utf8proc.h>

/* The character at the start of s, -1 when it is none; its length in *len. */
static int32_t first_char(struct str s, size_t *len)
{
    utf8proc_int32_t c = -1;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)(s.len < 4 ? s.len : 4), &c);

    *len = used > 0 ? (size_t)used : 1;
    return used > 0 ? c : -1;
}

void unicode_add(struct text *out, uint32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, bytes);

    text_add(out, (struct str){(const char *)bytes, len > 0 ? (size_t)len : 0});
}

void unicode_lower(struct text *out, struct str s)
{
    for (size_t len; s.len > 0; s = str_from(s, len)) {
        int32_t c = first_char(s, &len);
        if (c >= 0)
            unicode_add(out, (uint32_t)utf8proc_tolower(c));
        else
            text_add(out, str_head(s, len));
    }
}

static bool is_word(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return false;
    }
}

void unicode_github_id(struct text *out, struct str s)
{
    for (size_t len; s.len > 0; s = str_from(s, len)) {
        int32_t c = first_char(s, &len);
        if (c == ' ' || c == '\t' || c == '-')
            text_add_char(out, '-');
        else if (c >= 0 && is_word(c))
            unicode_add(out, (uint32_t)utf8proc_tolower(c));
    }
}
