/* read.c - a Jekyll site's folder -> pages, posts, documents, files. See jekyll.h. */
#include "content/heads.h"
#include "content/jekyll/jekyll.h"
#include "files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A walk through the site, or through one folder of it. */
struct walker {
    struct site *site;
    const char *base;      /* path in the site of the folder that is walked through: "" or "_recipes" */
    struct array *folders; /* paths of the folders that are content, where posts may lie; NULL: not wanted */
};

/* An entry of a folder is judged by its name in it. */
static bool is_content(void *context, const char *path, bool is_folder)
{
    struct walker *walker = context;
    const char *name = files_base(path);
    struct text folder = {0};

    text_add(&folder, (struct str){path, name > path ? (size_t)(name - path) - 1 : 0});
    bool ok = jekyll_is_content(walker->site, folder.bytes, name, is_folder);
    text_free(&folder);
    return ok;
}

static void note_folder(void *context, const char *path)
{
    struct walker *walker = context;

    if (walker->folders != NULL)
        array_add(walker->folders, value_c(path));
}

/* Inside _posts and collections, a folder is walked through whatever its name; its files are judged by their
 * whole path below it. */
static bool is_document(void *context, const char *path, bool is_folder)
{
    const struct walker *walker = context;

    return is_folder || jekyll_is_content(walker->site, walker->base, path, false);
}

static bool walk(struct walker *walker, bool (*rule)(void *, const char *, bool), struct walk_entry **entries,
                 size_t *count)
{
    struct site *site = walker->site;
    struct walk_rules rules = {.skip_full = site->options->skip_full,
                               .is_content = rule,
                               .entered = note_folder,
                               .context = walker,
                               .follows_links = true,
                               .root = site->dir};
    const char *dir = site->dir;

    if (*walker->base != '\0')
        dir = files_join(&site->pool, site->dir, walker->base);
    if (!walk_folder(&site->pool, site->diag, dir, &rules, entries, count))
        return false;
    size_t path_at = strlen(files_join(&site->pool, site->dir, ""));
    for (size_t i = 0; i < *count; i++)
        (*entries)[i].path = (*entries)[i].full + path_at;
    return true;
}

static bool is_folder(struct site *site, const char *path)
{
    struct stat st;

    return stat(files_join(&site->pool, site->dir, path), &st) == 0 && S_ISDIR(st.st_mode);
}

/* ---------------------------------------------------------------- documents */

/* Documents of a folder that workers load, each in its own memory. */
struct documents {
    struct site *site;
    struct collection *collection;
    bool is_draft;
    const struct walk_entry *entries;
    bool (*is_one)(const struct documents *documents, const struct walk_entry *entry);
    struct page **pages; /* of entries that have a head; NULL: there is none */
    struct diag diags[WORKERS_MAX];
};

static void load_one(void *context, unsigned worker, size_t item)
{
    struct documents *d = context;
    struct page_maker maker = {d->site, &d->site->loading[worker], &d->diags[worker]};

    if (d->entries[item].head != NULL && d->is_one(d, &d->entries[item]))
        d->pages[item] = jekyll_document_load(&maker, d->collection, &d->entries[item], d->is_draft);
}

static void load_documents(struct documents *d, size_t count)
{
    d->pages = calloc(count + 1, sizeof(struct page *));
    if (d->pages == NULL)
        fatal("out of memory");
    workers_run(count, load_one, d);
    for (size_t i = 0; i < WORKERS_MAX; i++)
        diag_move(d->site->diag, &d->diags[i]);
}

/* What has no head has something to report, which is done in order. */
static void add_document(struct documents *d, size_t item)
{
    struct page_maker maker = {d->site, &d->site->pool, d->site->diag};
    struct page *page = d->pages[item];

    if (d->entries[item].head == NULL)
        page = jekyll_document_load(&maker, d->collection, &d->entries[item], d->is_draft);
    if (page == NULL)
        return;
    page->pool = maker.pool;
    page->diag = maker.diag;
    jekyll_add_doc(d->site, page);
}

/* ---------------------------------------------------------------- posts */

static bool is_post(const struct documents *d, const struct walk_entry *entry)
{
    return d->is_draft ? strchr(entry->name + 1, '.') != NULL : jekyll_is_post_name(entry->name);
}

static void read_posts(struct site *site, const char *folder, const char *name, bool is_draft)
{
    struct walker walker = {.site = site, .base = name};
    struct documents d = {.site = site, .is_draft = is_draft, .is_one = is_post};
    struct walk_entry *entries;
    size_t count;

    if (*folder != '\0')
        walker.base = pool_printf(&site->pool, "%s/%s", folder, name);
    if (!is_folder(site, walker.base) || !walk(&walker, is_document, &entries, &count))
        return;
    struct heads *heads = heads_read(site, entries, count, HEADS_ALL, NULL);
    d.collection = jekyll_collection(site, STR("posts"));
    d.entries = entries;
    load_documents(&d, count);
    for (size_t i = 0; i < count; i++) {
        if (d.pages[i] != NULL || is_post(&d, &entries[i]))
            add_document(&d, i);
        else if (!is_draft && jekyll_has_front_matter(site, &entries[i]))
            diag_warning(site->diag, entries[i].full, 0, 0,
                         "not a post: its name is not YYYY-MM-DD-title.md");
    }
    free(d.pages);
    heads_free(heads);
}

