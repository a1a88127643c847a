/* kramdown_deflist.c - definition lists: the paragraph before gives the terms. See kramdown_parser.h. */
#include "markdown/kramdown_item.h"
#include "markdown/kramdown_line.h"

struct deflist {
    cmark_node *node;
    cmark_node *item; /* the definition that is being gathered; NULL: none yet */
    struct kramdown_item lines;
    size_t indent_max;
    bool as_para; /* a blank line stands before the next definition */
    bool item_as_para;
    bool last_is_blank;
    cmark_node *last; /* blank lines at the end of the last definition */
};

/* The paragraph that the terms are in: the last block, or the one before a single blank line. */
static cmark_node *find_terms(struct kramdown *k, bool *blank_between)
{
    cmark_node *last = cmark_node_last_child(k->tree);
    cmark_node *before = last != NULL ? cmark_node_previous(last) : NULL;

    *blank_between = false;
    if (last == NULL || kramdown_kind_of(last) == KRAMDOWN_P)
        return last;
    if (before == NULL || kramdown_kind_of(before) != KRAMDOWN_P ||
        kramdown_kind_of(last) != KRAMDOWN_BLANK || !str_is(kramdown_of(last)->text, "\n"))
        return NULL;
    *blank_between = true;
    return before;
}

static void add_terms(struct kramdown *k, cmark_node *list, struct str terms)
{
    for (size_t at = 0, end; at < terms.len; at = end + 1) {
        end = at + str_find_char(str_from(terms, at), '\n');
        cmark_node *dt = kramdown_add(k->pool, list, KRAMDOWN_DT, STR(""));
        struct str term = kramdown_item_ial(k, str_head(str_from(terms, at), end - at), kramdown_of(dt));
        kramdown_of(dt)->text = term;
        kramdown_add(k->pool, dt, KRAMDOWN_RAW_TEXT, term);
    }
}

static void flush(struct kramdown *k, struct deflist *list)
{
    if (list->item == NULL)
        return;
    kramdown_parse_text(k, list->item, text_finish(&list->lines.text, k->pool));
    cmark_node *first = cmark_node_first_child(list->item), *last = cmark_node_last_child(list->item);
    if (first == NULL)
        return;
    kramdown_free(list->last);
    list->last = NULL;
    if (kramdown_kind_of(last) == KRAMDOWN_BLANK) {
        cmark_node_unlink(last);
        list->last = last;
    }
    first = cmark_node_first_child(list->item);
    if (kramdown_kind_of(first) != KRAMDOWN_P || list->item_as_para)
        return;
    if (cmark_node_next(first) != NULL)
        kramdown_extend(k->pool, kramdown_of(cmark_node_first_child(first)), STR("\n"));
    kramdown_of(first)->transparent = true;
}

static void start_definition(struct kramdown *k, struct deflist *list, size_t behind)
{
    size_t marker_len = behind - k->src->at;

    flush(k, list);
    list->item = kramdown_add(k->pool, list->node, KRAMDOWN_DD, STR(""));
    list->item_as_para = list->as_para;
    k->src->at = kramdown_item_start(k, &list->lines, marker_len, behind, kramdown_of(list->item));
    list->indent_max = list->lines.indent < 4 ? list->lines.indent - 1 : 3;
    list->as_para = false;
    list->last_is_blank = false;
}

static bool take_line(struct kramdown *k, struct deflist *list)
{
    struct str s = k->src->s, line;
    size_t at = k->src->at, behind = kramdown_dl_marker(s, at, list->indent_max), end;

    if (behind != KRAMDOWN_NONE) {
        start_definition(k, list, behind);
    } else if (kramdown_eob(s, at) != KRAMDOWN_NONE) {
        return false;
    } else if ((end = kramdown_item_line(k, &list->lines, at, list->last_is_blank)) != KRAMDOWN_NONE) {
        kramdown_item_unindent(k, &list->lines, at, &line);
        text_add(&list->lines.text, line);
        list->as_para = false;
        list->last_is_blank = false;
        k->src->at = end;
    } else if ((end = kramdown_blank_lines(s, at)) != KRAMDOWN_NONE) {
        list->as_para = true;
        list->last_is_blank = true;
        text_add(&list->lines.text, str_head(str_from(s, at), end - at));
        k->src->at = end;
    } else {
        return false;
    }
    return true;
}

/* A definition list that another one follows goes on in it. */
static void join(struct kramdown *k, cmark_node *list)
{
    cmark_node *last = cmark_node_last_child(k->tree);
    cmark_node *before = last != NULL ? cmark_node_previous(last) : NULL, *child;

    if (kramdown_kind_of(last) == KRAMDOWN_BLANK && kramdown_kind_of(before) == KRAMDOWN_DL) {
        kramdown_free(last);
        last = before;
    }
    if (kramdown_kind_of(last) != KRAMDOWN_DL) {
        kramdown_append(k->tree, list);
        return;
    }
    while ((child = cmark_node_first_child(list)) != NULL)
        kramdown_append(last, child);
    kramdown_free(list);
}

bool kramdown_parse_definition_list(struct kramdown *k)
{
    struct str s = k->src->s;
    struct deflist list = {.indent_max = 3};

    if (kramdown_dl_marker(s, k->src->at, 3) == KRAMDOWN_NONE)
        return false;
    cmark_node *terms = find_terms(k, &list.as_para);
    if (terms == NULL)
        return false;
    if (list.as_para)
        kramdown_free(cmark_node_last_child(k->tree));
    list.node = kramdown_new_block(k, KRAMDOWN_DL);
    kramdown_of(list.node)->ial = kramdown_of(terms)->ial;
    add_terms(k, list.node, kramdown_of(cmark_node_first_child(terms))->text);
    kramdown_free(terms);
    while (k->src->at < s.len && k->fault == NULL && take_line(k, &list))
        ;
    flush(k, &list);
    join(k, list.node);
    if (list.last != NULL)
        kramdown_append(k->tree, list.last);
    return true;
}
