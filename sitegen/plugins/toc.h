/* toc.h - the headings of a page. Private to toc*.c.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_TOC_H
#define SITEGEN_PLUGINS_TOC_H

#include "site.h"

struct heading {
    unsigned level;
    size_t inner_at; /* where its content starts in the HTML */
    struct str id;
    struct str text; /* escaped */
};

struct toc {
    struct pool *pool;
    struct value config;
    struct str html;
    struct heading *headings;
    size_t count;
    size_t cap;
    struct hash *ids; /* made ones -> how often */
};

/* The headings of html, as the configuration's "toc" asks for them. html must live as long as the result. */
struct toc toc_read(struct page *page, struct pool *pool, struct str html);

/* A text of that configuration. */
struct str toc_option(const struct toc *toc, const char *key, const char *otherwise);

#endif
