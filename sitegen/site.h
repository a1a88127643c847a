/* site.h - the model that the phases pass on: folder -> site (load) -> outputs (build) -> image or plain
 * folder.
 *
 * Layer     sitegen
 * Memory    everything in pools of the site, its own and those of workers. A page's text is not kept: it is read when the page is loaded, for its
 * front matter, and again when it is rendered.
 */
#ifndef SITEGEN_SITE_H
#define SITEGEN_SITE_H

#include "diag.h"
#include "kvfs_write.h"
#include "liquid/liquid.h"
#include "markdown/markdown_options.h"
#include "value.h"
#include "workers.h"

#include <pthread.h>

struct check;
struct theme;

enum page_kind {
    PAGE_PLAIN,    /* a file of the folder that is rendered: Jekyll's page */
    PAGE_POST,     /* below _posts or _drafts: a document of the collection posts */
    PAGE_DOCUMENT, /* a document of another collection */
    PAGE_INDEX,    /* made for a folder that holds pages and has no index; no file */
    PAGE_MADE,     /* made by the theme or a plug-in; no file */
};

/* What happens to a page's text behind Liquid. */
enum page_format { FORMAT_AS_IS, FORMAT_MARKDOWN, FORMAT_SCSS, FORMAT_SASS };

struct page {
    enum page_kind kind;
    enum page_format format;
    struct site *site;
    struct pool *pool; /* while the site is loaded: where it is made, */
    struct diag *diag; /* and where its messages go */
    struct collection *collection; /* of a post or document of a Jekyll site; else NULL */
    const char *source; /* path in the folder: "blog/a.md"; of a made page, what it is, for messages */
    const char *full;   /* as it is opened and named in messages; NULL: no file */
    const char *folder; /* of the source, as a path: "/blog/" */
    const char *name;   /* last part of the source: "a.md" */
    const char *ext;    /* of name: ".md", or "" */
    const char *path;   /* decoded path on the server: "/blog/a.html" */
    const char *url;    /* as templates see it: the path, percent-encoded; "/blog/index.html" is "/blog/" only
                           where the permalink says so */
    const char *output_ext; /* ".html" */
    const char *location; /* an href: the page is answered with a 301 to it, and written only where there are
                             no redirects, in a plain folder; NULL: none */
    const char *layout;   /* NULL: none */
    unsigned layout_line; /* where the front matter names it; 0: nowhere */
    unsigned layout_column;
    bool is_markdown;  /* format is FORMAT_MARKDOWN */
    bool has_liquid;   /* its text is a template: it has front matter */
    bool is_xml;       /* no layout unless it asks for one, and its own media type */
    bool is_unwritten; /* rendered for others only: a document of a collection without output, or of the
                          future */
    bool is_of_theme; /* an asset of the theme, in a folder that is not Jekyll's: not among the site's pages */
    bool is_draft;
    bool has_date;
    int64_t date_s;     /* of has_date */
    int64_t modified_s; /* Last-Modified */
    size_t order; /* of rendering: a page shows the HTML of pages before it, and the source of those behind */
    struct str title;
    size_t text_at;         /* where its text starts in the file, behind the front matter */
    struct str text;        /* of a page without a file */
    uint64_t source_sum;    /* of the file's bytes, as they were when it was loaded */
    struct value own;       /* the front matter as it stands: a hash */
    struct value front;     /* the front matter: a hash; of a Jekyll site with its defaults */
    struct value drop;      /* what templates see of it: a hash */
    const struct page *previous; /* in its collection; NULL: none */
    const struct page *next;
    struct value paginator; /* what {{ paginator }} is while it is rendered; nil: nothing */

    uint64_t html_high; /* digest of what it became, where that is as the last bake made it (reuse.h); */
    uint64_t html_low;  /* 0, 0: not known */

    /* Kept once they were asked for, under site->lock. */
    struct str excerpt;
    bool has_excerpt;
    const struct reads *excerpt_reads; /* what it was made of (render_reads.h) */
    struct str body;
    bool has_body;
    const struct reads *body_reads;
};

/* A file that is carried as it is. */
struct site_file {
    const char *source;
    const char *full;
    const char *path;
    uint64_t len;
    int64_t modified_s;
    struct collection *collection; /* that it lies in, or NULL */
    bool is_unwritten;
    struct value drop; /* of a Jekyll site */
};

/* Documents that belong together: posts, and what the configuration names under collections. */
struct collection {
    const char *label;
    const char *folder;    /* "_posts" */
    struct value metadata; /* a hash */
    const char *permalink; /* template of addresses */
    bool is_output;
    struct page **docs; /* oldest first, or as sort_by and order say */
    size_t doc_count;
    size_t doc_cap;
    struct value drop; /* of the collection itself */
};

struct site_redirect; /* see plugins/plugin.h */
struct store;

