/* plugin.h - what a plug-in adds to a site: pages, redirects, values, tags and filters.
 *
 * Layer     sitegen/plugins; above site.h, below nobody: the model calls plug-ins through this table alone
 * Adding    a plug-in is a file with one const struct plugin and a line in plugins.c
 * Order     a site's plug-ins run in the order of plugins.c, each hook for all of them before the next hook
 * Threads   load and drops run once; load alone, drops beside what finds out who is served where, which makes
 *           site->taken and settles is_unwritten and redirects. The other hooks run while pages are rendered,
 *           for several pages at once: what they change is the call's own, and what is shared was made in load
 *           or drops
 */
#ifndef SITEGEN_PLUGINS_PLUGIN_H
#define SITEGEN_PLUGINS_PLUGIN_H

#include "site.h"

struct plugin_tag {
    const char *name;
    /* Print what stands in place of {% name markup %} while page is rendered; call knows the markup,
     * evaluates expressions and has the pool, diag and place to report to. Returns false after an error. */
    bool (*render)(struct page *page, const struct liquid_call *call, struct text *out);
};

struct plugin_filter {
    const char *name;
    /* Returns false after an error, which is in call->diag. */
    bool (*run)(struct page *page, const struct liquid_call *call, struct value input,
                const struct value *args, size_t arg_count, struct value *result);
};

struct plugin {
    const char *name; /* as it is named in the configuration's plugins (or gems): "jekyll-feed" */
    bool is_always;   /* belongs to every Jekyll site, named or not */
    bool is_for_jekyll; /* a plain folder does without being asked what it does */

    /* The folder is read: pages, posts, collections, files and data are in the site; addresses are known, but
     * nothing is reserved and there are no drops yet. May add pages and redirects, change front matter (then
     * page_place_anew() where the address may change) and turn files into pages. NULL: nothing. */
    void (*load)(struct site *site);

    /* The drops are made. May set keys of site->drop and of pages' drops. NULL: nothing. */
    void (*drops)(struct site *site);

    /* A page's own text before Liquid; and its HTML behind the last layout. May replace *text by one in pool.
     * NULL: nothing. */
    void (*source)(struct page *page, struct pool *pool, struct str *text);
    void (*rendered)(struct page *page, struct pool *pool, struct str *text);

    const struct plugin_tag *tags;       /* ended by a NULL name; may be NULL */
    const struct plugin_filter *filters; /* likewise */
};

/* All there are, ended by NULL. */
extern const struct plugin *const plugins_all[];

/* Those that this site uses: named by its configuration, and those of every site. Called by the model; a name
 * that is not known is a warning at its place. */
void plugins_open(struct site *site);
/* Make their tags and filters known to templates that are read with these options. */
void plugins_liquid(struct site *site, struct liquid_options *options);

bool plugins_has(const struct site *site, const char *name);

/* What a plug-in of this site keeps between its hooks: size bytes, zeroed when it first asks. */
void *plugins_state(struct site *site, const struct plugin *plugin, size_t size);

/* Run one hook of all of them. */
void plugins_load(struct site *site);
void plugins_drops(struct site *site);
void plugins_source(struct page *page, struct pool *pool, struct str *text);
void plugins_rendered(struct page *page, struct pool *pool, struct str *text);

/* Of this site's plug-ins; NULL: there is none of this name. */
const struct plugin_tag *plugins_tag(const struct site *site, struct str name);
const struct plugin_filter *plugins_filter(const struct site *site, struct str name);

/* Report at the place of a tag or filter. */
void plugin_error(const struct liquid_call *call, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void plugin_warning(const struct liquid_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* ------------------------------------------------------------------ what load() builds with (in content/) */

struct made_page {
    const char *origin; /* what it is, for messages: "feed (jekyll-feed)" */
    const char *dir;    /* "/" or "/tag/linux/": where its address starts */
    const char *name;   /* "index.html", "feed.xml": decides the extension and whether it is Markdown */
    struct str content; /* its text, as behind the front matter of a file; must live as long as the site */
    struct value
        front;       /* its front matter: a hash, or nil. layout, permalink, title mean what they always do */
    bool has_liquid; /* its text is a template */
};

/* Add a page that no file stands for. Templates see it in site.pages; its address follows from dir, name and
 * a permalink in front. Never NULL. */
struct page *site_make_page(struct site *site, const struct made_page *made);

/* Add another page with the text and front matter of one that there is, served in the folder dir
 * ("/page2/"). Its paginator and drop are its own. */
struct page *site_copy_page(struct site *site, const struct page *page, const char *dir);

/* Take a file out of what is carried as it is and make it a page, as if it had empty front matter. NULL when
 * it has errors. */
struct page *site_file_to_page(struct site *site, size_t file_index);

/* Set a key of the front matter, without changing what other pages share. */
void page_set(struct page *page, const char *key, struct value value);

/* Work the address out again, after front matter, page->folder or date changed. */
void page_place_anew(struct page *page);

struct site_redirect {
    const char *from; /* path on the server, decoded: "/old/page" */
    const char *to;   /* an href: a whole address, or a path with the baseurl in front of it */
    const char *file; /* where it is asked for, for messages; may be NULL */
    unsigned line;
    unsigned column;
};

/* A 301 from a path that nothing else answers. Reserved with everything else, after load(). */
void site_add_redirect(struct site *site, const struct site_redirect *redirect);

#endif
