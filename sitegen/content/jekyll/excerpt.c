/* excerpt.c - the start of a text up to its separator, as something that can be rendered alone. See jekyll.h.
 */
#include "content/jekyll/jekyll.h"

#include <string.h>

#define DEFINITIONS_MAX 1000u /* link definitions that are looked for in an excerpt: each is a search */
#define TAGS_MAX        1000u

/* The name of the tag that starts at s ("{% for ..."); empty where it has none. */
static struct str tag_name(struct str s)
{
    size_t len = 0;

    s = str_from(s, 2);
    if (str_starts(s, "-"))
        s = str_from(s, 1);
    s = str_trim_start(s);
    while (len < s.len && (char_is_alpha(s.at[len]) || char_is_digit(s.at[len]) || s.at[len] == '_'))
        len++;
    return str_head(s, len);
}

static bool is_block(struct str name)
{
    static const char *const blocks[] = {"if",  "unless",  "for",      "case",      "capture",
                                         "raw", "comment", "tablerow", "highlight", "ifchanged"};

    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
        if (str_is(name, blocks[i]))
            return true;
    return false;
}

/* Blocks that the separator has cut in two are closed: those that have no end at all in the text, the last
 * one first. */
static void close_blocks(struct text *out, struct str head)
{
    struct str names[TAGS_MAX];
    size_t count = 0;
    struct hash *ended, *closed;
    struct pool pool = {0};

    ended = value_hash(&pool).hash;
    closed = value_hash(&pool).hash;
    for (struct str rest = head; count < TAGS_MAX;) {
        size_t at = str_find(rest, STR("{%"));
        if (at == rest.len)
            break;
        rest = str_from(rest, at);
        struct str name = tag_name(rest);
        if (str_starts(name, "end"))
            hash_set(ended, str_from(name, 3), value_nil);
        else if (is_block(name))
            names[count++] = name;
        rest = str_from(rest, 2);
    }
    while (count-- > 0) {
        if (hash_entry(ended, names[count]) != NULL || hash_entry(closed, names[count]) != NULL)
            continue;
        hash_set(closed, names[count], value_nil);
        text_printf(out, "\n{%% end%.*s %%}", STR_ARG(names[count]));
    }
    pool_free(&pool);
}

/* The label of a line that defines a link, "[label]" of "[label]: https://..."; empty when it is none. */
static struct str definition_label(struct str line)
{
    size_t blanks = 0;

    while (blanks < 3 && blanks < line.len && line.at[blanks] == ' ')
        blanks++;
    line = str_from(line, blanks);
    size_t end = str_find_char(line, ']');
    if (!str_starts(line, "[") || end < 2 || end + 2 >= line.len || line.at[end + 1] != ':')
        return STR("");
    return str_head(line, end + 1);
}

/* Definitions behind the separator of links that stand before it. */
static void add_definitions(struct text *out, struct str head, struct str tail)
{
    bool is_first = true;

    for (size_t count = 0; tail.len > 0 && count < DEFINITIONS_MAX;) {
        size_t len = str_find_char(tail, '\n');
        struct str line = str_head(tail, len), label = definition_label(line);
        tail = str_from(tail, len + 1);
        if (label.len == 0)
            continue;
        count++;
        if (memmem(head.at, head.len, label.at, label.len) == NULL)
            continue;
        text_add_c(out, is_first ? "\n\n" : "\n");
        text_add(out, str_trim(line));
        is_first = false;
    }
}

struct str jekyll_excerpt_source(const struct page *page, struct str text, struct pool *pool)
{
    struct value own = value_get(page->front, "excerpt_separator");
    struct str separator = own.kind != VALUE_NIL ? value_to_str(own, pool)
                                                 : config_text(page->site, "excerpt_separator", "\n\n");
    struct text out = {0};

    if (separator.len == 0)
        return STR("");
    size_t at = str_find(text, separator);
    if (at + separator.len >= text.len)
        return str_head(text, at);
    struct str head = str_head(text, at), tail = str_from(text, at + separator.len);
    text_add(&out, head);
    if (str_find(head, STR("{%")) < head.len)
        close_blocks(&out, head);
    add_definitions(&out, head, tail);
    if (out.len > head.len)
        return text_finish(&out, pool);
    text_free(&out);
    return head; /* a part of the text, so that places in it are known */
}

bool jekyll_has_excerpt(const struct page *page)
{
    struct value own = value_get(page->front, "excerpt_separator");
    struct pool pool = {0};
    bool has = own.kind != VALUE_NIL ? value_to_str(own, &pool).len > 0
                                     : config_text(page->site, "excerpt_separator", "\n\n").len > 0;

    pool_free(&pool);
    return has;
}
