/* load.c - a folder -> the site. See site.h. */
#include "content/heads.h"
#include "content/jekyll/jekyll.h"
#include "content/urls.h"
#include "content/zone.h"
#include "files.h"
#include "plugins/plugin.h"
#include "theme.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where an entry starts to matter: what a static site generator's own tools leave in the folder is not
 * content. */
static const char *const default_exclude[] = {"node_modules", "Gemfile", "Gemfile.lock", "vendor", NULL};

bool site_claim(struct site *site, const char *path, const char *source)
{
    const struct hash_entry *other = hash_entry(site->taken, str_of(path));

    if (other != NULL) {
        diag_error(site->diag, files_join(&site->pool, site->dir, source), 0, 0,
                   "would be served at %s, as is %.*s", path, STR_ARG(other->value.string));
        return false;
    }
    hash_set(site->taken, str_of(path), value_c(source));
    if (strlen(path) > 1 && str_ends(str_of(path), "/")) {
        /* A folder's path without its slash leads to it, and its index.html is the same page. */
        const char *bare = pool_copy(&site->pool, (struct str){path, strlen(path) - 1});
        if (hash_entry(site->taken, str_of(bare)) == NULL)
            hash_set(site->taken, str_of(bare), value_c(source));
    }
    return true;
}

void site_add_page(struct site *site, struct page *page)
{
    site->pages =
        pool_grow(&site->pool, site->pages, site->page_count, &site->page_cap, sizeof(*site->pages));
    site->pages[site->page_count++] = page;
    if (page->kind != PAGE_POST)
        return;
    site->posts =
        pool_grow(&site->pool, site->posts, site->post_count, &site->post_cap, sizeof(*site->posts));
    site->posts[site->post_count++] = page;
}

int64_t site_clock(const struct site *site)
{
    if (site->time_s == site->now_s) /* else the configuration says what time it is */
        __atomic_store_n((bool *)(uintptr_t)&site->clock_counts, true, __ATOMIC_RELAXED);
    return site->time_s;
}

static int64_t epoch_from_environment(struct diag *diag)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    char *end;

    if (text == NULL || *text == '\0')
        return -1;
    long long epoch_s = strtoll(text, &end, 10);
    if (*end == '\0' && epoch_s >= 0)
        return epoch_s;
    diag_error(diag, NULL, 0, 0, "SOURCE_DATE_EPOCH is not a number of seconds: \"%s\"", text);
    return -1;
}

/* An image that an earlier run left in the folder is not content. */
static bool is_image(const struct walk_entry *entry)
{
    char magic[4];
    size_t len;

    return str_ends(str_of(entry->name), ".img") && files_head(entry->full, magic, sizeof(magic), &len) &&
           len == 4 && memcmp(magic, "\177ELF", 4) == 0;
}

static void add_file(struct site *site, const struct walk_entry *entry)
{
    const char *path = pool_printf(&site->pool, "/%s", entry->path);
    size_t len = strlen(path);

    if (is_image(entry)) {
        diag_warning(site->diag, entry->full, 0, 0, "an image of an earlier run: left out");
        return;
    }
    if (strcmp(entry->name, "index.html") == 0)
        path = pool_copy(&site->pool, (struct str){path, len - strlen("index.html")});
    if (!site_claim(site, path, entry->path))
        return;
    site->files =
        pool_grow(&site->pool, site->files, site->file_count, &site->file_cap, sizeof(*site->files));
    site->files[site->file_count++] = (struct site_file){
        .source = entry->path,
        .full = entry->full,
        .path = path,
        .len = entry->len,
        .modified_s = site->epoch_s >= 0 ? site->epoch_s : entry->mtime_s,
    };
}

static bool is_promotable_readme(const struct page *page)
{
    return page->kind == PAGE_PLAIN && page->is_markdown &&
           strncasecmp(files_base(page->source), "readme.", 7) == 0 &&
           value_get(page->front, "permalink").kind == VALUE_NIL;
}

static void add_entry(struct site *site, const struct walk_entry *entry)
{
    if (!page_is_source(entry, site->diag)) {
        add_file(site, entry);
        return;
    }
    struct page *page = page_load(site, entry);
    if (page == NULL)
        return;
    site_add_page(site, page);
    /* Where a README goes is known once all else is there. */
    if (!is_promotable_readme(page))
        site_claim(site, page->path, page->source);
}

/* Newest first; of the same moment, the later path first, so that the order is one. */
static int compare_posts(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left, *b = *(const struct page *const *)right;

    if (a->date_s != b->date_s)
        return a->date_s > b->date_s ? -1 : 1;
    return strcmp(b->source, a->source);
}

