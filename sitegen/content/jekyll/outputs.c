/* outputs.c - who is served where, once all pages, documents and files are there. See jekyll.h.
 *
 * Threads   runs beside what makes the drops: memory and messages are its own, and of pages and files it
 *           changes what drops are not made of
 */
#include "content/jekyll/jekyll.h"
#include "content/urls.h"
#include "files.h"
#include "plugins/plugin.h"

#include <string.h>

static struct str joined(struct pool *pool, struct str path, struct str more)
{
    char *bytes = pool_take(pool, path.len + more.len + 1);

    memcpy(bytes, path.at, path.len);
    memcpy(bytes + path.len, more.at, more.len);
    return (struct str){bytes, path.len + more.len};
}

/* Of a path, the file that it is in a folder: both "/a" and "/a.html" are a.html, "/a/" and "/a/index.html"
 * are a/index.html. */
static struct str file_key(struct site *site, const char *path, bool is_html)
{
    struct str s = str_of(path);

    if (str_ends(s, "/"))
        return joined(&site->outputs_pool, s, STR("index.html"));
    if (is_html && !str_ends(s, ".html"))
        return joined(&site->outputs_pool, s, STR(".html"));
    return s;
}

struct claim {
    const char *full;   /* for messages */
    bool *is_unwritten; /* of who has it */
};

struct claims {
    struct site *site;
    struct diag *diag;
    struct hash *owners; /* file key -> index into list */
    struct claim *list;
    size_t count;
};

/* Jekyll writes pages, files, documents, one after the other: the last one stands. */
static void claim(struct claims *claims, struct str key, const char *full, bool *is_unwritten)
{
    struct value old = hash_get(claims->owners, key);

    if (old.kind == VALUE_INT) {
        struct claim *loser = &claims->list[old.integer];
        diag_warning(claims->diag, loser->full, 0, 0, "would be served at %.*s, but so is %s, which is taken",
                     STR_ARG(key), full);
        *loser->is_unwritten = true;
        *loser = (struct claim){full, is_unwritten};
        return;
    }
    hash_set(claims->owners, key, value_int((int64_t)claims->count));
    claims->list[claims->count++] = (struct claim){full, is_unwritten};
}

static void claim_page(struct claims *claims, struct page *page)
{
    if (page->is_unwritten)
        return;
    bool is_html = strcmp(page->output_ext, ".html") == 0;
    claim(claims, file_key(claims->site, page->path, is_html), page->full != NULL ? page->full : page->source,
          &page->is_unwritten);
}

static void claim_all(struct claims *claims)
{
    struct site *site = claims->site;

    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->collection == NULL)
            claim_page(claims, site->pages[i]);
    for (size_t i = 0; i < site->file_count; i++)
        if (!site->files[i].is_unwritten)
            claim(claims, str_of(site->files[i].path), site->files[i].full, &site->files[i].is_unwritten);
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->collection != NULL)
            claim_page(claims, site->pages[i]);
}

static void take(struct site *site, const char *path, const char *source)
{
    hash_set(site->taken, str_of(path), value_c(source));
}

/* A folder's path without its '/' leads to it, where nothing else answers there. */
static void take_folders(struct site *site)
{
    for (size_t i = 0, count = site->taken->count; i < count; i++) {
        struct hash_entry entry = site->taken->entries[i];
        if (entry.key.len < 2 || !str_ends(entry.key, "/"))
            continue;
        struct str bare = pool_str(&site->outputs_pool, str_head(entry.key, entry.key.len - 1));
        if (hash_entry(site->taken, bare) == NULL)
            hash_set(site->taken, bare, entry.value);
    }
}

static void take_redirects(struct site *site, const struct claims *claims)
{
    size_t kept = 0;

    for (size_t i = 0; i < site->redirect_count; i++) {
        struct site_redirect *redirect = &site->redirects[i];
        struct value other = hash_get(site->taken, str_of(redirect->from));
        struct str key = file_key(site, redirect->from, strchr(files_base(redirect->from), '.') == NULL);
        if (other.kind == VALUE_NIL && hash_entry(claims->owners, key) == NULL) {
            take(site, redirect->from, redirect->to);
            site->redirects[kept++] = *redirect;
            continue;
        }
        diag_warning(claims->diag, redirect->file, redirect->line, redirect->column,
                     "the redirect from %s is left out: something else is served there", redirect->from);
    }
    site->redirect_count = kept;
}

/* Jekyll's own server and GitHub Pages answer at "/about" with about.html, and links count on it. */
static void take_bare_names(struct site *site)
{
    for (size_t i = 0, count = site->taken->count; i < count; i++) {
        struct hash_entry entry = site->taken->entries[i];
        struct str bare = str_head(entry.key, entry.key.len - 5);
        if (!str_ends(entry.key, ".html") || str_ends(bare, "/") || str_is(bare, "/404") ||
            hash_entry(site->taken, bare) != NULL)
            continue;
        hash_set(site->taken, pool_str(&site->outputs_pool, bare), entry.value);
    }
}

/* A file named index.html is its folder's index. */
static void name_indexes(struct site *site)
{
    for (size_t i = 0; i < site->file_count; i++) {
        struct str path = str_of(site->files[i].path);
        if (str_ends(path, "/index.html"))
            site->files[i].path = pool_copy(&site->outputs_pool, str_head(path, path.len - strlen("index.html")));
    }
}

void jekyll_outputs(struct site *site, struct diag *diag)
{
    struct claims claims = {.site = site, .diag = diag, .owners = value_hash(&site->outputs_pool).hash};
    size_t count = site->page_count + site->file_count;

    site->taken = value_hash(&site->outputs_pool).hash;
    claims.list = pool_take(&site->outputs_pool, (count + 1) * sizeof(*claims.list));
    hash_reserve(claims.owners, count);
    hash_reserve(site->taken, 2 * count); /* a page has two names, mostly */
    claim_all(&claims);
    name_indexes(site);
    for (size_t i = 0; i < site->page_count; i++)
        if (!site->pages[i]->is_unwritten)
            take(site, site->pages[i]->path, site->pages[i]->source);
    for (size_t i = 0; i < site->file_count; i++)
        if (!site->files[i].is_unwritten)
            take(site, site->files[i].path, site->files[i].source);
    take_folders(site);
    take_redirects(site, &claims);
    take_bare_names(site);
}
