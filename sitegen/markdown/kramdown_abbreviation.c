/* kramdown_abbreviation.c - words that have a definition become <abbr>. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#include <stdlib.h>

/* All abbreviations, longer ones first, those of the same first byte in a row. */
struct index {
    const struct kramdown_abbreviation **sorted;
    size_t first[257]; /* by first byte: from first[b] to first[b + 1] */
};

static int compare(const void *a, const void *b)
{
    const struct kramdown_abbreviation *left = *(const struct kramdown_abbreviation *const *)a;
    const struct kramdown_abbreviation *right = *(const struct kramdown_abbreviation *const *)b;
    int order = (int)(unsigned char)left->text.at[0] - (int)(unsigned char)right->text.at[0];

    if (order == 0 && left->text.len != right->text.len)
        order = left->text.len < right->text.len ? 1 : -1;
    if (order == 0)
        order = str_cmp(left->text, right->text);
    return order != 0 ? order : left < right ? 1 : -1; /* of two definitions the later one counts */
}

static void make_index(struct kramdown *k, struct index *index)
{
    size_t at = 0;

    index->sorted = pool_take(k->pool, (k->abbreviation_count + 1) * sizeof(*index->sorted));
    for (size_t i = 0; i < k->abbreviation_count; i++)
        index->sorted[i] = &k->abbreviation_list[i];
    qsort(index->sorted, k->abbreviation_count, sizeof(*index->sorted), compare);
    for (unsigned byte = 0; byte < 256; byte++) {
        index->first[byte] = at;
        while (at < k->abbreviation_count && (unsigned char)index->sorted[at]->text.at[0] == byte)
            at++;
    }
    index->first[256] = at;
}

/* The longest abbreviation at at; with at_end, one that no word character follows. NULL: none. */
static const struct kramdown_abbreviation *find(struct kramdown *k, const struct index *index, struct str s,
                                                size_t at, bool at_end)
{
    if (at >= s.len)
        return NULL;
    unsigned char byte = (unsigned char)s.at[at];
    for (size_t i = index->first[byte]; i < index->first[byte + 1] && kramdown_spend(k, 1); i++) {
        struct str text = index->sorted[i]->text;
        if (str_eq(str_head(str_from(s, at), text.len), text) &&
            (!at_end || !kramdown_is_word(kramdown_char(s, at + text.len))))
            return index->sorted[i];
    }
    return NULL;
}

/* Does one start at at, or right behind the character there, as a word of its own? */
static bool is_before(struct kramdown *k, const struct index *index, struct str s, size_t at, size_t start)
{
    if (at < s.len && !kramdown_is_word(s.at[at]) &&
        find(k, index, s, at + utf8_len(str_from(s, at)), true) != NULL)
        return true;
    return (at == start || s.at[at - 1] == '\n') && find(k, index, s, at, true) != NULL;
}

static void add_before(struct kramdown *k, cmark_node *where, enum kramdown_kind kind, struct str text,
                       const struct kramdown_abbreviation *one)
{
    if (kind == KRAMDOWN_TEXT && text.len == 0)
        return;
    cmark_node *node = kramdown_node_new(k->pool, kind);
    kramdown_of(node)->text = text;
    if (one != NULL) {
        kramdown_of(node)->attrs = kramdown_attrs_copy(k->pool, &one->eob->attrs);
        if (one->title.len > 0)
            kramdown_attr_set(k->pool, &kramdown_of(node)->attrs, STR("title"), one->title);
    }
    cmark_node_insert_before(where, node);
}

static void replace(struct kramdown *k, const struct index *index, cmark_node *node)
{
    struct str s = kramdown_of(node)->text;
    size_t start = 0, at = 0;

    while (at < s.len) {
        size_t next = at + utf8_len(str_from(s, at));
        if (!is_before(k, index, s, at, start)) {
            at = next;
            continue;
        }
        const struct kramdown_abbreviation *one = find(k, index, s, at, false);
        if (one == NULL) {
            at = next;
            one = find(k, index, s, at, false);
        }
        if (one == NULL)
            return; /* there is a fault */
        add_before(k, node, KRAMDOWN_TEXT, str_head(str_from(s, start), at - start), NULL);
        add_before(k, node, KRAMDOWN_ABBREVIATION, one->text, one);
        start = at = at + one->text.len;
    }
    if (start == 0)
        return;
    add_before(k, node, KRAMDOWN_TEXT, str_from(s, start), NULL);
    kramdown_free(node);
}

static void walk(struct kramdown *k, const struct index *index, cmark_node *parent)
{
    cmark_node *next;

    for (cmark_node *child = cmark_node_first_child(parent); child != NULL && k->fault == NULL;
         child = next) {
        next = cmark_node_next(child);
        if (kramdown_kind_of(child) != KRAMDOWN_TEXT)
            walk(k, index, child);
        else if (kramdown_of(parent)->model != KRAMDOWN_MODEL_RAW)
            replace(k, index, child);
    }
}

void kramdown_abbreviate(struct kramdown *k, cmark_node *node)
{
    struct index index;

    if (k->abbreviation_count == 0)
        return;
    make_index(k, &index);
    walk(k, &index, node);
}
