/* render_seen.c - what pages see of one another. See render.h. */
#include "files.h"
#include "render_parts.h"

#include <string.h>

#define PLAIN_DEPTH_MAX  4u   /* pages whose text shows the text of other pages */
#define JEKYLL_DEPTH_MAX 100u /* likewise, where each can only show those before it */

static const struct render *asker_of(const struct pool *pool)
{
    return pool->owner;
}

const struct page *page_being_rendered(const struct pool *pool)
{
    const struct render *asker = asker_of(pool);

    return asker != NULL ? asker->page : NULL;
}

struct str page_text(struct page *page, struct pool *pool)
{
    struct str source;

    reads_note_page(page, pool);
    if (page->full == NULL)
        return page->text;
    return files_read(page->full, pool, &source) ? str_from(source, page->text_at) : STR("");
}

/* A render inside the one that owns asking. Its own pool is the caller's to free. */
static void start_inside(struct render *render, struct page *page, struct pool *own, struct reads *reads,
                         const struct pool *asking)
{
    const struct render *asker = asker_of(asking);

    *reads = (struct reads){0};
    *render = render_start(page, asker != NULL ? asker->diag : page->site->diag, reads);
    render->pool = own;
    render->outer = asker;
    render->depth = asker != NULL ? asker->depth + 1 : 0;
    own->owner = render;
}

/* The asker has read what was rendered for it. */
static void pass_on(const struct page *page, const struct reads *reads, const struct pool *asking)
{
    const struct render *asker = asker_of(asking);

    reads_note_page(page, asking);
    if (asker != NULL)
        reads_add(asker->reads, reads, page->site, asker->pool);
}

static bool is_too_deep(const struct render *render)
{
    if (!render->page->site->is_jekyll)
        return render->depth > PLAIN_DEPTH_MAX; /* shows its own text without that of others */
    if (render->depth <= JEKYLL_DEPTH_MAX)
        return false;
    diag_error(render->diag, render->page->full, 0, 0,
               "pages show the text of pages that show the text of pages, too deeply (at most %u)",
               JEKYLL_DEPTH_MAX);
    return true;
}

/* Most read nothing: they share one. */
static const struct reads *reads_keep(const struct reads *reads, struct site *site)
{
    static const struct reads none;

    if (memcmp(reads, &none, sizeof(none)) == 0)
        return &none;
    struct reads *kept = pool_take(&site->pool, sizeof(*kept));
    *kept = reads_copy(reads, site, &site->pool);
    return kept;
}

void page_keep_body(struct page *page, struct str html, const struct reads *reads)
{
    struct site *site = page->site;

    pthread_mutex_lock(&site->lock);
    if (site->keeps_bodies && !page->has_body) {
        page->body = pool_str(&site->pool, html);
        page->body_reads = reads_keep(reads, site);
        page->has_body = true;
    }
    pthread_mutex_unlock(&site->lock);
}

/* The first one who asks makes all pages keep their text from then on: most sites never ask. */
static bool is_kept(struct page *page)
{
    struct site *site = page->site;

    pthread_mutex_lock(&site->lock);
    bool has_body = page->has_body;
    site->keeps_bodies = true;
    pthread_mutex_unlock(&site->lock);
    return has_body; /* once it is there, it never changes */
}

static struct str body_of(struct page *page, struct pool *pool)
{
    struct pool own = {0};
    struct render render;
    struct reads reads;
    struct str html = STR("");

    if (is_kept(page)) {
        pass_on(page, page->body_reads, pool);
        return page->body;
    }
    start_inside(&render, page, &own, &reads, pool);
    if (!is_too_deep(&render)) {
        render_body(&render);
        page_keep_body(page, render.html, &reads);
        html = pool_str(pool, render.html);
    }
    pass_on(page, &reads, pool);
    pool_free(&own);
    return html;
}

struct str page_seen_content(struct page *page, struct pool *pool)
{
    const struct render *asker = asker_of(pool);

    if (!page->site->is_jekyll || asker == NULL)
        return body_of(page, pool);
    if (asker->page == page && asker->has_html && page->collection != NULL && !asker->is_excerpt)
        return asker->html;
    return page->order < asker->page->order ? body_of(page, pool) : page_text(page, pool);
}

struct value page_seen_output(struct page *page, struct pool *pool)
{
    const struct render *asker = asker_of(pool);
    struct pool own = {0};
    struct reads reads;
    struct str html;

    if (asker == NULL || page->order >= asker->page->order || asker->depth > PLAIN_DEPTH_MAX)
        return value_nil;
    page_render(page, &own, asker->diag, &html, &reads);
    pass_on(page, &reads, pool);
    struct value output = value_str(pool_str(pool, html));
    pool_free(&own);
    return output;
}

/* ---------------------------------------------------------------- excerpts */

static void first_paragraph(struct render *render)
{
    render_body(render);
    struct str html = str_from(render->html, str_find(render->html, STR("<p>")));
    size_t end = str_find(html, STR("</p>"));
    render->html = str_head(html, end < html.len ? end + 4 : 0);
}

static void keep_excerpt(struct page *page, struct str excerpt, const struct reads *reads)
{
    struct site *site = page->site;

    pthread_mutex_lock(&site->lock);
    if (!page->has_excerpt) {
        page->excerpt = pool_str(&site->pool, excerpt);
        page->excerpt_reads = reads_keep(reads, site);
        page->has_excerpt = true;
    }
    pthread_mutex_unlock(&site->lock);
}

static bool has_excerpt(struct page *page)
{
    pthread_mutex_lock(&page->site->lock);
    bool has = page->has_excerpt;
    pthread_mutex_unlock(&page->site->lock);
    return has;
}

struct str page_excerpt(struct page *page, struct pool *pool)
{
    struct pool own = {0};
    struct render render;
    struct reads reads;

    if (has_excerpt(page)) {
        pass_on(page, page->excerpt_reads, pool);
        return page->excerpt;
    }
    start_inside(&render, page, &own, &reads, pool);
    if (is_too_deep(&render)) {
        pool_free(&own);
        return STR("");
    }
    if (page->site->is_jekyll)
        render_excerpt(&render);
    else
        first_paragraph(&render);
    keep_excerpt(page, render.html, &reads);
    pass_on(page, &reads, pool);
    pool_free(&own);
    return page->excerpt;
}
