/* toc.c - jekyll-toc: a table of contents of a page's headings: {% toc %}, and the filters toc, toc_only and
 * inject_anchors over its HTML. Only of pages with "toc: true". */
#include "plugins/toc.h"

#include "content/urls.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

static const char *list_tag(const struct toc *toc)
{
    return value_truthy(value_get(toc->config, "ordered_list")) ? "ol" : "ul";
}

static unsigned highest_level(const struct toc *toc, size_t from, size_t to)
{
    unsigned level = 6;

    for (size_t i = from; i < to; i++)
        if (toc->headings[i].level < level)
            level = toc->headings[i].level;
    return level;
}

static size_t nested_end(const struct toc *toc, size_t from, size_t to, unsigned level)
{
    while (from < to && toc->headings[from].level != level)
        from++;
    return from;
}

/* The headings [from, to): those below another as a list in its item. As deep as there are levels. */
static void add_items(const struct toc *toc, size_t from, size_t to, struct text *out)
{
    unsigned level = highest_level(toc, from, to);
    struct str sublist = toc_option(toc, "sublist_class", "");

    while (from < to) {
        const struct heading *heading = &toc->headings[from];
        size_t end = nested_end(toc, heading->level == level ? from + 1 : from, to, level);
        if (heading->level != level) {
            add_items(toc, from, end, out);
            from = end;
            continue;
        }
        text_printf(out, "<li class=\"%.*s %.*sh%u\"><a href=\"#%.*s\">%.*s</a>",
                    STR_ARG(toc_option(toc, "item_class", "toc-entry")),
                    STR_ARG(toc_option(toc, "item_prefix", "toc-")), level, STR_ARG(heading->id),
                    STR_ARG(heading->text));
        if (end > from + 1) {
            text_printf(out, "\n<%s", list_tag(toc));
            if (sublist.len > 0)
                text_printf(out, " class=\"%.*s\"", STR_ARG(sublist));
            text_add_c(out, ">\n");
            add_items(toc, from + 1, end, out);
            text_printf(out, "</%s>\n", list_tag(toc));
        }
        text_add_c(out, "</li>\n");
        from = end;
    }
}

static void add_list(const struct toc *toc, struct text *out)
{
    text_printf(out, "<%s id=\"%.*s\" class=\"%.*s\">\n", list_tag(toc),
                STR_ARG(toc_option(toc, "list_id", "toc")),
                STR_ARG(toc_option(toc, "list_class", "section-nav")));
    add_items(toc, 0, toc->count, out);
    text_printf(out, "</%s>", list_tag(toc));
}

static void add_with_anchors(const struct toc *toc, struct text *out)
{
    size_t done = 0;

    for (size_t i = 0; i < toc->count; i++) {
        const struct heading *heading = &toc->headings[i];
        text_add(out, str_head(str_from(toc->html, done), heading->inner_at - done));
        text_add_c(out, "<a class=\"anchor\" href=\"#");
        url_encode_href(out, heading->id);
        text_add_c(out, "\" aria-hidden=\"true\"><span class=\"octicon octicon-link\"></span></a>");
        done = heading->inner_at;
    }
    text_add(out, str_from(toc->html, done));
}

/* ---------------------------------------------------------------- tag and filters */

static bool tag_toc(struct page *page, const struct liquid_call *call, struct text *out)
{
    if (!value_truthy(value_get(page->drop, "toc")))
        return true;
    struct toc toc = toc_read(page, call->pool, plugin_key_text(page->drop, "content", call->pool));
    add_list(&toc, out);
    return true;
}

static bool is_wanted(const struct page *page)
{
    struct value toc = value_get(page->drop, "toc");

    return toc.kind == VALUE_BOOL && toc.boolean;
}

static bool filter(struct page *page, const struct liquid_call *call, struct value input, bool has_list,
                   bool has_text, struct value *result)
{
    struct text out = {0};

    if (!is_wanted(page)) {
        *result = has_text ? input : value_c("");
        return true;
    }
    struct toc toc = toc_read(page, call->pool, value_to_str(input, call->pool));
    if (has_list)
        add_list(&toc, &out);
    if (has_text)
        add_with_anchors(&toc, &out);
    *result = value_str(text_finish(&out, call->pool));
    return true;
}

static bool filter_toc(struct page *page, const struct liquid_call *call, struct value input,
                       const struct value *args, size_t arg_count, struct value *result)
{
    (void)args, (void)arg_count;
    return filter(page, call, input, true, true, result);
}

static bool filter_toc_only(struct page *page, const struct liquid_call *call, struct value input,
                            const struct value *args, size_t arg_count, struct value *result)
{
    (void)args, (void)arg_count;
    return filter(page, call, input, true, false, result);
}

static bool filter_inject_anchors(struct page *page, const struct liquid_call *call, struct value input,
                                  const struct value *args, size_t arg_count, struct value *result)
{
    (void)args, (void)arg_count;
    return filter(page, call, input, false, true, result);
}

static const struct plugin_tag tags[] = {{"toc", tag_toc}, {NULL, NULL}};
static const struct plugin_filter filters[] = {{"toc", filter_toc},
                                               {"toc_only", filter_toc_only},
                                               {"inject_anchors", filter_inject_anchors},
                                               {NULL, NULL}};

const struct plugin plugin_toc = {.name = "jekyll-toc", .tags = tags, .filters = filters};
