/* heads.h - the front matter of many files at once, before the site is made of them one by one.
 *
 * Layer     sitegen/content
 * Why       reading and parsing ten thousand files is most of what loading a large site takes. Where there is a
 *           store, those that are as they were are not opened (known.h)
 * Errors    none: a file that has something to report has no head, and is read again by who reports it
 */
#ifndef SITEGEN_CONTENT_HEADS_H
#define SITEGEN_CONTENT_HEADS_H

#include "content/front_matter.h"
#include "content/walk.h"
#include "digest.h"
#include "site.h"

/* Of a walk_entry. */
struct file_head {
    struct front_matter front; /* lives as long as the site */
    uint64_t source_sum;       /* of the file */
    struct str source;         /* of HEADS_TEXTS: the file, until heads_free() */
    struct digest_sum digest;  /* of it, where it was not opened */
    bool is_known;             /* it was not */
};

enum heads_of {
    HEADS_ALL,   /* every file is a page's */
    HEADS_TEXTS, /* the same, and the text is asked for too */
    HEADS_SOME,  /* those with front matter are pages'; of others, the head says that there is none */
};

struct heads;

/* Set entry->head of each entry that can be read. skips says which entries are none of the caller's; may be
 * NULL. What was not opened is told to who watches files beside what the caller does next, until heads_free(). */
struct heads *heads_read(struct site *site, struct walk_entry *entries, size_t count, enum heads_of which,
                         bool (*skips)(const struct walk_entry *entry));

/* The texts of the files go; the front matters stay. */
void heads_free(struct heads *heads);

#endif
