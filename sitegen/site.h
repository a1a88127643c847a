/* site.h - the model that the phases pass on: folder -> site (load) -> outputs (build) -> image or plain
 * folder.
 *
 * Layer     sitegen
 * Memory    everything in site.pool. A page's text is not kept: it is read when the page is loaded, for its
 * front matter, and again when it is rendered.
 */
#ifndef SITEGEN_SITE_H
#define SITEGEN_SITE_H

#include "diag.h"
#include "kvfs_write.h"
#include "liquid/liquid.h"
#include "value.h"

struct theme;

enum page_kind {
    PAGE_PLAIN, /* a Markdown or HTML file */
    PAGE_POST,  /* below _posts */
    PAGE_INDEX, /* made for a folder that holds pages and has no index; no file */
    PAGE_MADE,  /* made by the theme: feed, 404; no file */
};

struct page {
    enum page_kind kind;
    struct site *site;
    const char *source;   /* path in the folder: "blog/a.md"; of a made page, what it is, for messages */
    const char *full;     /* as it is opened and named in messages; NULL: no file */
    const char *folder;   /* of the source, as a path: "/blog/" */
    const char *path;     /* decoded path on the server: "/blog/a.html" */
    const char *url;      /* path, percent-encoded */
    const char *layout;   /* NULL: none */
    unsigned layout_line; /* where the front matter names it; 0: nowhere */
    unsigned layout_column;
    bool is_markdown;
    bool has_liquid; /* its text is a template: it has front matter */
    bool is_xml;     /* no layout unless it asks for one, and its own media type */
    bool has_date;
    int64_t date_s;     /* of has_date */
    int64_t modified_s; /* Last-Modified */
    struct str title;
    struct value front; /* the front matter: a hash */
    struct value drop;  /* what templates see of it: a hash */
    struct str excerpt; /* kept once it was asked for */
    bool has_excerpt;
};

/* A file that is carried as it is. */
struct site_file {
    const char *source;
    const char *full;
    const char *path;
    uint64_t len;
    int64_t modified_s;
};

struct site {
    struct pool pool;
    struct diag *diag;
    const char *dir; /* as it was given */
    struct theme *theme;
    struct value config; /* _config.yml: a hash */
    struct str title;
    struct str url;
    struct str baseurl;  /* starts with '/' and does not end with one; or empty */
    struct page **pages; /* posts too, sorted by source */
    size_t page_count;
    size_t page_cap;
    struct page **posts; /* newest first */
    size_t post_count;
    size_t post_cap;
    struct site_file *files;
    size_t file_count;
    size_t file_cap;
    struct hash *taken;   /* path -> the source that is served there */
    struct hash *sources; /* path of a Markdown or HTML source -> its address, for links between them */
    struct value drop;    /* what templates see of the site: a hash */
    int64_t newest_s;     /* newest Last-Modified of the content */
    int64_t epoch_s;      /* SOURCE_DATE_EPOCH; -1: not set */
    unsigned lazy_depth;  /* contents being rendered inside contents */
};

struct site_options {
    const char *dir;
    const char *const *skip_full; /* outputs of this run; see walk.h */
    const char *theme_dir;
};

/* Read a folder. Errors are in diag; what could be read is in the site in any case, so that building it finds
 * more. */
void site_load(struct site *site, const struct site_options *options, struct diag *diag);
void site_free(struct site *site);

/* Where what was built goes: an image (pack.h) or a plain folder (folder.h). A function that returns false
 * has reported the error. */
struct site_output {
    bool (*add)(struct site_output *output, const struct kvfs_write_entry *entry);
    bool (*not_found)(struct site_output *output, const struct kvfs_write_entry *entry);
};

struct site_totals {
    size_t page_count;
    size_t file_count;
    uint64_t content_len; /* bytes of all bodies */
};

/* Called before each page and file. May be NULL. */
typedef void site_progress(void *context, size_t done, size_t all);

/* Render every page and hand everything to output. output NULL: render only, to find all errors. */
bool site_build(struct site *site, struct site_output *output, site_progress *progress,
                void *progress_context, struct site_totals *totals);

#endif
