/* grant.h - the grant table: which pages another domain may read or write.
 *
 * Layer     kernel/xen; caller: netfront
 * Model     a reference belongs for good to who reserved it: a slot of a ring has one and uses it again and
 *           again. So there is no free list, and the table cannot run out later.
 * Trust     the other domain maps and unmaps behind our back: an entry in use is never overwritten
 * Source    Xen public headers: grant_table.h, version 1 entries
 */
#ifndef KERNEL_XEN_GRANT_H
#define KERNEL_XEN_GRANT_H

#include "xen/hypercall.h"

#define GRANT_FRAMES  2u /* pages of table: 1024 references, of which Xen and the toolstack have the first 8 */
#define GRANT_MAX     (GRANT_FRAMES * XEN_PAGE / 8)
#define GRANT_INVALID UINT32_MAX

struct grant_stats {
    uint64_t made;
    uint64_t refused_full;  /* reservations that did not fit */
    uint64_t still_in_use;  /* attempts to end a grant that the other domain held on to */
};
extern struct grant_stats grant_stats;

/* Have the table put in place, all entries free. Once more after a restore: the references stay reserved, the
 * grants are gone. Returns false when Xen refuses. */
bool grant_init(void);

/* Reserve count references, one after the other, for good. Returns the first, GRANT_INVALID when they do not
 * fit (counted). */
uint32_t grant_reserve(unsigned count);

/* Let domain remote read, or also write, the page that holds address.
 *
 * Requires  the reference is reserved and not granted
 */
void grant_allow(uint32_t ref, uint16_t remote, const volatile void *address, bool writable);

/* Take the right back. Returns false when the other domain still has the page mapped (counted): the grant
 * stays, and neither page nor reference may be used for anything else. */
bool grant_end(uint32_t ref);

#endif