struct site {
    struct pool pool;
    struct pool loading[WORKERS_MAX]; /* what workers have made while the site was loaded */
    struct diag *diag;
    const char *dir;         /* as it was given; of a Jekyll site, with the configuration's "source" */
    const char *config_file; /* for messages */
    struct theme *theme;
    struct check *check; /* notes what pages of HTML hold while they are rendered; NULL: nothing does */
    const struct site_options *options;
    struct markdown_options markdown;
    bool is_jekyll;      /* follows Jekyll's rules; else it is a plain folder */
    struct value config; /* _config.yml: a hash; of a Jekyll site with Jekyll's defaults */
    struct str title;
    struct str url;
    struct str baseurl;  /* starts with '/' and does not end with one; or empty */
    struct page **pages; /* all that is rendered, posts and documents too */
    size_t page_count;
    size_t page_cap;
    struct page **posts; /* newest first */
    size_t post_count;
    size_t post_cap;
    struct collection *collections; /* of a Jekyll site; posts are one */
    size_t collection_count;
    struct site_file *files;
    size_t file_count;
    size_t file_cap;
    struct site_redirect *redirects;
    size_t redirect_count;
    size_t redirect_cap;
    struct hash *taken;         /* path -> the source that is served there */
    struct pool outputs_pool;   /* of taken, of a Jekyll site */
    struct hash *sources;       /* see site_source(); of a Jekyll site NULL until it is asked for */
    struct pool sources_pool;
    pthread_mutex_t sources_lock;
    struct value data;          /* _data: a hash */
    struct value drop;          /* what templates see of the site: a hash */
    const void *plugins;        /* of plugins.c */
    const void *front_defaults; /* of the configuration's defaults */
    const struct liquid_options *liquid;
    struct str repository; /* "owner/name", where a plug-in asked and git's configuration answered */
    int64_t now_s;        /* when this is baked */
    int64_t time_s;       /* the same for templates, unless the configuration has another one */
    bool clock_counts;    /* something read now_s: see site_clock() */
    int64_t newest_s;     /* newest Last-Modified of the content */
    int64_t epoch_s;      /* SOURCE_DATE_EPOCH; -1: not set */
    size_t asked_count;   /* how often a page has asked for the text of another; under lock */
    struct hash *include_cache; /* what include_cached has printed, as numbers of includes; under lock */
    struct site_include *includes; /* see plugins/include_cache.c */
    size_t include_count;
    size_t include_cap;
    pthread_mutex_t lock; /* while pages are rendered: for what they keep, for the theme, and for diag */
};

struct site_options {
    const char *dir;
    const char *const *skip_full; /* outputs of this run; see walk.h */
    const char *templates_dir;    /* of the built-in themes */
    bool drafts;                  /* posts in _drafts too */
    bool future;                  /* posts of the future too */
    bool unpublished;             /* what says published: false too */
    int64_t now_s;                /* the moment of the bake; 0: the clock says it */
    const char *title; /* of a folder that names none; NULL: made of the folder's name */
    struct store *store; /* what earlier bakes have read; outlives the site. NULL: none */
};

/* Read a folder. Errors are in diag; what could be read is in the site in any case, so that building it finds
 * more. */
void site_load(struct site *site, const struct site_options *options, struct diag *diag);
void site_free(struct site *site);

/* The address of a source, by its path in the folder ("/a/b.md"), for links between sources: nil, or a text. Any
 * thread, once the site is loaded. */
struct value site_source(const struct site *site, struct str path);

/* The time for templates; the site then depends on when it is baked. Any thread. */
int64_t site_clock(const struct site *site);

/* What site_build() hands over, by numbers: the pages come first, then the files, then the redirects. */
size_t site_item_count(const struct site *site);

/* Where an item is served; NULL: nowhere, it is only rendered. */
const char *site_item_path(const struct site *site, size_t item);

/* Where what was built goes: an image (pack.h) or a plain folder (folder.h). Called by several workers at
 * once (workers.h). A function that returns false has reported the error.
 *
 * add       one entry: its body is the caller's; all else that it points to lives as long as the site
 * not_found the same, of what answers for all that is not there
 * order     all items, those that are wanted soonest first; NULL: any order will do
 * done      what stands at this place of the order is handed over, as far as it will be; NULL: nobody asks */
struct site_output {
    bool (*add)(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);
    bool (*not_found)(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);
    const uint32_t *order;
    void (*done)(struct site_output *output, unsigned worker, size_t place);
};

struct site_totals {
    size_t page_count;
    size_t reused_count; /* of the pages: not rendered, since they are as they were */
    size_t file_count;
    uint64_t content_len; /* bytes of all bodies */
};

/* Called now and then, by the caller's own thread. May be NULL. */
typedef void site_progress(void *context, size_t done, size_t all);

/* Render every page and hand everything to output.
 *
 * output    NULL: render only, to find all errors
 * store     what the output puts bodies into, so that pages can be taken from there (reuse.h); NULL: all are
 *           rendered
 */
struct store;
bool site_build(struct site *site, struct site_output *output, struct store *store, site_progress *progress,
                void *progress_context, struct site_totals *totals);

#endif
