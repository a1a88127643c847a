/* known.h - what an earlier bake has read from a file that did not change since.
 *
 * Layer     sitegen/content; above store.h
 * Why       of ten thousand posts one was changed: the others need not be opened
 * Trust     a file is what it was if device, inode, length and both of its times, by the nanosecond, are. One that
 *           was changed less than two seconds before it was read is not kept, for file systems whose clocks
 *           tick that slowly
 */
#ifndef SITEGEN_CONTENT_KNOWN_H
#define SITEGEN_CONTENT_KNOWN_H

#include "content/front_matter.h"
#include "content/walk.h"
#include "digest.h"
#include "store.h"

struct known {
    struct front_matter front;
    uint64_t source_sum;      /* files_sum() */
    uint64_t len;             /* bytes */
    struct digest_sum digest; /* of all of them */
};

/* The moment, for known_keep(): before the files are read. */
int64_t known_clock_ns(void);

/* Lists and hashes are made in pool, texts are the store's. */
bool known_find(struct store *store, const struct walk_entry *entry, struct pool *pool, struct known *known);

/* now_ns: known_clock_ns() before the entry's file was read. */
void known_keep(struct store *store, const struct walk_entry *entry, const struct known *known, int64_t now_ns);

#endif
