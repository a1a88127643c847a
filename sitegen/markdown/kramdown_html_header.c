/* kramdown_html_header.c - headings, and the ids that are made for them. See kramdown_html.h. */
#include "markdown/kramdown_html.h"
#include "markdown/kramdown_line.h"
#include "markdown/kramdown_plain.h"

/* An id from the heading's text: what is neither a letter, a digit, a blank nor '-' is left out, and what
 * stands before the first letter. */
struct str kramdown_html_basic_id(struct kramdown *k, struct str s)
{
    struct text id = {0};

    for (size_t at = 0, end; at < s.len; at = end) {
        end = kramdown_line_end(s, at);
        size_t start = at;
        while (start < s.len && !char_is_alpha(s.at[start]))
            start++;
        if (start > end) /* nothing on this line, and the next one is through as well */
            end = start;
        for (size_t i = start; i < end; i++) {
            char c = s.at[i];
            if (char_is_alpha(c) || char_is_digit(c) || c == ' ' || c == '-')
                text_add_char(&id, c == ' ' ? '-' : char_lower(c));
        }
    }
    return text_finish(&id, k->pool);
}

static struct str unique_id(struct kramdown_html *w, struct str text)
{
    struct kramdown *k = w->k;
    struct str id = kramdown_html_basic_id(k, text), prefix = k->options.auto_id_prefix;

    if (id.len == 0)
        id = STR("section");
    struct value used = hash_get(w->ids, id);
    int64_t times = used.kind == VALUE_INT ? used.integer + 1 : 0;
    hash_set(w->ids, id, value_int(times));
    if (times > 0)
        return str_of(pool_printf(k->pool, "%.*s%.*s-%lld", STR_ARG(prefix), STR_ARG(id), (long long)times));
    return str_of(pool_printf(k->pool, "%.*s%.*s", STR_ARG(prefix), STR_ARG(id)));
}

/* Does the class attribute have "no_toc" as a word? */
static bool is_no_toc(const struct str *class)
{
    for (size_t at = 0; class != NULL && at < class->len; at++) {
        at += str_find(str_from(*class, at), STR("no_toc"));
        if (at < class->len && (at == 0 || !kramdown_is_word(class->at[at - 1])) &&
            !kramdown_is_word(kramdown_char(*class, at + 6)))
            return true;
    }
    return false;
}

static unsigned output_level(const struct kramdown *k, unsigned level)
{
    int out = (int)level + k->options.header_offset;

    return out < 1 ? 1 : out > 6 ? 6 : (unsigned)out;
}

static void note_heading(struct kramdown_html *w, cmark_node *node, struct str id)
{
    struct markdown_result *result = w->result;
    struct text plain = {0};
    struct kramdown *k = w->k;
    unsigned level = kramdown_of(node)->code;

    kramdown_plain_text(node, true, &plain);
    result->headings = pool_grow(k->pool, result->headings, result->heading_count, &result->heading_cap,
                                 sizeof(*result->headings));
    result->headings[result->heading_count++] = (struct markdown_heading){
        .level = output_level(k, level), .id = id, .text = text_finish(&plain, k->pool)};
    if ((k->options.toc_levels & 1u << level) == 0 ||
        is_no_toc(kramdown_attr(&kramdown_of(node)->attrs, "class")) ||
        kramdown_attr(&kramdown_of(node)->attrs, "id") == NULL)
        return;
    w->toc = pool_grow(k->pool, w->toc, w->toc_count, &w->toc_cap, sizeof(*w->toc));
    w->toc[w->toc_count++] = (struct kramdown_toc_entry){level, id, node};
}

void kramdown_html_header(struct kramdown_html *w, cmark_node *node, int indent)
{
    struct kramdown_node *data = kramdown_of(node);
    char name[] = {'h', (char)('0' + output_level(w->k, data->code)), '\0'};

    if (w->k->options.auto_ids && kramdown_attr(&data->attrs, "id") == NULL)
        kramdown_attr_set(w->k->pool, &data->attrs, STR("id"), unique_id(w, data->text));
    const struct str *id = kramdown_attr(&data->attrs, "id");
    note_heading(w, node, id != NULL ? *id : STR(""));
    kramdown_html_block(w, name, node, indent);
}
