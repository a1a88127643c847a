/* site_drop.c - what templates see of a Jekyll site. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "content/zone.h"
#include "files.h"
#include "render.h"
#include "render_reads.h"

#include <stdlib.h>
#include <string.h>

static void set(struct value hash, const char *key, struct value value)
{
    hash_set(hash.hash, str_of(key), value);
}

/* What the author says behind what every file or collection has. */
static void add_others(struct value drop, struct value others)
{
    for (size_t i = 0; i < others.hash->count; i++)
        if (hash_entry(drop.hash, others.hash->entries[i].key) == NULL)
            hash_set(drop.hash, others.hash->entries[i].key, others.hash->entries[i].value);
}

static struct value docs_of(struct site *site, const struct collection *c)
{
    struct value list = value_array(&site->pool);

    array_reserve(list.array, c->doc_count);
    for (size_t i = 0; i < c->doc_count; i++)
        array_add(list.array, c->docs[i]->drop);
    return list;
}

/* When a picture was changed is of interest to the sitemap, and not to every page. */
static struct value make_modified_time(const void *context, struct pool *pool)
{
    reads_note_unrepeatable(pool);
    return zone_value(((const struct site_file *)context)->modified_s);
}

static void drop_file(struct site *site, struct site_file *file)
{
    const char *name = files_base(file->source), *dot = strrchr(name, '.');
    const char *ext = dot != NULL && dot > name && dot[1] != '\0' ? dot : "";
    struct str stem = str_head(str_of(name), strlen(name) - strlen(ext));

    while (str_ends(stem, "."))
        stem.len--;
    struct value defaults = file->drop;
    file->drop = value_hash(&site->pool);
    set(file->drop, "name", value_c(name));
    set(file->drop, "basename", value_str(stem));
    set(file->drop, "extname", value_c(ext));
    if (file->collection != NULL) {
        set(file->drop, "path", value_c(jekyll_relative_path(site, file->source)));
        set(file->drop, "collection", value_c(file->collection->label));
    } else {
        set(file->drop, "path", value_c(pool_printf(&site->pool, "/%s", file->source)));
        set(file->drop, "collection", value_nil);
    }
    set(file->drop, "modified_time", value_lazy(&site->pool, make_modified_time, file));
    add_others(file->drop, defaults);
}

/* A category that is no text is in the list of a post as itself and as a text, which are one name here. A tag
 * that is there twice counts twice, as in Jekyll. */
static void add_post(struct array *list, struct value post, bool once)
{
    if (!once || list->count == 0 || list->items[list->count - 1].hash != post.hash)
        array_add(list, post);
}

/* Posts by what they have under a key. */
struct grouping {
    const struct site *site;
    const char *key;
    struct pool *pool;
    struct value groups;
};

static struct array *group_of(struct grouping *g, struct str name)
{
    const struct hash_entry *entry = hash_entry(g->groups.hash, name);

    if (entry == NULL)
        entry = hash_set(g->groups.hash, name, value_array(g->pool));
    return entry->value.array;
}

