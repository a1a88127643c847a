/* filters_text.c - filters that put texts together and replace parts of them. See filters.h. */
#include "liquid/filters.h"

#include <utf8proc.h>

static struct value run_append(struct filter_call *call)
{
    struct text text = {0};

    filter_add(call, &text, filter_text(call));
    filter_add(call, &text, filter_arg_text(call, 0, ""));
    return filter_finish(call, &text);
}

static struct value run_prepend(struct filter_call *call)
{
    struct text text = {0};

    filter_add(call, &text, filter_arg_text(call, 0, ""));
    filter_add(call, &text, filter_text(call));
    return filter_finish(call, &text);
}

static void add_cased(struct text *text, struct str s, bool is_upper)
{
    while (s.len > 0) {
        size_t len = utf8_len(s);
        utf8proc_int32_t c = (unsigned char)s.at[0];
        utf8proc_uint8_t bytes[4];
        if (len > 1)
            utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)len, &c);
        if (is_upper && c == 0xdf) { /* sharp s has no capital of its own here */
            text_add_c(text, "SS");
        } else if (len == 1 && c >= 0x80) {
            text_add_char(text, s.at[0]); /* not UTF-8 */
        } else {
            c = is_upper ? utf8proc_toupper(c) : utf8proc_tolower(c);
            utf8proc_ssize_t count = utf8proc_encode_char(c, bytes);
            text_add(text, (struct str){(const char *)bytes, (size_t)count});
        }
        s = str_from(s, len);
    }
}

static struct value run_upcase(struct filter_call *call)
{
    struct text text = {0};

    add_cased(&text, filter_text(call), true);
    return filter_finish(call, &text);
}

static struct value run_downcase(struct filter_call *call)
{
    struct text text = {0};

    add_cased(&text, filter_text(call), false);
    return filter_finish(call, &text);
}

static struct value run_capitalize(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct text text = {0};
    size_t first = s.len > 0 ? utf8_len(s) : 0;

    add_cased(&text, str_head(s, first), true);
    add_cased(&text, str_from(s, first), false);
    return filter_finish(call, &text);
}

static struct value run_strip(struct filter_call *call)
{
    return value_str(str_trim(filter_text(call)));
}

static struct value run_lstrip(struct filter_call *call)
{
    return value_str(str_trim_start(filter_text(call)));
}

static struct value run_rstrip(struct filter_call *call)
{
    return value_str(str_trim_end(filter_text(call)));
}

/* Between all characters, as replacing nothing does. */
static struct value spread(struct filter_call *call, struct str s, struct str between)
{
    struct text text = {0};

    filter_add(call, &text, between);
    for (size_t len; s.len > 0 && call->error == NULL; s = str_from(s, len)) {
        len = utf8_len(s);
        filter_add(call, &text, str_head(s, len));
        filter_add(call, &text, between);
    }
    return filter_finish(call, &text);
}

/* What a replacement says, as Ruby takes it: \\ is one backslash, \0 and \& what was found, \` and \' what
 * stands before and behind it, \1 to \9 nothing. */
static void add_replacement(struct filter_call *call, struct text *text, struct str by, struct str s,
                            size_t at, size_t len)
{
    for (size_t slash; (slash = str_find_char(by, '\\')) + 1 < by.len; by = str_from(by, slash + 2)) {
        char c = by.at[slash + 1];
        filter_add(call, text, str_head(by, slash));
        if (c == '\\')
            filter_add(call, text, STR("\\"));
        else if (c == '0' || c == '&')
            filter_add(call, text, str_head(str_from(s, at), len));
        else if (c == '`')
            filter_add(call, text, str_head(s, at));
        else if (c == '\'')
            filter_add(call, text, str_from(s, at + len));
        else if (!char_is_digit(c))
            filter_add(call, text, str_head(str_from(by, slash), 2));
    }
    filter_add(call, text, by);
}

/* Copy s with count of the occurrences of a text replaced. */
static struct value replace(struct filter_call *call, struct str from, struct str to, size_t count)
{
    struct str s = filter_text(call);
    struct text text = {0};
    size_t done = 0; /* of s, in bytes */

    if (from.len == 0 && count > 1)
        return spread(call, s, to);
    while (count-- > 0 && call->error == NULL) {
        size_t at = done + str_find(str_from(s, done), from);
        if (at >= s.len && from.len > 0)
            break;
        filter_add(call, &text, str_head(str_from(s, done), at - done));
        add_replacement(call, &text, to, s, at, from.len);
        done = at + from.len;
    }
    filter_add(call, &text, str_from(s, done));
    return filter_finish(call, &text);
}

