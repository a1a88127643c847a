/* filters_html.c - filters over HTML. See filters.h. */
#include "liquid/filters.h"

static struct value run_escape(struct filter_call *call)
{
    struct text text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    text_add_escaped(&text, filter_text(call));
    return filter_finish(call, &text);
}

/* The length of the entity ("&amp;", "&#39;") that s starts with, 0 when it starts with none. */
static size_t entity_len(struct str s)
{
    size_t len = 1;
    bool is_number = len < s.len && s.at[len] == '#';

    len += is_number;
    while (len < s.len && (is_number ? char_is_digit(s.at[len]) : char_is_alpha(s.at[len])))
        len++;
    return len > 1u + is_number && len < s.len && s.at[len] == ';' ? len + 1 : 0;
}

static struct value run_escape_once(struct filter_call *call)
{
    struct str s = filter_text(call);
    struct text text = {0};

    while (s.len > 0) {
        size_t len = s.at[0] == '&' ? entity_len(s) : 0;
        if (len > 0)
            text_add(&text, str_head(s, len));
        else
            text_add_escaped(&text, str_head(s, len = 1));
        s = str_from(s, len);
    }
    return filter_finish(call, &text);
}

/* What strip_html takes out with all that is in it. */
struct block {
    const char *open;
    const char *close;
    bool is_gone; /* there is no close any more, and looking for it again would take quadratic time */
};

/* The length of the block that s starts with, 0 when it starts with none. */
static size_t block_len(struct str s, struct block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].is_gone || !str_starts(s, blocks[i].open))
            continue;
        size_t open = str_of(blocks[i].open).len, close = str_of(blocks[i].close).len;
        size_t at = str_find(str_from(s, open), str_of(blocks[i].close));
        if (open + at + close <= s.len)
            return open + at + close;
        blocks[i].is_gone = true;
    }
    return 0;
}

static void add_without_blocks(struct text *text, struct str s)
{
    struct block blocks[] = {
        {"<script", "</script>", false}, {"<!--", "-->", false}, {"<style", "</style>", false}};

    while (s.len > 0) {
        size_t at = str_find_char(s, '<');
        text_add(text, str_head(s, at));
        s = str_from(s, at);
        if (s.len == 0)
            break;
        size_t len = block_len(s, blocks, sizeof(blocks) / sizeof(blocks[0]));
        if (len == 0)
            text_add_char(text, '<');
        s = str_from(s, len > 0 ? len : 1);
    }
}

/* As the reference: scripts, styles and comments go with all that is in them, then everything from a < to the
 * next
 * >. */
static struct value run_strip_html(struct filter_call *call)
{
    struct text inner = {0}, text = {0};
    struct str s;

    add_without_blocks(&inner, filter_text(call));
    for (s = text_str(&inner); s.len > 0;) {
        size_t open = str_find_char(s, '<');
        size_t close = open + str_find_char(str_from(s, open), '>');
        if (close >= s.len)
            break;
        text_add(&text, str_head(s, open));
        s = str_from(s, close + 1);
    }
    text_add(&text, s);
    text_free(&inner);
    return filter_finish(call, &text);
}

const struct filter_def filters_html[] = {
    {"escape", run_escape, 0, 0, FILTER_EXP_NONE}, {"escape_once", run_escape_once, 0, 0, FILTER_EXP_NONE},
    {"h", run_escape, 0, 0, FILTER_EXP_NONE},      {"strip_html", run_strip_html, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
