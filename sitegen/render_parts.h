/* render_parts.h - what the files of the renderer share. Private to render*.c.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_RENDER_PARTS_H
#define SITEGEN_RENDER_PARTS_H

#include "render.h"
#include "render_reads.h"

/* The page that is being rendered, and what of its text links are looked up in. */
struct render {
    struct page *page;
    struct pool *pool;
    struct diag *diag;
    struct str source;          /* the whole file */
    const struct render *outer; /* the render that asked for this one */
    unsigned depth;             /* renders of texts around this one, up to one of a whole page */
    unsigned nested;            /* all renders around this one */
    struct reads *reads;        /* of this render; while an include is rendered for all pages, of that */
    bool is_excerpt;            /* of the start of the text alone */
    bool has_html;              /* the page's own text is done, */
    struct str html;            /* and this */
    struct str wrapped;         /* it in its layouts, as far as they have been run */
};

/* diag and reads are there as long as it is. */
static inline struct render render_start(struct page *page, struct diag *diag, struct reads *reads)
{
    return (struct render){.page = page,
                           .diag = diag,
                           .reads = reads,
                           .source = STR(""),
                           .html = STR(""),
                           .wrapped = STR("")};
}

/* The page's own text, or the start of it, into render->html. render->pool is owned by render. */
bool render_body(struct render *render);
bool render_excerpt(struct render *render);

/* As page_render(), for what outer shows of the page. */
bool page_render_inside(struct page *page, const struct render *outer, struct pool *pool, struct diag *diag,
                        struct str *html, struct reads *reads);

/* Keep the HTML of a page's text, and what it was made of, if others want to see it. */
void page_keep_body(struct page *page, struct str html, const struct reads *reads);

/* What templates ask of the site while this page is rendered. Valid as long as render. */
struct liquid_host render_host(struct render *render);

/* The variables that its templates start with. */
struct hash *render_globals(const struct render *render);

struct str render_markdown(void *context, struct str text, struct pool *pool);

#endif