static void find_newest(struct site *site)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (site->newest_s < site->pages[i]->modified_s)
            site->newest_s = site->pages[i]->modified_s;
    for (size_t i = 0; i < site->file_count; i++)
        if (site->newest_s < site->files[i].modified_s)
            site->newest_s = site->files[i].modified_s;
}

static void note_sources(struct site *site)
{
    site->sources = value_hash(&site->pool).hash;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->full != NULL)
            hash_set(site->sources, str_of(pool_printf(&site->pool, "/%s", page->source)),
                     value_c(page->url));
    }
}

static bool is_no_source(const struct walk_entry *entry)
{
    return !page_is_text(entry);
}

/* What the configuration names, with the tags and filters that come along. */
static void choose_plugins(struct site *site)
{
    struct liquid_options *options = pool_take(&site->pool, sizeof(*options));

    plugins_open(site);
    plugins_liquid(site, options);
    site->liquid = options;
    theme_use_liquid(site->theme, options);
}

/* Plug-ins read lists, whatever the author wrote ("tags: a b", "tag: a"). */
static void load_plugins(struct site *site)
{
    static const char *const lists[] = {"tags", "categories"};

    for (size_t i = 0; i < site->post_count; i++)
        for (size_t j = 0; j < sizeof(lists) / sizeof(lists[0]); j++)
            page_set(site->posts[i], lists[j], value_get(site->posts[i]->drop, lists[j]));
    plugins_load(site);
}

static void load_plain(struct site *site)
{
    struct walk_entry *entries;
    size_t count;

    theme_choose(site->theme, site->config, site->config_file);
    choose_plugins(site);
    struct walk_rules rules = {.skip_full = site->options->skip_full,
                               .include = config_names(site, "include")};
    rules.exclude = site->config.hash->count > 0 ? default_exclude : NULL;
    if (value_get(site->config, "exclude").kind == VALUE_ARRAY)
        rules.exclude = config_names(site, "exclude");
    if (!walk_folder(&site->pool, site->diag, site->dir, &rules, &entries, &count))
        return;
    struct heads *heads = heads_read(site, entries, count, HEADS_TEXTS, is_no_source);
    for (size_t i = 0; i < count; i++)
        add_entry(site, &entries[i]);
    heads_free(heads);
    if (site->post_count > 0)
        qsort(site->posts, site->post_count, sizeof(struct page *), compare_posts);
    find_newest(site);
    indexes_make(site);
    note_sources(site);
    load_plugins(site);
    extras_make(site);
    drop_site(site);
    plugins_drops(site);
}

/* Few sites ask for any, and then only in pages that are rendered: many bakes do without. */
struct value site_source(const struct site *site, struct str path)
{
    struct site *noting = (struct site *)(uintptr_t)site;

    pthread_mutex_lock(&noting->sources_lock);
    if (site->sources == NULL)
        jekyll_note_links(noting);
    struct value address = hash_get(site->sources, path);
    pthread_mutex_unlock(&noting->sources_lock);
    return address;
}

void site_load(struct site *site, const struct site_options *options, struct diag *diag)
{
    *site = (struct site){.diag = diag, .dir = options->dir};
    site->pool.is_lasting = site->outputs_pool.is_lasting = true;
    for (size_t i = 0; i < WORKERS_MAX; i++)
        site->loading[i].is_lasting = true;
    site->epoch_s = epoch_from_environment(diag);
    site->theme = theme_open(&site->pool, diag, options->dir, options->templates_dir);
    site->taken = value_hash(&site->pool).hash;
    site->include_cache = value_hash(&site->pool).hash;
    site->options = memcpy(pool_take(&site->pool, sizeof(*options)), options, sizeof(*options));
    site->data = value_hash(&site->pool);
    pthread_mutex_init(&site->lock, NULL);
    pthread_mutex_init(&site->sources_lock, NULL);
    zone_use(NULL);
    config_load(site);
    if (site->is_jekyll)
        jekyll_load(site);
    else
        load_plain(site);
    for (size_t i = 0; i < site->page_count; i++)
        site->pages[i]->order = i;
}

void site_free(struct site *site)
{
    if (site->theme != NULL) {
        pthread_mutex_destroy(&site->lock);
        pthread_mutex_destroy(&site->sources_lock);
    }
    pool_free(&site->sources_pool);
    pool_free(&site->outputs_pool);
    for (size_t i = 0; i < WORKERS_MAX; i++)
        pool_free(&site->loading[i]);
    pool_free(&site->pool);
}
