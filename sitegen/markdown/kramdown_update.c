/* kramdown_update.c - the tree of blocks is finished: raw text becomes spans, attribute lists become
 * attributes, and headings get GitHub's ids where the input is GFM. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"
#include "markdown/kramdown_plain.h"
#include "markdown/markdown_unicode.h"

/* Raw text is replaced by the spans that it holds. */
static void replace_raw_text(struct kramdown *k, cmark_node *raw)
{
    cmark_node *child;

    kramdown_parse_raw_text(k, raw, kramdown_of(raw)->text);
    while ((child = cmark_node_first_child(raw)) != NULL)
        if (!cmark_node_insert_before(raw, child))
            fatal("kramdown: a span stands where it cannot stand");
    kramdown_free(raw);
}

static void set_plain_text(struct kramdown *k, cmark_node *node)
{
    struct text plain = {0};

    kramdown_plain_text(node, k->options.gfm, &plain);
    kramdown_of(node)->text = text_finish(&plain, k->pool);
}

static void update_tree(struct kramdown *k, cmark_node *parent)
{
    cmark_node *next, *blank = NULL;

    for (cmark_node *child = cmark_node_first_child(parent); child != NULL && k->fault == NULL;
         child = next) {
        struct kramdown_node *node = kramdown_of(child);
        next = cmark_node_next(child);
        if (parent == k->root)
            k->top_at = node->at;
        if (node->kind == KRAMDOWN_EOB) {
            kramdown_free(child);
        } else if (node->kind == KRAMDOWN_BLANK && blank != NULL) {
            kramdown_free(child); /* what stood between the two is gone */
        } else if (node->kind == KRAMDOWN_BLANK) {
            blank = child;
        } else if (node->kind == KRAMDOWN_RAW_TEXT) {
            blank = NULL;
            replace_raw_text(k, child);
        } else {
            blank = NULL;
            update_tree(k, child);
            kramdown_apply_ial(k, &node->attrs, node->ial);
            if (node->kind == KRAMDOWN_DT ||
                (node->kind == KRAMDOWN_HEADER && (k->options.gfm || k->options.auto_id_stripping)))
                set_plain_text(k, child);
        }
    }
}

static bool has_hard_break(const struct kramdown *k, struct str s)
{
    struct str mark = k->options.hard_wrap ? STR("\n") : STR("\\\n");

    return str_find(s, mark) < s.len;
}

/* Line ends become <br />: all of them with hard_wrap, else those behind a backslash. One at the end of a
 * block has nothing to break. */
static void split_lines(struct kramdown *k, cmark_node *text)
{
    struct str rest = kramdown_of(text)->text, mark = k->options.hard_wrap ? STR("\n") : STR("\\\n");
    bool at_block_end = cmark_node_next(text) == NULL && kramdown_is_block(cmark_node_parent(text));
    bool first = true;

    for (;;) {
        size_t len = str_find(rest, mark);
        bool is_last = len == rest.len;
        cmark_node *line = kramdown_node_new(k->pool, KRAMDOWN_TEXT);
        kramdown_of(line)->text = first ? STR("") : STR("\n");
        kramdown_extend(k->pool, kramdown_of(line), str_head(rest, len));
        cmark_node_insert_before(text, line);
        if (is_last)
            break;
        rest = str_from(rest, len + mark.len);
        first = false;
        if (rest.len > 0 || !at_block_end)
            cmark_node_insert_before(text, kramdown_node_new(k->pool, KRAMDOWN_BR));
    }
    kramdown_free(text);
}

static void give_id(struct kramdown *k, struct hash *used, struct kramdown_node *header)
{
    struct text id = {0};

    unicode_github_id(&id, header->text);
    struct str base = text_finish(&id, k->pool);
    struct value count = hash_get(used, base);
    int64_t times = count.kind == VALUE_INT ? count.integer + 1 : 0;
    hash_set(used, base, value_int(times));
    text_add(&id, k->options.auto_id_prefix);
    text_add(&id, base);
    if (times > 0)
        text_printf(&id, "-%lld", (long long)times);
    kramdown_attr_set(k->pool, &header->attrs, STR("id"), text_finish(&id, k->pool));
}

/* What the GFM parser does to the whole tree. HTML elements are left as they are. */
static void update_gfm(struct kramdown *k, cmark_node *parent, struct hash *used)
{
    cmark_node *next;

    for (cmark_node *child = cmark_node_first_child(parent); child != NULL && k->fault == NULL;
         child = next) {
        struct kramdown_node *node = kramdown_of(child);
        next = cmark_node_next(child);
        if (node->kind == KRAMDOWN_TEXT && has_hard_break(k, node->text))
            split_lines(k, child);
        else if (node->kind == KRAMDOWN_HTML || node->kind == KRAMDOWN_HTML_BLOCK)
            continue;
        else if (node->kind == KRAMDOWN_HEADER && k->options.auto_ids &&
                 kramdown_attr(&node->attrs, "id") == NULL)
            give_id(k, used, node);
        else
            update_gfm(k, child, used);
    }
}

void kramdown_update(struct kramdown *k)
{
    update_tree(k, k->root);
    for (size_t i = 0; i < k->abbreviation_count; i++)
        kramdown_apply_ial(k, &k->abbreviation_list[i].eob->attrs, k->abbreviation_list[i].eob->ial);
    kramdown_abbreviate(k, k->root);
    for (size_t i = 0; i < k->footnote_count && k->fault == NULL; i++) {
        update_tree(k, k->footnote_list[i]->content);
        kramdown_abbreviate(k, k->footnote_list[i]->content);
    }
    if (k->options.gfm)
        update_gfm(k, k->root, value_hash(k->pool).hash);
}