static bool wants_drafts(const struct site *site)
{
    return site->options->drafts || value_truthy(value_get(site->config, "show_drafts"));
}

static bool holds_collections(const struct site *site, const char *folder)
{
    struct str dir = config_text(site, "collections_dir", "");

    return dir.len == 0 || str_starts(str_of(folder), dir.at);
}

static void read_all_posts(struct site *site, const struct array *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        const char *folder = folders->items[i].string.at;
        if (!holds_collections(site, folder))
            continue;
        read_posts(site, folder, "_posts", false);
        if (wants_drafts(site))
            read_posts(site, folder, "_drafts", true);
    }
}

/* ---------------------------------------------------------------- collections */

static bool is_document_of_collection(const struct documents *d, const struct walk_entry *entry)
{
    return jekyll_has_front_matter(d->site, entry);
}

static void read_collection(struct site *site, struct collection *collection)
{
    struct walker walker = {.site = site, .base = collection->folder};
    struct documents d = {.site = site, .collection = collection, .is_one = is_document_of_collection};
    struct str dir = config_text(site, "collections_dir", "");
    struct walk_entry *entries;
    size_t count;

    if (dir.len > 0)
        walker.base = files_join(&site->pool, pool_copy(&site->pool, dir), collection->folder);
    if (!is_folder(site, walker.base) || !walk(&walker, is_document, &entries, &count))
        return;
    struct heads *heads = heads_read(site, entries, count, HEADS_SOME, NULL);
    d.entries = entries;
    load_documents(&d, count);
    for (size_t i = 0; i < count; i++) {
        if (jekyll_has_front_matter(site, &entries[i]))
            add_document(&d, i);
        else
            jekyll_add_file(site, &entries[i], collection);
    }
    free(d.pages);
    heads_free(heads);
}

/* ---------------------------------------------------------------- pages and files */

void jekyll_add_file(struct site *site, const struct walk_entry *entry, struct collection *collection)
{
    const char *source = jekyll_relative_path(site, entry->path);
    const char *type = collection != NULL ? collection->label : NULL;
    struct value defaults = jekyll_defaults(site, source, type, &site->pool);
    struct value published = value_get(defaults, "published");
    const char *path = jekyll_file_path(site, collection, entry->path, entry->name);

    site->files =
        pool_grow(&site->pool, site->files, site->file_count, &site->file_cap, sizeof(*site->files));
    site->files[site->file_count++] = (struct site_file){
        .source = entry->path,
        .full = entry->full,
        .path = path,
        .len = entry->len,
        .modified_s = site->epoch_s >= 0 ? site->epoch_s : entry->mtime_s,
        .collection = collection,
        .is_unwritten = (published.kind == VALUE_BOOL && !published.boolean) ||
                        (collection != NULL && !collection->is_output),
        .drop = defaults,
    };
}

static void add_entry(struct site *site, const struct walk_entry *entry)
{
    if (!jekyll_has_front_matter(site, entry)) {
        jekyll_add_file(site, entry, NULL);
        return;
    }
    struct page *page = jekyll_page_load(site, entry);
    if (page != NULL)
        site_add_page(site, page);
}

/* Files that include names by their path, in folders that are none of the site's. */
static void read_included(struct site *site, const struct walk_entry *entries, size_t count)
{
    struct value list = value_get(site->config, "include");
    struct hash *known = value_hash(&site->pool).hash;
    struct stat st;

    for (size_t i = 0; i < count; i++)
        hash_set(known, str_of(entries[i].path), value_nil);
    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct value name = list.array->items[i];
        if (name.kind != VALUE_STRING || str_find(name.string, STR("..")) < name.string.len)
            continue;
        while (str_starts(name.string, "/"))
            name.string = str_from(name.string, 1);
        const char *path = pool_copy(&site->pool, name.string);
        const char *full = files_join(&site->pool, site->dir, path);
        if (stat(full, &st) != 0 || !S_ISREG(st.st_mode) || hash_entry(known, name.string) != NULL)
            continue;
        add_entry(site, &(struct walk_entry){.path = path,
                                             .name = files_base(path),
                                             .full = full,
                                             .len = (uint64_t)st.st_size,
                                             .mtime_s = files_modified_s(full, st.st_mtime)});
    }
}

bool jekyll_read(struct site *site)
{
    struct walker walker = {.site = site, .base = "", .folders = value_array(&site->pool).array};
    struct walk_entry *entries;
    size_t count;

    array_add(walker.folders, value_c(""));
    if (!walk(&walker, is_content, &entries, &count))
        return false;
    /* First what there is most of: while it is listed, the store is read, which the heads ask. */
    read_all_posts(site, walker.folders);
    struct heads *heads = heads_read(site, entries, count, HEADS_SOME, NULL);
    for (size_t i = 0; i < count; i++)
        add_entry(site, &entries[i]);
    heads_free(heads);
    read_included(site, entries, count);
    for (size_t i = 0; i < site->collection_count; i++) {
        struct collection *collection = &site->collections[i];
        if (strcmp(collection->label, "posts") != 0 && strcmp(collection->label, "data") != 0)
            read_collection(site, collection);
    }
    site->data = jekyll_data(site);
    jekyll_sort(site);
    return true;
}
