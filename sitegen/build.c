/* build.c - the site -> what is served. See site.h. */
#include "content/mime.h"
#include "plugins/plugin.h"
#include "render.h"
#include "site.h"

#include <stdio.h>
#include <string.h>

struct build {
    struct site *site;
    struct site_output *output;
    struct site_totals *totals;
};

/* The theme's 404 page answers for what is not there, without an address; the author's has one too. */
static bool hand_over(struct build *b, const struct kvfs_write_entry *entry, bool has_address)
{
    if (b->output == NULL)
        return true;
    if (strcmp(entry->path, "/404.html") == 0 && !b->output->not_found(b->output, entry))
        return false;
    return !has_address || b->output->add(b->output, entry);
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

static bool build_page(struct build *b, struct page *page)
{
    const struct mime_type *type = type_of(page);
    struct pool pool = {0};
    struct str html;
    bool ok = page_render(page, &pool, b->site->diag, &html);

    if (ok) {
        struct kvfs_write_entry entry = {
            .path = page->path,
            .content_type = type->content_type,
            .compressible = type->compressible,
            .last_modified_s = page->modified_s,
            .body = {(const uint8_t *)html.at, html.len},
            .href = page->location,
            .is_page = page->kind == PAGE_PLAIN || page->kind == PAGE_POST || page->kind == PAGE_DOCUMENT,
        };
        if (!page->is_unwritten) {
            b->totals->page_count += entry.is_page;
            b->totals->content_len += html.len;
            ok = hand_over(b, &entry, page->kind != PAGE_MADE || page->is_xml || b->site->is_jekyll);
        }
    }
    pool_free(&pool);
    return ok;
}

static bool build_file(struct build *b, const struct site_file *file)
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
    b->totals->file_count++;
    b->totals->content_len += file->len;
    return hand_over(b, &entry, true);
}

static bool build_redirect(struct build *b, const struct site_redirect *redirect)
{
    struct kvfs_write_entry entry = {
        .path = redirect->from, .href = redirect->to, .content_type = mime_of("a.html")->content_type};

    return hand_over(b, &entry, true);
}

bool site_build(struct site *site, struct site_output *output, site_progress *progress,
                void *progress_context, struct site_totals *totals)
{
    struct build b = {.site = site, .output = output, .totals = totals};
    size_t all = site->page_count + site->file_count, done = 0;
    bool ok = true;

    *totals = (struct site_totals){0};
    for (size_t i = 0; i < site->page_count; i++) {
        if (progress != NULL)
            progress(progress_context, done++, all);
        ok &= build_page(&b, site->pages[i]);
        /* Once something failed there will be no image; the rest is rendered to find its errors. */
        if (!ok)
            b.output = NULL;
    }
    for (size_t i = 0; ok && i < site->file_count; i++) {
        if (progress != NULL)
            progress(progress_context, done++, all);
        ok = build_file(&b, &site->files[i]);
    }
    for (size_t i = 0; ok && i < site->redirect_count; i++)
        ok = build_redirect(&b, &site->redirects[i]);
    return ok;
}
