/* kramdown_list.c - bulleted, numbered and task lists. See kramdown_parser.h. */
#include "markdown/kramdown_item.h"
#include "markdown/kramdown_line.h"

struct list {
    bool ordered;
    cmark_node *node;
    size_t indent_max; /* blanks before the marker of the next item */
    bool eob_found;
    bool last_is_blank;
    bool nested_found; /* the current item has a list of its own, or may have one */
    cmark_node *item;
    struct kramdown_item lines;
};

static size_t marker(const struct list *list, struct str s, size_t at)
{
    return list->ordered ? kramdown_ol_marker(s, at, list->indent_max)
                         : kramdown_ul_marker(s, at, list->indent_max);
}

/* What was gathered becomes blocks. An item may have two parts: what comes before a list in it, and the list.
 */
static void flush(struct kramdown *k, struct list *list)
{
    if (list->item == NULL)
        return;
    struct str text = text_finish(&list->lines.text, k->pool);
    kramdown_parse_text(k, list->item, text);
}

static void start_item(struct kramdown *k, struct list *list, size_t behind)
{
    size_t marker_len = behind - k->src->at;

    flush(k, list);
    list->item = kramdown_node_new(k->pool, KRAMDOWN_LI);
    kramdown_append(list->node, list->item);
    k->src->at = kramdown_item_start(k, &list->lines, marker_len, behind, kramdown_of(list->item));
    list->indent_max = list->lines.indent < 4 ? list->lines.indent - 1 : 3;
    list->nested_found = kramdown_is_list_start(text_str(&list->lines.text), 0);
    list->last_is_blank = false;
}

static void add_line(struct kramdown *k, struct list *list, size_t next)
{
    struct str line;
    bool indented = kramdown_item_unindent(k, &list->lines, k->src->at, &line);
    bool starts_list = kramdown_is_list_start(line, 0);

    if (!list->nested_found && indented && starts_list) {
        flush(k, list);
        list->nested_found = true;
    } else if (list->nested_found && !indented && starts_list) {
        /* Too far to the left for an item of the nested list: it stays text there. */
        for (size_t i = 0; i < list->lines.indent + 4; i++)
            text_add_char(&list->lines.text, ' ');
    }
    text_add(&list->lines.text, line);
    list->last_is_blank = false;
    k->src->at = next;
}

static bool take_line(struct kramdown *k, struct list *list)
{
    struct str s = k->src->s;
    size_t at = k->src->at, end = kramdown_eob(s, at), behind;

    if (list->last_is_blank && kramdown_hr(s, at) != KRAMDOWN_NONE)
        return false;
    if (end != KRAMDOWN_NONE) {
        list->eob_found = true;
        k->src->at = end;
        return false;
    }
    if ((behind = marker(list, s, at)) != KRAMDOWN_NONE) {
        start_item(k, list, behind);
    } else if ((end = kramdown_item_line(k, &list->lines, at, list->last_is_blank)) != KRAMDOWN_NONE) {
        add_line(k, list, end);
    } else if ((end = kramdown_blank_lines(s, at)) != KRAMDOWN_NONE) {
        list->nested_found = true;
        list->last_is_blank = true;
        text_add(&list->lines.text, str_head(str_from(s, at), end - at));
        k->src->at = end;
    } else {
        return false;
    }
    return true;
}

/* kramdown makes the paragraph of an item's first line one with tags only where blank lines surround it; the
 * last item does as the others do. */
static bool is_tight(const struct list *list, cmark_node *item, bool others_tight)
{
    cmark_node *first = cmark_node_first_child(item), *second = first != NULL ? cmark_node_next(first) : NULL;
    bool is_last = cmark_node_next(item) == NULL;

    if (kramdown_kind_of(first) != KRAMDOWN_P)
        return false;
    bool blank_follows = second != NULL && kramdown_kind_of(second) == KRAMDOWN_BLANK;
    bool only_blank = is_last && second != NULL && cmark_node_next(second) == NULL && !list->eob_found;
    if (blank_follows && !only_blank)
        return false;
    return !is_last || cmark_node_previous(item) == NULL || others_tight;
}

