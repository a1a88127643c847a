/* filters_words.c - filters that cut texts (and lists) into parts. See filters.h. */
#include "liquid/filters.h"

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
    struct str s = filter_text(call), tail = filter_arg_text(call, 1, "...");
    int64_t max = 50;
    struct text text = {0};

    if (call->input.kind == VALUE_NIL || !filter_arg_whole(call, 0, &max))
        return value_nil;
    if ((int64_t)utf8_count(s) <= max)
        return value_str(s);
    filter_add(call, &text, str_head(s, chars_len(s, max - (int64_t)utf8_count(tail))));
    filter_add(call, &text, tail);
    return filter_finish(call, &text);
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

/* A blank behind the last word counts as more to come, as in the reference. */
static struct value run_truncatewords(struct filter_call *call)
{
    struct str rest = filter_text(call), word;
    int64_t max = 15;
    struct text text = {0};

    if (call->input.kind == VALUE_NIL || !filter_arg_whole(call, 0, &max))
        return value_nil;
    if (max < 1)
        max = 1;
    for (int64_t i = 0; i < max && (word = next_word(&rest)).len > 0; i++) {
        if (i > 0)
            text_add_char(&text, ' ');
        text_add(&text, word);
    }
    if (rest.len == 0) {
        text_free(&text);
        return value_str(filter_text(call));
    }
    filter_add(call, &text, filter_arg_text(call, 1, "..."));
    return filter_finish(call, &text);
}

/* At single blanks: at any white space, as it is for people. */
static void split_words(struct filter_call *call, struct array *list, struct str s)
{
    struct str word;

    while ((word = next_word(&s)).len > 0 && filter_list_add(call, list, value_str(word)))
        ;
}

static void split_chars(struct filter_call *call, struct array *list, struct str s)
{
    for (size_t len; s.len > 0; s = str_from(s, len)) {
        len = utf8_len(s);
        if (!filter_list_add(call, list, value_str(str_head(s, len))))
            break;
    }
}

static void split_at(struct filter_call *call, struct array *list, struct str s, struct str mark)
{
    size_t full = 0; /* items up to the last that is not empty: empty ones at the end are none */

    for (size_t at; s.len > 0; s = str_from(s, at + mark.len)) {
        at = str_find(s, mark);
        if (!filter_list_add(call, list, value_str(str_head(s, at))))
            break;
        if (at > 0)
            full = list->count;
    }
    list->count = full;
}

static struct value run_split(struct filter_call *call)
{
    struct str s = filter_text(call), mark = filter_arg_text(call, 0, " ");
    struct value list = value_array(call->pool);

    if (str_is(mark, " "))
        split_words(call, list.array, s);
    else if (mark.len == 0)
        split_chars(call, list.array, s);
    else
        split_at(call, list.array, s, mark);
    return list;
}

static struct value slice_list(struct filter_call *call, int64_t start, int64_t len)
{
    struct value list = value_array(call->pool);
    const struct array *from = call->input.array;
    int64_t count = (int64_t)from->count;

    if (start < 0)
        start += count;
    for (int64_t i = start; start >= 0 && i < count && i - start < len; i++)
        array_add(list.array, from->items[i]);
    return list;
}

static struct value run_slice(struct filter_call *call)
{
    int64_t start = 0, len = 1;

    if (call->arg_count > 1 && call->args[1].kind == VALUE_NIL)
        call->arg_count = 1;
    if (!filter_arg_whole(call, 0, &start) || !filter_arg_whole(call, 1, &len))
        return value_nil;
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

const struct filter_def filters_words[] = {
    {"slice", run_slice, 1, 2, FILTER_EXP_NONE},
    {"split", run_split, 1, 1, FILTER_EXP_NONE},
    {"truncate", run_truncate, 0, 2, FILTER_EXP_NONE},
    {"truncatewords", run_truncatewords, 0, 2, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
