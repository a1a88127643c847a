/* walk.h - the files of the author's folder, in an order that is the same everywhere.
 *
 * Layer     sitegen/content
 * Memory    entries live in the pool
 * Trust     the folder is the author's, but may hold anything: links that lead out of it or in circles,
 *           sockets, names that are not UTF-8. Each is reported, none is followed, unless the rules say
 *           otherwise.
 */
#ifndef SITEGEN_CONTENT_WALK_H
#define SITEGEN_CONTENT_WALK_H

#include "diag.h"

#include <stdint.h>

#define WALK_DEPTH_MAX   200u     /* folders within folders */
#define WALK_LINKS_MAX   4u       /* symbolic links to folders within folders that were reached by one */
#define WALK_ENTRIES_MAX 2000000u /* files */

/* Tells whether a file is still what it was. inode 0: not known. */
struct walk_stamp {
    uint64_t device;
    uint64_t inode;
    int64_t modified_ns; /* its own clock's, since 1970 */
    int64_t changed_ns;
};

struct walk_entry {
    const char *path; /* relative to the folder: "blog/a b.md"; the end of full */
    const char *name; /* its last component */
    const char *full; /* as it is opened, and named in messages */
    uint64_t len;     /* bytes */
    int64_t mtime_s;  /* seconds since 1970 */
    struct walk_stamp stamp;
    bool is_post;     /* below a _posts folder */
    const struct file_head *head; /* see heads.h; NULL: not known */
};

struct walk_rules {
    const char *const *skip_full; /* paths that are outputs of this run, NULL-terminated: not content */
    const char *const *include; /* names that are content although they start with '_' or '.', NULL-terminated */
    const char *const *exclude; /* names, or paths from the folder, that are not content, NULL-terminated */

    /* Decides instead of include, exclude and the rules below, path being relative to the folder. NULL: they
     * do. A folder that is content is walked through. Workers ask, several at once. */
    bool (*is_content)(void *context, const char *path, bool is_folder);
    void (*entered)(void *context, const char *path); /* a folder is walked through; NULL: nobody cares */
    void *context;
    bool follows_links; /* wherever they lead; what leads nowhere or in circles is left out with a warning */
    const char *root; /* symbolic links may lead anywhere in this folder; NULL: in the one walked through */
};

/* List the files, sorted by the bytes of their paths, component by component.
 *
 * Not listed    what starts with '_' or '.' (but the files of _posts folders), and names like "#x" and "x~"
 * Returns       false when the folder cannot be read at all; single entries that cannot are errors in diag
 */
bool walk_folder(struct pool *pool, struct diag *diag, const char *dir, const struct walk_rules *rules,
                 struct walk_entry **entries, size_t *entry_count);

#endif
