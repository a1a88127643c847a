/* build.c - the site -> what is served. See site.h.
 *
 * Pages are rendered by several workers at once. What a page becomes does not depend on which others are done
 * (render.h), outputs take them in any order, and messages are sorted: so chance decides nothing.
 */
#include "check/check.h"
#include "content/mime.h"
#include "plugins/plugin.h"
#include "render.h"
#include "render_reads.h"
#include "reuse.h"
#include "site.h"
#include "workers.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* A worker's own. */
struct lane {
    struct pool pool; /* of the page at hand */
    struct diag diag;
    struct site_totals totals;
};

struct build {
    struct site *site;
    struct site_output *output;
    struct reuse reuse;
    site_progress *progress;
    void *progress_context;
    struct lane lanes[WORKERS_MAX];
    atomic_bool failed; /* there will be no image: what is left is rendered to find its errors */
    atomic_size_t done;
};

size_t site_item_count(const struct site *site)
{
    return site->page_count + site->file_count + site->redirect_count;
}

const char *site_item_path(const struct site *site, size_t item)
{
    if (item < site->page_count)
        return site->pages[item]->is_unwritten ? NULL : site->pages[item]->path;
    item -= site->page_count;
    if (item < site->file_count)
        return site->files[item].is_unwritten ? NULL : site->files[item].path;
    return site->redirects[item - site->file_count].from;
}

/* The theme's 404 page answers for what is not there, without an address; the author's has one too. */
static bool hand_over(struct build *b, unsigned worker, const struct kvfs_write_entry *entry,
                      bool has_address)
{
    struct site_output *output = b->output;

    if (output == NULL || atomic_load(&b->failed))
        return true;
    if (strcmp(entry->path, "/404.html") == 0 && !output->not_found(output, worker, entry))
        return false;
    return !has_address || output->add(output, worker, entry);
}

/* Of a Jekyll site, what the page is made into decides. */
static const struct mime_type *type_of_jekyll(const struct page *page)
{
    char name[64];

    snprintf(name, sizeof(name), "a%.60s", page->output_ext);
    return mime_of(page->output_ext[0] != '\0' ? name : page->path);
}

static const struct mime_type *type_of(const struct page *page)
{
    if (page->site->is_jekyll)
        return type_of_jekyll(page);
    /* Every page is HTML, whatever its address ends with: "/about" and "/notes/1.2" too. */
    return mime_of(page->is_xml ? strcmp(page->layout != NULL ? page->layout : "", "feed.xml") == 0
                                      ? "a.atom"
                                      : page->path
                                : "a.html");
}

static void count(struct site_totals *totals, size_t page_count, size_t file_count, uint64_t content_len)
{
    totals->page_count += page_count;
    totals->file_count += file_count;
    totals->content_len += content_len;
}

static bool is_of_author(const struct page *page)
{
    return page->kind == PAGE_PLAIN || page->kind == PAGE_POST || page->kind == PAGE_DOCUMENT;
}

static bool hand_over_page(struct build *b, unsigned worker, const struct page *page, struct str html)
{
    const struct mime_type *type = type_of(page);
    struct kvfs_write_entry entry = {
        .path = page->path,
        .content_type = type->content_type,
        .compressible = type->compressible,
        .last_modified_s = page->modified_s,
        .body = {(const uint8_t *)html.at, html.len},
        .href = page->location,
        .is_page = is_of_author(page),
    };
    if (page->is_unwritten)
        return true;
    if (strncmp(type->content_type, "text/html", 9) == 0)
        check_page(b->site->check, worker, page, html);
    count(&b->lanes[worker].totals, entry.is_page, 0, html.len);
    bool is_of_theme_404 = page->kind == PAGE_MADE && strcmp(page->path, "/404.html") == 0;
    return hand_over(b, worker, &entry, !is_of_theme_404 || b->site->is_jekyll);
}

static bool build_page(struct build *b, unsigned worker, struct page *page)
{
    struct lane *lane = &b->lanes[worker];
    size_t diag_count = lane->diag.count;
    struct reads reads;
    struct str html;

    if (reuse_find(&b->reuse, page, &html, &lane->diag)) {
        lane->totals.reused_count += is_of_author(page);
        return hand_over_page(b, worker, page, html);
    }
    if (!page_render(page, &lane->pool, &lane->diag, &html, &reads) ||
        !hand_over_page(b, worker, page, html))
        return false;
    reuse_keep(&b->reuse, page, html, &reads, &lane->diag, diag_count);
    return true;
}

static bool build_file(struct build *b, unsigned worker, const struct site_file *file)
{
    const struct mime_type *type = mime_of(file->source);
    struct kvfs_write_entry entry = {
        .path = file->path,
        .content_type = type->content_type,
        .compressible = type->compressible,
        .last_modified_s = file->modified_s,
        .file = file->full,
    };

    if (file->is_unwritten)
        return true;
    check_file(b->site->check, worker, file);
    count(&b->lanes[worker].totals, 0, 1, file->len);
    return hand_over(b, worker, &entry, true);
}

static bool build_redirect(struct build *b, unsigned worker, const struct site_redirect *redirect)
{
    struct kvfs_write_entry entry = {
        .path = redirect->from, .href = redirect->to, .content_type = mime_of("a.html")->content_type};

    return hand_over(b, worker, &entry, true);
}

static bool build_item(struct build *b, unsigned worker, size_t item)
{
    struct site *site = b->site;

    if (item < site->page_count)
        return build_page(b, worker, site->pages[item]);
    item -= site->page_count;
    if (item < site->file_count)
        return build_file(b, worker, &site->files[item]);
    return build_redirect(b, worker, &site->redirects[item - site->file_count]);
}

static void build_place(void *context, unsigned worker, size_t place)
{
    struct build *b = context;
    struct site_output *output = b->output;
    size_t done = atomic_fetch_add(&b->done, 1);

    if (worker == 0 && b->progress != NULL)
        b->progress(b->progress_context, done, site_item_count(b->site));
    if (!build_item(b, worker, output != NULL && output->order != NULL ? output->order[place] : place))
        atomic_store(&b->failed, true);
    if (output != NULL && output->done != NULL)
        output->done(output, worker, place);
    pool_clear(&b->lanes[worker].pool);
}

/* What the workers found becomes the site's. */
static void close_lanes(struct build *b, struct site_totals *totals)
{
    *totals = (struct site_totals){0};
    for (size_t i = 0; i < WORKERS_MAX; i++) {
        const struct site_totals *lane = &b->lanes[i].totals;
        count(totals, lane->page_count, lane->file_count, lane->content_len);
        totals->reused_count += lane->reused_count;
        diag_move(b->site->diag, &b->lanes[i].diag);
        pool_free(&b->lanes[i].pool);
    }
}

bool site_build(struct site *site, struct site_output *output, struct store *store, site_progress *progress,
                void *progress_context, struct site_totals *totals)
{
    struct build b = {.site = site,
                      .output = output,
                      .progress = progress,
                      .progress_context = progress_context};

    reuse_open(&b.reuse, site, store);
    workers_run(site_item_count(site), build_place, &b);
    bool ok = !atomic_load(&b.failed);
    if (ok)
        reuse_close(&b.reuse);
    close_lanes(&b, totals);
    return ok;
}