static struct value run_replace(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), filter_arg_text(call, 1, ""), SIZE_MAX);
}

static struct value run_replace_first(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), filter_arg_text(call, 1, ""), 1);
}

/* The offset of the last occurrence, s.len + 1 when there is none. By steps from the front, so that a text of
 * equal characters takes no quadratic time. */
static size_t find_last(struct str s, struct str part)
{
    size_t last = s.len + 1;

    if (part.len == 0)
        return s.len;
    for (size_t at = 0; at + part.len <= s.len;) {
        at += str_find(str_from(s, at), part);
        if (at + part.len > s.len)
            break;
        last = at++;
    }
    return last;
}

static struct value replace_last(struct filter_call *call, struct str from, struct str to)
{
    struct str s = filter_text(call);
    size_t at = find_last(s, from);
    struct text text = {0};

    if (at > s.len)
        return value_str(s);
    filter_add(call, &text, str_head(s, at));
    filter_add(call, &text, to);
    filter_add(call, &text, str_from(s, at + from.len));
    return filter_finish(call, &text);
}

static struct value run_replace_last(struct filter_call *call)
{
    return replace_last(call, filter_arg_text(call, 0, ""), filter_arg_text(call, 1, ""));
}

static struct value run_remove(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), STR(""), SIZE_MAX);
}

static struct value run_remove_first(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), STR(""), 1);
}

static struct value run_remove_last(struct filter_call *call)
{
    return replace_last(call, filter_arg_text(call, 0, ""), STR(""));
}

/* Copy s with each line end, be it one byte or two, replaced. */
static struct value replace_line_ends(struct filter_call *call, struct str by)
{
    struct str s = filter_text(call);
    struct text text = {0};

    for (size_t at; (at = str_find_char(s, '\n')) < s.len; s = str_from(s, at + 1)) {
        filter_add(call, &text, str_head(s, at > 0 && s.at[at - 1] == '\r' ? at - 1 : at));
        filter_add(call, &text, by);
    }
    filter_add(call, &text, s);
    return filter_finish(call, &text);
}

static struct value run_strip_newlines(struct filter_call *call)
{
    return replace_line_ends(call, STR(""));
}

static struct value run_newline_to_br(struct filter_call *call)
{
    return replace_line_ends(call, STR("<br />\n"));
}

static bool is_empty(struct value value)
{
    return (value.kind == VALUE_STRING && value.string.len == 0) ||
           (value.kind == VALUE_ARRAY && value.array->count == 0) ||
           (value.kind == VALUE_HASH && value.hash->count == 0);
}

/* default: x - for nil, false and what is empty; with allow_false: true, false is a value. */
static struct value run_default(struct filter_call *call)
{
    struct value options = call->arg_count > 1 ? call->args[1] : value_nil;
    bool allow_false = value_truthy(value_get(options, "allow_false"));

    if (call->input.kind == VALUE_BOOL && !call->input.boolean && allow_false)
        return call->input;
    if (value_truthy(call->input) && !is_empty(call->input))
        return call->input;
    return call->arg_count > 0 ? call->args[0] : value_str(STR(""));
}

const struct filter_def filters_text[] = {
    {"append", run_append, 1, 1, FILTER_EXP_NONE},
    {"capitalize", run_capitalize, 0, 0, FILTER_EXP_NONE},
    {"default", run_default, 0, 2, FILTER_EXP_NONE},
    {"downcase", run_downcase, 0, 0, FILTER_EXP_NONE},
    {"lstrip", run_lstrip, 0, 0, FILTER_EXP_NONE},
    {"newline_to_br", run_newline_to_br, 0, 0, FILTER_EXP_NONE},
    {"prepend", run_prepend, 1, 1, FILTER_EXP_NONE},
    {"remove", run_remove, 1, 1, FILTER_EXP_NONE},
    {"remove_first", run_remove_first, 1, 1, FILTER_EXP_NONE},
    {"remove_last", run_remove_last, 1, 1, FILTER_EXP_NONE},
    {"replace", run_replace, 1, 2, FILTER_EXP_NONE},
    {"replace_first", run_replace_first, 1, 2, FILTER_EXP_NONE},
    {"replace_last", run_replace_last, 2, 2, FILTER_EXP_NONE},
    {"rstrip", run_rstrip, 0, 0, FILTER_EXP_NONE},
    {"strip", run_strip, 0, 0, FILTER_EXP_NONE},
    {"strip_newlines", run_strip_newlines, 0, 0, FILTER_EXP_NONE},
    {"upcase", run_upcase, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
