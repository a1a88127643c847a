/* render_seen.c - what pages see of one another. See render.h. */
#include "files.h"
#include "render_parts.h"

#include <string.h>

#define PLAIN_DEPTH_MAX 4u   /* pages whose text shows the text of other pages */
#define STACK_RENDERS   32u  /* so many renders, one inside the other, fit on a stack */
#define ASKED_SHARE     16u  /* once one page of so many was asked for, the others will be too */

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
    render->nested = asker != NULL ? asker->nested + 1 : 0;
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

/* A page of a plain folder shows its own text without that of others then. Jekyll's pages show the text of those
 * before them only, and each can be the end of a chain of all of them. */
static bool is_too_deep(const struct render *render)
{
    return !render->page->site->is_jekyll && render->depth > PLAIN_DEPTH_MAX;
}

/* Render inside another render: on another stack where this one may be full. */
static void go_inside(const struct render *asker, void (*work)(void *context), void *context)
{
    if (asker == NULL || (asker->nested + 1) % STACK_RENDERS != 0)
        work(context);
    else if (!workers_stack(work, context))
        diag_error(asker->diag, asker->page->full, 0, 0,
                   "pages show the text of pages that show the text of pages: there is no room for so many");
}

struct inside {
    struct render *render;
    bool (*work)(struct render *render);
};

static void work_inside(void *context)
{
    const struct inside *inside = context;

    (void)!inside->work(inside->render); /* what is wrong, it has reported */
}

static void render_inside(struct render *render, bool (*work)(struct render *render))
{
    struct inside inside = {render, work};

    go_inside(render->outer, work_inside, &inside);
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


static void keep_body(struct page *page, struct str html, const struct reads *reads, bool was_asked)
{
    struct site *site = page->site;

    pthread_mutex_lock(&site->lock);
    if (!page->has_body && (was_asked || site->asked_count > site->page_count / ASKED_SHARE)) {
        page->body = pool_str(&site->pool, html);
        page->body_reads = reads_keep(reads, site);
        page->has_body = true;
    }
    pthread_mutex_unlock(&site->lock);
}

/* A feed asks for the text of a few, whose text is made twice then; a page for searching asks for all. */
void page_keep_body(struct page *page, struct str html, const struct reads *reads)
{
    keep_body(page, html, reads, false);
}

/* Who was asked for once is kept: another may ask. */
static bool is_kept(struct page *page)
{
    struct site *site = page->site;

    pthread_mutex_lock(&site->lock);
    bool has_body = page->has_body;
    site->asked_count++;
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
        render_inside(&render, render_body);
        keep_body(page, render.html, &reads, true);
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

struct whole {
    const struct render *asker;
    struct page *page;
    struct pool pool;
    struct str html;
    struct reads reads;
};

static void render_whole(void *context)
{
    struct whole *whole = context;
    const struct render *asker = whole->asker;

    (void)!page_render_inside(whole->page, asker, &whole->pool, asker->diag, &whole->html, &whole->reads);
}

struct value page_seen_output(struct page *page, struct pool *pool)
{
    const struct render *asker = asker_of(pool);
    struct whole whole = {.asker = asker, .page = page, .html = STR("")};

    if (asker == NULL || page->order >= asker->page->order || asker->depth > PLAIN_DEPTH_MAX)
        return value_nil;
    go_inside(asker, render_whole, &whole);
    pass_on(page, &whole.reads, pool);
    struct value output = value_str(pool_str(pool, whole.html));
    pool_free(&whole.pool);
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

/* An excerpt can be asked for by what it shows. */
static bool is_circle(const struct render *render)
{
    const struct render *outer = render->outer;

    while (outer != NULL && !(outer->is_excerpt && outer->page == render->page))
        outer = outer->outer;
    if (outer != NULL)
        diag_error(render->diag, render->page->full, 0, 0, "the excerpt shows a text that shows this excerpt");
    return outer != NULL;
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
    if (is_too_deep(&render) || is_circle(&render)) {
        pool_free(&own);
        return STR("");
    }
    if (page->site->is_jekyll)
        render_inside(&render, render_excerpt);
    else
        first_paragraph(&render);
    keep_excerpt(page, render.html, &reads);
    pass_on(page, &reads, pool);
    pool_free(&own);
    return page->excerpt;
}