static void turn(struct array *list)
{
    for (size_t i = 0, j = list->count; i + 1 < j; i++) {
        struct value item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
}

/* tag -> the posts that bear it, newest first; tags in the order in which the oldest posts bring them. */
static void group_posts(void *context)
{
    struct grouping *g = context;
    bool once = strcmp(g->key, "categories") == 0;

    g->groups = value_hash(g->pool);
    for (size_t i = g->site->post_count; i > 0; i--) {
        const struct page *post = g->site->posts[i - 1];
        struct value list = value_get(post->drop, g->key);
        for (size_t j = 0; list.kind == VALUE_ARRAY && j < list.array->count; j++)
            add_post(group_of(g, value_to_str(list.array->items[j], g->pool)), post->drop, once);
    }
    for (size_t i = 0; i < g->groups.hash->count; i++)
        turn(g->groups.hash->entries[i].value.array);
}

static void set_groups(struct site *site)
{
    struct grouping tags = {.site = site, .key = "tags", .pool = &site->loading[0]};
    struct grouping categories = {.site = site, .key = "categories", .pool = &site->loading[1]};
    struct aside aside;

    aside_start(&aside, group_posts, &categories);
    group_posts(&tags);
    aside_wait(&aside);
    set(site->drop, "tags", tags.groups);
    set(site->drop, "categories", categories.groups);
}

static struct value files_of(struct site *site, const struct collection *c)
{
    struct value list = value_array(&site->pool);

    for (size_t i = 0; i < site->file_count; i++)
        if (c == NULL || site->files[i].collection == c)
            array_add(list.array, site->files[i].drop);
    return list;
}

static int compare_labels(const void *left, const void *right)
{
    return str_cmp(value_get(*(const struct value *)left, "label").string,
                   value_get(*(const struct value *)right, "label").string);
}

static void drop_collection(struct site *site, struct collection *c)
{
    struct str dir = config_text(site, "collections_dir", "");
    const char *folder = c->folder;

    if (dir.len > 0)
        folder = files_join(&site->pool, pool_copy(&site->pool, dir), c->folder);
    c->drop = value_hash(&site->pool);
    set(c->drop, "label", value_c(c->label));
    set(c->drop, "files", files_of(site, c));
    set(c->drop, "docs", docs_of(site, c));
    set(c->drop, "output", value_bool(c->is_output));
    set(c->drop, "relative_directory", value_c(c->folder));
    set(c->drop, "directory", value_c(folder));
    add_others(c->drop, c->metadata);
}

static void set_collections(struct site *site)
{
    struct value list = value_array(&site->pool), documents = value_array(&site->pool);
    size_t doc_count = 0;

    for (size_t i = 0; i < site->collection_count; i++)
        doc_count += site->collections[i].doc_count;
    array_reserve(documents.array, doc_count);
    for (size_t i = 0; i < site->collection_count; i++) {
        struct collection *c = &site->collections[i];
        drop_collection(site, c);
        array_add(list.array, c->drop);
        if (strcmp(c->label, "posts") != 0)
            set(site->drop, c->label, value_get(c->drop, "docs"));
        for (size_t j = 0; j < c->doc_count; j++)
            array_add(documents.array, c->docs[j]->drop);
        for (size_t j = 0; j < site->file_count; j++)
            if (site->files[j].collection == c)
                array_add(documents.array, site->files[j].drop);
    }
    qsort(list.array->items, list.array->count, sizeof(struct value), compare_labels);
    set(site->drop, "collections", list);
    set(site->drop, "documents", documents);
}

static bool is_html(const struct page *page)
{
    return strcmp(page->output_ext, ".html") == 0 || strcmp(page->output_ext, ".htm") == 0 ||
           strcmp(page->output_ext, ".xhtml") == 0 || str_ends(str_of(page->url), "/");
}

/* The ten newest posts but the one that is being rendered. */
static struct value make_related(const void *context, struct pool *pool)
{
    const struct site *site = context;
    const struct page *current = page_being_rendered(pool);
    struct value list = value_array(pool);

    if (current == NULL || current->collection == NULL)
        return value_nil;
    for (size_t i = 0; site->post_count > 1 && i < site->post_count && i < 11 && list.array->count < 10; i++)
        if (site->posts[i] != current)
            array_add(list.array, site->posts[i]->drop);
    return list;
}

static void set_pages(struct site *site)
{
    struct value pages = value_array(&site->pool), html = value_array(&site->pool);
    struct value posts = value_array(&site->pool);

    for (size_t i = 0; i < site->page_count; i++) {
        if (site->pages[i]->collection != NULL)
            continue;
        array_add(pages.array, site->pages[i]->drop);
        if (is_html(site->pages[i]))
            array_add(html.array, site->pages[i]->drop);
    }
    array_reserve(posts.array, site->post_count);
    for (size_t i = 0; i < site->post_count; i++)
        array_add(posts.array, site->posts[i]->drop);
    set(site->drop, "pages", pages);
    set(site->drop, "html_pages", html);
    set(site->drop, "posts", posts);
    set(site->drop, "related_posts", value_lazy(&site->pool, make_related, site));
}

static struct value make_time(const void *context, struct pool *pool)
{
    reads_note_clock(pool);
    return zone_value(site_clock(context));
}

void jekyll_drops(struct site *site)
{
    site->drop = jekyll_merge(&site->pool, value_hash(&site->pool), site->config);
    jekyll_drop_pages(site);
    for (size_t i = 0; i < site->file_count; i++)
        drop_file(site, &site->files[i]);
    set(site->drop, "time",
        site->time_s == site->now_s ? value_lazy(&site->pool, make_time, site) : zone_value(site->time_s));
    set_groups(site);
    set(site->drop, "static_files", files_of(site, NULL));
    if (value_get(site->config, "data").kind == VALUE_NIL)
        set(site->drop, "data", site->data);
    set_pages(site);
    set_collections(site);
}
