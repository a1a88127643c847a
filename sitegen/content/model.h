/* model.h - how the site's parts are made. Private to sitegen/content.
 *
 * Layer     sitegen/content
 */
#ifndef SITEGEN_CONTENT_MODEL_H
#define SITEGEN_CONTENT_MODEL_H

#include "content/front_matter.h"
#include "content/walk.h"
#include "site.h"

/* _config.yml: config, title, url, baseurl. */
void config_load(struct site *site);
struct str config_text(const struct site *site, const char *key, const char *otherwise);
const char *const *config_names(struct site *site, const char *key); /* a list of texts, NULL-terminated */

/* A page from its file. Returns NULL when it is not published (draft, published: false) or has errors. */
struct page *page_load(struct site *site, const struct walk_entry *entry);
struct page *page_new(struct site *site, enum page_kind kind, const char *source);

/* Who makes pages: the site itself, or a worker with memory and messages of its own. */
struct page_maker {
    struct site *site;
    struct pool *pool;
    struct diag *diag;
};
struct page *page_make(const struct page_maker *maker, enum page_kind kind, const char *source);
void page_place(struct page *page, const char *path);

/* Whether a file is a page rather than something to carry: Markdown; HTML and XML with front matter. */
bool page_is_text(const struct walk_entry *entry); /* by its name: a source whatever is in it */
bool page_is_source(const struct walk_entry *entry, struct diag *diag);

/* Address of a page (permalinks). Reports what cannot be. */
const char *page_permalink(struct page *page, const char *name);

/* Reserve a path. Returns false when another source has it, which is reported. */
bool site_claim(struct site *site, const char *path, const char *source);
void site_add_page(struct site *site, struct page *page);

/* The pages that are not there as files: indexes of folders, feed, 404, the theme's own files. */
void indexes_make(struct site *site);
void extras_make(struct site *site);

/* What templates see. */
void drop_page(struct page *page);
void drop_site(struct site *site);

#endif
