/* markdown.h - Markdown -> HTML, in the dialect that a site asks for by name.
 *
 * Layer     sitegen/markdown; discount by libmarkdown, CommonMark and GFM by libcmark-gfm, kramdown by
 *           scanners of our own on libcmark-gfm's tree (kramdown_tree.h)
 * Dialects  as the key "markdown" of a Jekyll site's _config.yml names them: discount or rdiscount (what a
 *           folder without configuration gets), kramdown (what one with a configuration gets; its key
 *           "kramdown" has options), CommonMark, CommonMarkGhPages, GFM
 * Time      linear, or bounded by a fault: no 100 KB of text take more than a second
 * Threads   any number at the same time
 */
#ifndef SITEGEN_MARKDOWN_MARKDOWN_H
#define SITEGEN_MARKDOWN_MARKDOWN_H

#include "markdown/markdown_options.h"

/* What a renderer asks of the site. Each may be NULL. */
struct markdown_hooks {
    /* Called for every href and src. Returns true when it has written another address to rewritten. */
    bool (*link)(void *context, struct str address, struct text *rewritten);

    /* Called for code whose language is known: writes it as HTML, with spans and without <pre>. Returns false
     * for a language that it does not know. Without it, all code is escaped text. kramdown only. */
    bool (*highlight)(void *context, struct str code, struct str language, struct text *out);
    void *context;
};

struct markdown_heading {
    unsigned level; /* 1 to 6 */
    struct str id;  /* empty: it has none */
    struct str text;
};

struct markdown_result {
    struct str html;
    struct markdown_heading *headings; /* in their order; in kramdown those of footnotes come last */
    size_t heading_count;
    size_t heading_cap;
    const char *fault; /* what is wrong with the text; NULL: nothing */
    size_t fault_at;   /* and where: bytes from its start */
};

/* Render source. Returns false when it is refused: fault and fault_at say why and where then, and html is
 * empty. The result lies in the pool. hooks may be NULL. */
bool markdown_render(const struct markdown_options *options, const struct markdown_hooks *hooks,
                     struct str source, struct pool *pool, struct markdown_result *result);

/* The first heading outside code, as plain text; empty when there is none. In every dialect alike. */
struct str markdown_first_heading(struct str source, struct pool *pool);

#endif