/* Returns the blank lines at its end, which belong behind the list if the item is the last one. */
static cmark_node *finish_item(struct kramdown *k, const struct list *list, cmark_node *item, bool *any_tight)
{
    cmark_node *first = cmark_node_first_child(item), *second = first != NULL ? cmark_node_next(first) : NULL;

    if (first == NULL) {
        *any_tight = true;
        return NULL;
    }
    if (kramdown_kind_of(first) == KRAMDOWN_P && second != NULL && kramdown_kind_of(second) == KRAMDOWN_EOB &&
        kramdown_of(first)->ial != NULL)
        kramdown_free(second); /* of the attribute list of the first paragraph */
    if (is_tight(list, item, *any_tight)) {
        second = cmark_node_next(first);
        if (second != NULL && kramdown_kind_of(second) != KRAMDOWN_BLANK)
            kramdown_extend(k->pool, kramdown_of(cmark_node_first_child(first)), STR("\n"));
        kramdown_of(first)->transparent = true;
    }
    *any_tight |= kramdown_kind_of(first) != KRAMDOWN_P || kramdown_of(first)->transparent;
    cmark_node *last = cmark_node_last_child(item);
    if (kramdown_kind_of(last) != KRAMDOWN_BLANK)
        return NULL;
    cmark_node_unlink(last);
    return last;
}

static void finish(struct kramdown *k, struct list *list)
{
    cmark_node *last = NULL;
    bool any_tight = false;

    for (cmark_node *item = cmark_node_first_child(list->node); item != NULL; item = cmark_node_next(item)) {
        bool was_empty = cmark_node_first_child(item) == NULL;
        cmark_node *blank = finish_item(k, list, item, &any_tight);
        if (was_empty)
            continue;
        kramdown_free(last);
        last = blank;
    }
    if (last != NULL && !list->eob_found)
        kramdown_append(k->tree, last);
    else
        kramdown_free(last);
}

/* "[ ] text" and "[x] text" become check boxes. */
static bool make_task(struct kramdown *k, struct kramdown_node *raw)
{
    static const char unchecked[] = "<input type=\"checkbox\" class=\"task-list-item-checkbox\" "
                                    "disabled=\"disabled\" />";
    static const char checked[] = "<input type=\"checkbox\" class=\"task-list-item-checkbox\" "
                                  "disabled=\"disabled\" checked=\"checked\" />";
    struct str s = raw->text;
    size_t at = kramdown_spaces(s, 0);
    char mark = kramdown_char(s, at + 1);

    if (kramdown_char(s, at) != '[' || kramdown_char(s, at + 2) != ']' ||
        !char_is_space(kramdown_char(s, at + 3)) || (mark != ' ' && char_lower(mark) != 'x'))
        return false;
    raw->text = STR("");
    raw->text_cap = 0;
    kramdown_extend(k->pool, raw, str_of(mark == ' ' ? unchecked : checked));
    kramdown_extend(k->pool, raw, str_from(s, kramdown_spaces(s, at + 3)));
    return true;
}

static void make_task_list(struct kramdown *k, cmark_node *list)
{
    bool is_task_list = false;

    for (cmark_node *item = cmark_node_first_child(list); item != NULL; item = cmark_node_next(item)) {
        cmark_node *p = cmark_node_first_child(item);
        if (p == NULL || kramdown_kind_of(p) != KRAMDOWN_P)
            continue;
        is_task_list |= make_task(k, kramdown_of(cmark_node_first_child(p)));
        if (is_task_list)
            kramdown_attr_set(k->pool, &kramdown_of(item)->attrs, STR("class"), STR("task-list-item"));
    }
    if (is_task_list)
        kramdown_attr_set(k->pool, &kramdown_of(list)->attrs, STR("class"), STR("task-list"));
}

bool kramdown_parse_list(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t at = k->src->at;
    struct list list = {.indent_max = 3};

    if (kramdown_ul_marker(s, at, 3) == KRAMDOWN_NONE) {
        list.ordered = kramdown_ol_marker(s, at, 3) != KRAMDOWN_NONE;
        if (!list.ordered)
            return false;
    }
    list.node = kramdown_new_block(k, list.ordered ? KRAMDOWN_OL : KRAMDOWN_UL);
    kramdown_append(k->tree, list.node);
    while (k->src->at < s.len && k->fault == NULL && take_line(k, &list))
        ;
    flush(k, &list);
    finish(k, &list);
    if (k->options.gfm)
        make_task_list(k, list.node);
    return true;
}
