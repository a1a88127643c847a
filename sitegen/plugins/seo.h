/* seo.h - what {% seo %} knows of a page. Private to seo*.c.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_SEO_H
#define SITEGEN_PLUGINS_SEO_H

#include "site.h"

struct seo {
    struct page *page;
    struct pool *pool;
    /* Texts that fit an attribute, or nil. */
    struct value title; /* with that of the site */
    struct value page_title;
    struct value site_title;
    struct value site_description;
    struct value description;
    struct value author; /* a hash, may be empty */
    struct value image;  /* a hash with a path, or nil */
    struct value date;   /* of the page, as a text; or nil */
    struct str canonical_url;
};

struct value seo_page(const struct seo *seo, const char *key); /* {{ page.key }} */
struct value seo_site(const struct seo *seo, const char *key);
struct value seo_text(const struct seo *seo, struct value value);
struct value seo_first(struct value a, struct value b); /* the first that says something */
struct value seo_date(const struct seo *seo,
                      struct value moment); /* 2026-01-31T12:00:00+00:00; nil for nil */
struct value seo_logo(const struct seo *seo);
bool seo_is_home_or_about(const struct seo *seo);

/* All of it. */
void seo_print(const struct seo *seo, bool has_title, struct text *out);

/* JSON-LD: schema.org's description of the page. */
void seo_print_json(const struct seo *seo, struct text *out);

#endif
