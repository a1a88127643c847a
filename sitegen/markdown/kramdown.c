/* kramdown.c - see kramdown.h. Blocks are scanned into a tree, transforms make spans and attributes of what
 * they hold, and the tree is written. */
#include "markdown/kramdown.h"

#include "markdown/kramdown_html.h"

/* What may be scanned in vain: enough for any text that somebody wrote, for a fraction of a second. */
#define STEPS_MIN      1000000u
#define STEPS_PER_BYTE 16u

/* Links that the configuration defines: id -> [address, title] */
static void define_links(struct kramdown *k)
{
    struct value defs = k->options.link_defs;

    for (size_t i = 0; defs.kind == VALUE_HASH && i < defs.hash->count; i++) {
        const struct hash_entry *entry = &defs.hash->entries[i];
        const struct array *parts = entry->value.kind == VALUE_ARRAY ? entry->value.array : NULL;
        if (parts == NULL || parts->count == 0)
            continue;
        struct kramdown_link link = {.url = value_to_str(parts->items[0], k->pool)};
        link.has_title = parts->count > 1 && parts->items[1].kind != VALUE_NIL;
        if (link.has_title)
            link.title = value_to_str(parts->items[1], k->pool);
        k->link_list = pool_grow(k->pool, k->link_list, k->link_count, &k->link_cap, sizeof(*k->link_list));
        k->link_list[k->link_count++] = link;
        hash_set(k->links, kramdown_link_id(k, entry->key), value_int((int64_t)(k->link_count - 1)));
    }
}

static void free_trees(struct kramdown *k)
{
    kramdown_free(k->root);
    for (size_t i = 0; i < k->footnote_count; i++)
        kramdown_free(k->footnote_list[i]->content);
}

/* Headings were noted in the pool that goes: keep them. */
static void keep_headings(struct markdown_result *result, struct pool *pool)
{
    struct markdown_heading *kept = pool_take(pool, (result->heading_count + 1) * sizeof(*kept));

    for (size_t i = 0; i < result->heading_count; i++)
        kept[i] = (struct markdown_heading){result->headings[i].level, pool_str(pool, result->headings[i].id),
                                            pool_str(pool, result->headings[i].text)};
    result->headings = kept;
}

bool kramdown_render(const struct kramdown_options *options, const struct markdown_hooks *hooks,
                     struct str source, struct pool *pool, struct markdown_result *result)
{
    struct pool scratch = {0};
    struct kramdown k = {.pool = &scratch,
                         .options = *options,
                         .hooks = hooks,
                         .steps_left = STEPS_MIN + STEPS_PER_BYTE * source.len};
    struct text html = {0};

    k.alds = value_hash(&scratch).hash;
    k.links = value_hash(&scratch).hash;
    k.footnotes = value_hash(&scratch).hash;
    k.root = kramdown_node_new(&scratch, KRAMDOWN_ROOT);
    define_links(&k);
    kramdown_parse_text(&k, k.root, source);
    if (k.fault == NULL)
        kramdown_update(&k);
    if (k.fault == NULL)
        kramdown_html_document(&k, result, &html);
    result->fault = k.fault;
    result->fault_at = k.fault_at;
    result->html = text_finish(&html, pool);
    keep_headings(result, pool);
    free_trees(&k);
    pool_free(&scratch);
    return result->fault == NULL;
}
