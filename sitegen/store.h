/* store.h - what a bake has made, by a key that says of what: the next bake of the site finds it again.
 *
 * Layer     sitegen, the bottom
 * File      one for each site, in the user's cache folder. Where there is none, or another bake has it, the
 *           store holds what this bake puts in, and nothing else
 * Trust     an entry is found only if its bytes still have the sum that they were written with; the file is
 *           begun anew when the program or one of its libraries is another one
 * Bounds    what the last bake did not ask for goes when it is more than half of the file; files that no
 *           bake has used for 30 days are removed by the next bake of any site
 * Threads   any number at once
 */
#ifndef SITEGEN_STORE_H
#define SITEGEN_STORE_H

#include "pool.h"

#include <stdint.h>

enum store_kind {
    STORE_BODY = 1, /* bytes, by their own digest */
    STORE_GZIP,     /* the gzip form of bytes, by their digest; empty: not worth it */
    STORE_PAGE,     /* what a page became, by what it was made of (reuse.h) */
    STORE_SITE,     /* that all pages of a model went well (reuse.h) */
    STORE_SCAN,     /* what a page of HTML refers to, by its digest and address (check/check_note.c) */
    STORE_SOURCE,   /* what was read from a file of the author's (content/known.h) */
    STORE_CHECK,    /* which pages of a site nothing was wrong with (check/check_known.c) */
};

struct store_key {
    uint64_t high;
    uint64_t low;
    uint32_t kind;
};

/* Where an entry's bytes lie. The file is open as long as the store, and they stay as they are. */
struct store_place {
    int fd;
    uint64_t offset;
    uint64_t len;
    const uint8_t *bytes; /* in memory, where they were there before this bake; else NULL */
};

struct store;

/* Open the store of a site.
 *
 * site_dir  its folder, as it was given
 * keep      false: whatever there is is left alone, and nothing is kept
 * spare     a path beside which there is room for the bytes, where no file can be kept
 */
struct store *store_open(const char *site_dir, bool keep, const char *spare);

/* The file that it is kept in, unless somebody else has it just now; NULL: there is no place for one. */
const char *store_path(const char *site_dir, struct pool *pool);

/* Look an entry up. *bytes, unless NULL, is set where it was there before this bake, and empty otherwise. */
bool store_find(struct store *store, struct store_key key, struct store_place *place, struct str *bytes);

/* Put one in, unless it is there already; other bytes under the same key are replaced. Returns false when nothing can be written: errno says why. */
bool store_add(struct store *store, struct store_key key, struct str bytes, struct store_place *place);

/* The digest of bytes, as a key. */
struct store_key store_key_of(enum store_kind kind, struct str bytes);

void store_close(struct store *store); /* may be NULL */

#endif
