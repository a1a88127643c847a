/* pack_parts.h - what the files of pack share. Private to pack*.c.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_PACK_PARTS_H
#define SITEGEN_PACK_PARTS_H

#include "pack.h"

/* Report what is wrong with the image; return false. By one thread at a time. */
bool pack_fail(struct pack_output *pack, const char *what);
bool pack_fail_errno(struct pack_output *pack, const char *what);
bool pack_fail_writer(struct pack_output *pack); /* what the writer has said */

/* One entry that waits for the writer. */
struct pack_taken;

/* Those of the site_output. */
bool pack_entry_add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);
bool pack_entry_not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);

/* Returns what this worker has taken since it was asked last. */
struct pack_taken *pack_entry_taken(struct pack_output *pack, unsigned worker);

/* Give them to the writer, which says why it did not like one. */
bool pack_entry_write(struct pack_output *pack, const struct pack_taken *taken);

/* What the site has not: a page for what is not there; and from "/" to where it begins, with a baseurl. Report what
 * is wrong; return false. */
bool pack_entry_default_not_found(struct pack_output *pack);
bool pack_entry_base(struct pack_output *pack);

/* A path of the site as it is served. */
const char *pack_entry_served(struct pack_output *pack, const char *path);

/* The items in the order in which the image holds them: the page for what is not there, and then by what is served
 * first of each. *has_not_found: there is one. */
const uint32_t *pack_order(struct pack_output *pack, bool *has_not_found);

/* Before which no entry is of an item that stands there in the order, or behind. */
const char *pack_order_bound(struct pack_output *pack, size_t place);

/* Begin to feed the writer; have it fed, wherever that came to, which returns false when the writer has said why; and
 * let it be, in any case. */
bool pack_feed_open(struct pack_output *pack);
bool pack_feed_finish(struct pack_output *pack);
void pack_feed_close(struct pack_output *pack);

#endif
