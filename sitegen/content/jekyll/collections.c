/* collections.c - documents that belong together, and their order. See jekyll.h. */
#include "content/jekyll/jekyll.h"

#include <stdlib.h>
#include <string.h>

struct collection *jekyll_collection(struct site *site, struct str label)
{
    for (size_t i = 0; i < site->collection_count; i++)
        if (str_is(label, site->collections[i].label))
            return &site->collections[i];
    return NULL;
}

void jekyll_add_doc(struct site *site, struct page *doc)
{
    struct collection *c = doc->collection;

    c->docs = pool_grow(&site->pool, c->docs, c->doc_count, &c->doc_cap, sizeof(struct page *));
    c->docs[c->doc_count++] = doc;
}

/* Oldest first; without dates, and of the same moment, by path. */
static int compare_docs(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left, *b = *(const struct page *const *)right;

    if (a->has_date && b->has_date && a->date_s != b->date_s)
        return a->date_s < b->date_s ? -1 : 1;
    return strcmp(a->source, b->source);
}

/* ---------------------------------------------------------------- sort_by */

struct keyed {
    struct value key;
    struct page *doc;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int order;

    if ((a->key.kind == VALUE_NIL) != (b->key.kind == VALUE_NIL))
        return a->key.kind == VALUE_NIL ? 1 : -1;
    if (value_compare(a->key, b->key, &order) && order != 0)
        return order;
    return compare_docs(&a->doc, &b->doc);
}

static void sort_by(struct site *site, struct collection *c, struct str key)
{
    struct keyed *keyed = calloc(c->doc_count, sizeof(*keyed));

    if (keyed == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < c->doc_count; i++) {
        keyed[i] = (struct keyed){hash_get(c->docs[i]->front.hash, key), c->docs[i]};
        if (keyed[i].key.kind == VALUE_NIL)
            diag_warning(site->diag, c->docs[i]->full, 0, 0,
                         "has no \"%.*s\", by which its collection is sorted: it comes last", STR_ARG(key));
    }
    qsort(keyed, c->doc_count, sizeof(*keyed), compare_keyed);
    for (size_t i = 0; i < c->doc_count; i++)
        c->docs[i] = keyed[i].doc;
    free(keyed);
}

/* ---------------------------------------------------------------- order */

/* The documents that are named come first, in that order; the others as they stand. */
static void sort_as_named(struct site *site, struct collection *c, const struct array *names)
{
    struct hash *by_path = value_hash(&site->pool).hash;
    struct page **sorted = pool_take(&site->pool, c->doc_count * sizeof(struct page *));
    bool *is_taken = calloc(c->doc_count + 1, sizeof(bool));
    size_t count = 0;

    if (is_taken == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < c->doc_count; i++)
        hash_set(by_path, str_of(jekyll_relative_path(site, c->docs[i]->source)), value_int((int64_t)i));
    for (size_t i = 0; i < names->count; i++) {
        struct str name = value_to_str(names->items[i], &site->pool);
        const char *path = pool_printf(&site->pool, "%s/%.*s", c->folder, STR_ARG(name));
        struct value index = hash_get(by_path, str_of(path));
        if (index.kind == VALUE_INT && !is_taken[index.integer]) {
            is_taken[index.integer] = true;
            sorted[count++] = c->docs[index.integer];
        }
    }
    for (size_t i = 0; i < c->doc_count; i++)
        if (!is_taken[i])
            sorted[count++] = c->docs[i];
    free(is_taken);
    c->docs = sorted;
}

static void sort_collection(struct site *site, struct collection *c)
{
    struct value order = value_get(c->metadata, "order"), key = value_get(c->metadata, "sort_by");

    if (c->doc_count == 0)
        return;
    qsort(c->docs, c->doc_count, sizeof(struct page *), compare_docs);
    if (strcmp(c->label, "posts") == 0)
        return;
    if (order.kind == VALUE_ARRAY)
        sort_as_named(site, c, order.array);
    else if (key.kind == VALUE_STRING)
        sort_by(site, c, key.string);
}

/* ---------------------------------------------------------------- all */

/* By name, whatever the folder; pages of the same name as they were read, those of folders below first. */
static int compare_pages(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left, *b = *(const struct page *const *)right;
    int order = strcmp(a->name, b->name);

    if (order != 0)
        return order;
    struct str folder_a = str_of(a->folder), folder_b = str_of(b->folder);
    if (folder_a.len > folder_b.len && str_starts(folder_a, folder_b.at))
        return -1;
    if (folder_b.len > folder_a.len && str_starts(folder_b, folder_a.at))
        return 1;
    return strcmp(a->source, b->source);
}

static int compare_files(const void *left, const void *right)
{
    const struct site_file *a = left, *b = right;

    /* Files of no collection first; collections lie in one array, in their order. */
    if (a->collection != b->collection)
        return (uintptr_t)a->collection < (uintptr_t)b->collection ? -1 : 1;
    return strcmp(a->source, b->source);
}

static void limit_posts(struct site *site, struct collection *posts)
{
    struct value limit = value_get(site->config, "limit_posts");

    if (limit.kind != VALUE_INT || limit.integer <= 0 || (uint64_t)limit.integer >= posts->doc_count)
        return;
    posts->docs += posts->doc_count - (size_t)limit.integer;
    posts->doc_count = (size_t)limit.integer;
    posts->doc_cap = posts->doc_count;
}

/* Pages that were read come behind all documents; posts, newest first, have a list of their own. */
void jekyll_sort(struct site *site)
{
    struct page **pages = site->pages;
    size_t page_count = site->page_count;
    struct collection *posts = jekyll_collection(site, STR("posts"));

    site->pages = NULL;
    site->page_count = site->page_cap = 0;
    for (size_t i = 0; i < site->collection_count; i++)
        sort_collection(site, &site->collections[i]);
    limit_posts(site, posts);
    for (size_t i = 0; i < site->collection_count; i++)
        for (size_t j = 0; j < site->collections[i].doc_count; j++)
            site_add_page(site, site->collections[i].docs[j]);
    for (size_t i = 0; i < posts->doc_count; i++)
        site->posts[i] = posts->docs[posts->doc_count - 1 - i];
    if (page_count > 0)
        qsort(pages, page_count, sizeof(struct page *), compare_pages);
    for (size_t i = 0; i < page_count; i++)
        site_add_page(site, pages[i]);
    if (site->file_count > 0)
        qsort(site->files, site->file_count, sizeof(*site->files), compare_files);
}
