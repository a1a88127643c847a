/* filters_text.c - filters over text. See filters.h. Cases are changed in ASCII letters only. */
#include "liquid/filters.h"

static struct value finish(struct filter_call *call, struct text *text)
{
    return value_str(text_finish(text, call->pool));
}

static struct value run_append(struct filter_call *call)
{
    struct text text = {0};

    text_add(&text, filter_text(call));
    text_add(&text, filter_arg_text(call, 0, ""));
    return finish(call, &text);
}

static struct value run_prepend(struct filter_call *call)
{
    struct text text = {0};

    text_add(&text, filter_arg_text(call, 0, ""));
    text_add(&text, filter_text(call));
    return finish(call, &text);
}

static char char_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static struct value run_upcase(struct filter_call *call)
{
    struct str s = filter_text(call);
    char *copy = pool_copy(call->pool, s);

    for (size_t i = 0; i < s.len; i++)
        copy[i] = char_upper(copy[i]);
    return value_str((struct str){copy, s.len});
}

static struct value run_downcase(struct filter_call *call)
{
    struct str s = filter_text(call);
    char *copy = pool_copy(call->pool, s);

    for (size_t i = 0; i < s.len; i++)
        copy[i] = char_lower(copy[i]);
    return value_str((struct str){copy, s.len});
}

static struct value run_capitalize(struct filter_call *call)
{
    struct value lower = run_downcase(call);

    if (lower.string.len > 0) {
        char *copy = pool_copy(call->pool, lower.string);
        copy[0] = char_upper(copy[0]);
        lower.string.at = copy;
    }
    return lower;
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

/* Copy s with count of the occurrences of a text replaced. */
static struct value replace(struct filter_call *call, struct str from, struct str to, size_t count)
{
    struct str s = filter_text(call);
    struct text text = {0};

    while (count-- > 0 && from.len > 0) {
        size_t at = str_find(s, from);
        if (at >= s.len)
            break;
        text_add(&text, str_head(s, at));
        text_add(&text, to);
        s = str_from(s, at + from.len);
    }
    text_add(&text, s);
    return finish(call, &text);
}

static struct value run_replace(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), filter_arg_text(call, 1, ""), SIZE_MAX);
}

static struct value run_replace_first(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), filter_arg_text(call, 1, ""), 1);
}

static struct value run_remove(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), STR(""), SIZE_MAX);
}

static struct value run_remove_first(struct filter_call *call)
{
    return replace(call, filter_arg_text(call, 0, ""), STR(""), 1);
}

static struct value run_strip_newlines(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct text text = {0};

    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != '\n' && s.at[i] != '\r')
            text_add_char(&text, s.at[i]);
    return finish(call, &text);
}

static struct value run_newline_to_br(struct filter_call *call)
{
    return replace(call, STR("\n"), STR("<br />\n"), SIZE_MAX);
}

/* The first count characters, in bytes. */
static size_t chars_len(struct str s, int64_t count)
{
    size_t at = 0;

    while (at < s.len && count-- > 0)
        at += utf8_len(str_from(s, at));
    return at;
}

static struct value run_truncate(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct str tail = filter_arg_text(call, 1, "...");
    int64_t max = filter_arg_int(call, 0, 50);
    int64_t keep = max - (int64_t)utf8_count(tail);
    struct text text = {0};

    if ((int64_t)utf8_count(s) <= max)
        return value_str(s);
    text_add(&text, str_head(s, chars_len(s, keep)));
    text_add(&text, tail);
    return finish(call, &text);
}

/* The next word of *s, which is advanced behind it; empty at the end. */
static struct str next_word(struct str *s)
{
    size_t len = 0;

    *s = str_trim_start(*s);
    while (len < s->len && !char_is_space(s->at[len]))
        len++;
    struct str word = str_head(*s, len);
    *s = str_from(*s, len);
    return word;
}

static struct value run_truncatewords(struct filter_call *call)
{
    struct str rest = filter_text(call), word;
    int64_t max = filter_arg_int(call, 0, 15);
    struct text text = {0};

    if (max < 1)
        max = 1;
    for (int64_t i = 0; i < max && (word = next_word(&rest)).len > 0; i++) {
        if (i > 0)
            text_add_char(&text, ' ');
        text_add(&text, word);
    }
    if (next_word(&rest).len == 0) {
        text_free(&text);
        return value_str(filter_text(call));
    }
    text_add(&text, filter_arg_text(call, 1, "..."));
    return finish(call, &text);
}

