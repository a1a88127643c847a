/* jekyll.h - Jekyll's content model: how a folder with a _config.yml becomes a site. Private to
 * sitegen/content.
 *
 * Layer     sitegen/content/jekyll; above model.h
 * Source    the behaviour of Jekyll 4.3
 */
#ifndef SITEGEN_CONTENT_JEKYLL_JEKYLL_H
#define SITEGEN_CONTENT_JEKYLL_JEKYLL_H

#include "content/model.h"

/* ---------------------------------------------------------------- configuration */

/* Read the folder of a Jekyll site, whose configuration was read. */
void jekyll_load(struct site *site);

/* Whether the configuration, which was read, is a Jekyll site's: it is, unless it names a theme of our own.
 */
bool jekyll_is(const struct site *site);

/* Jekyll's own values under those of the configuration; what cannot be is reported. Sets the time zone, the
 * site's time and its collections. */
void jekyll_config(struct site *site);

/* Follow the configuration's "source" and leave "destination" out. */
void jekyll_folders(struct site *site);

/* What the permalink style of the site adds to an address without one: "/", ":output_ext" or nothing. */
const char *jekyll_suffix(const struct site *site);

/* base with the keys of over set, hashes inside them likewise; nil in over leaves what base has. Shares what
 * it does not change. */
struct value jekyll_merge(struct pool *pool, struct value base, struct value over);

/* The same with room for so many keys that are set behind it. */
struct value jekyll_merge_for(struct pool *pool, struct value base, struct value over, size_t more);

/* Check and index the configuration's "defaults". */
void jekyll_defaults_open(struct site *site);

/* The defaults of a file: a shared hash. type: a collection's label, "pages", or NULL for a static file. */
struct value jekyll_defaults(const struct site *site, const char *path, const char *type, struct pool *pool);

/* One key of them, which may come from another set: those that do not name the key do not count. */
struct value jekyll_default(const struct site *site, const char *path, const char *type, struct str key);

/* ---------------------------------------------------------------- reading */

/* Which entries of a folder are content. base is the folder's path in the site ("" or "a/b"), entry the path
 * below it. */
bool jekyll_is_content(const struct site *site, const char *base, const char *entry, bool is_folder);

/* Read everything: pages, posts, collections, files, _data. Returns false when the folder cannot be read. */
bool jekyll_read(struct site *site);

struct page *jekyll_page_new(const struct page_maker *maker, enum page_kind kind,
                             const struct walk_entry *entry);
bool jekyll_page_read(struct page *page, const struct walk_entry *entry); /* its front matter, into own */
enum page_format jekyll_format(const struct site *site, const char *ext);
struct page *jekyll_page_load(struct site *site, const struct walk_entry *entry);

/* Several at once may be loaded, by makers of their own. NULL: it is not published, or has errors. */
struct page *jekyll_document_load(const struct page_maker *maker, struct collection *collection,
                                  const struct walk_entry *entry, bool is_draft);

/* A date as text; what it leaves out is from the site's time. */
bool jekyll_date_read(const struct site *site, struct str text, int64_t *time_s);

bool jekyll_is_post_name(const char *name); /* "2026-01-31-title.md" */

/* The front matter of a page, with the defaults for keys that it does not name: one that says nothing is named
 * too. */
struct value jekyll_page_front(struct page *page);

/* Values that follow from the front matter: layout, converter, title, date, address. */
void jekyll_page_fill(struct page *page);

bool jekyll_has_front_matter(struct site *site, const struct walk_entry *entry);
void jekyll_add_file(struct site *site, const struct walk_entry *entry, struct collection *collection);
void jekyll_add_doc(struct site *site, struct page *doc);
struct collection *jekyll_collection(struct site *site, struct str label); /* NULL: there is none */
void jekyll_sort(struct site *site);

/* _data: everything below it as one hash. */
struct value jekyll_data(struct site *site);
bool data_read_csv(struct site *site, const char *file, struct str source, char separator,
                   struct value *value);
bool data_read_json(struct site *site, const char *file, struct str source, struct value *value);

/* ---------------------------------------------------------------- addresses */

void jekyll_place(struct page *page);
const char *jekyll_file_path(struct site *site, const struct collection *collection, const char *source,
                             const char *name);

/* Who is served where, once all is there: later ones win over earlier ones, which is a warning in diag. Makes
 * site->taken; may run while the drops are made. */
void jekyll_outputs(struct site *site, struct diag *diag);

/* The path of a document or file as Jekyll names it: below collections_dir. */
const char *jekyll_relative_path(const struct site *site, const char *source);

/* Make site->sources, of a site that is loaded; and find a post by what {% post_url %} calls it: nil, or its
 * address. */
void jekyll_note_links(struct site *site);
struct value jekyll_post_url(const struct site *site, struct str name, struct pool *pool);

/* ---------------------------------------------------------------- what templates see */

void jekyll_drop_pages(struct site *site);
void jekyll_drops(struct site *site);
/* Where the source of a page lies; of a page that is made, where it would lie: "tag/linux/index.html". */
const char *jekyll_page_path(const struct page *page, struct pool *pool);

/* The part of a page's source that its excerpt is made of; and whether it has one. */
struct str jekyll_excerpt_source(const struct page *page, struct str text, struct pool *pool);
bool jekyll_has_excerpt(const struct page *page);

#endif
