/* pack_parts.h - what pack.c and pack_entry.c share. Private to them.
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

/* Those of the site_output. */
bool pack_entry_add(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);
bool pack_entry_not_found(struct site_output *output, unsigned worker, const struct kvfs_write_entry *entry);

/* Give the writer all that came, and what every image has. */
bool pack_entries_finish(struct pack_output *pack);

#endif