static struct value run_number_of_words(struct filter_call *call)
{
    struct str rest = filter_text(call);
    int64_t count = 0;

    while (next_word(&rest).len > 0)
        count++;
    return value_int(count);
}

/* One blank for each run of white space, none at the ends. */
static struct value run_normalize_whitespace(struct filter_call *call)
{
    struct str rest = filter_text(call), word;
    struct text text = {0};

    while ((word = next_word(&rest)).len > 0) {
        if (text.len > 0)
            text_add_char(&text, ' ');
        text_add(&text, word);
    }
    return finish(call, &text);
}

/* Split at single blanks: at any white space, as it is for people. */
static void split_words(struct array *list, struct str s)
{
    struct str word;

    while ((word = next_word(&s)).len > 0)
        array_add(list, value_str(word));
}

static void split_chars(struct array *list, struct str s)
{
    for (size_t len; s.len > 0; s = str_from(s, len)) {
        len = utf8_len(s);
        array_add(list, value_str(str_head(s, len)));
    }
}

static struct value run_split(struct filter_call *call)
{
    struct str s = filter_text(call), mark = filter_arg_text(call, 0, " ");
    struct value list = value_array(call->pool);

    if (str_is(mark, " ")) {
        split_words(list.array, s);
    } else if (mark.len == 0) {
        split_chars(list.array, s);
    } else {
        for (size_t at; s.len > 0; s = str_from(s, at + mark.len)) {
            at = str_find(s, mark);
            array_add(list.array, value_str(str_head(s, at)));
        }
        /* Empty parts at the end are not parts. */
        while (list.array->count > 0 && list.array->items[list.array->count - 1].string.len == 0)
            list.array->count--;
    }
    return list;
}

static struct value slice_list(struct filter_call *call, int64_t start, int64_t len)
{
    struct value list = value_array(call->pool);
    const struct array *from = call->input.array;

    if (start < 0)
        start += (int64_t)from->count;
    for (int64_t i = start; start >= 0 && i < (int64_t)from->count && i - start < len; i++)
        array_add(list.array, from->items[i]);
    return list;
}

static struct value run_slice(struct filter_call *call)
{
    int64_t start = filter_arg_int(call, 0, 0), len = filter_arg_int(call, 1, 1);

    if (call->input.kind == VALUE_ARRAY)
        return slice_list(call, start, len);
    struct str s = filter_text(call);
    if (start < 0)
        start += (int64_t)utf8_count(s);
    if (start < 0 || len < 0)
        return value_str(STR(""));
    s = str_from(s, chars_len(s, start));
    return value_str(str_head(s, chars_len(s, len)));
}

/* default: x - for nil, false and what is empty; with allow_false: true, false is a value. */
static struct value run_default(struct filter_call *call)
{
    struct value empty = {.kind = VALUE_EMPTY};
    bool allow_false = call->named != NULL && value_truthy(hash_get(call->named, STR("allow_false")));

    if (call->input.kind == VALUE_BOOL && !call->input.boolean && allow_false)
        return call->input;
    if (value_truthy(call->input) && !value_equal(call->input, empty))
        return call->input;
    return call->arg_count > 0 ? call->args[0] : value_str(STR(""));
}

const struct filter_def filters_text[] = {
    {"append", run_append, 1, 1},
    {"capitalize", run_capitalize, 0, 0},
    {"default", run_default, 0, 1},
    {"downcase", run_downcase, 0, 0},
    {"lstrip", run_lstrip, 0, 0},
    {"newline_to_br", run_newline_to_br, 0, 0},
    {"normalize_whitespace", run_normalize_whitespace, 0, 0},
    {"number_of_words", run_number_of_words, 0, 1},
    {"prepend", run_prepend, 1, 1},
    {"remove", run_remove, 1, 1},
    {"remove_first", run_remove_first, 1, 1},
    {"replace", run_replace, 1, 2},
    {"replace_first", run_replace_first, 1, 2},
    {"rstrip", run_rstrip, 0, 0},
    {"slice", run_slice, 1, 2},
    {"split", run_split, 1, 1},
    {"strip", run_strip, 0, 0},
    {"strip_newlines", run_strip_newlines, 0, 0},
    {"truncate", run_truncate, 0, 2},
    {"truncatewords", run_truncatewords, 0, 2},
    {"upcase", run_upcase, 0, 0},
    {NULL, NULL, 0, 0},
};
