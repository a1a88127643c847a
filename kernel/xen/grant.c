/* grant.c - see grant.h. */
#include "xen/grant.h"

#include "assert.h"

#include <xen/grant_table.h>
#include <xen/memory.h>

/* An entry changes only when Xen maps or unmaps its page; more often than this it does not change while we
 * look at it. */
#define END_TRIES 8u

/* Their memory goes back to Xen, whose own pages take the places. */
static uint8_t pages[GRANT_FRAMES][XEN_PAGE] __attribute__((aligned(XEN_PAGE)));
static uint32_t reserved_count = GNTTAB_NR_RESERVED_ENTRIES;

struct grant_stats grant_stats;

_Static_assert(sizeof(struct grant_entry_v1) == 8, "GRANT_MAX");

static volatile struct grant_entry_v1 *entry(uint32_t ref)
{
    ASSERT(ref >= GNTTAB_NR_RESERVED_ENTRIES && ref < reserved_count);
    return (volatile struct grant_entry_v1 *)(void *)pages + ref;
}

/* memory.h: a table grows by what is asked for; version 1 is what a domain starts with. */
bool grant_init(void)
{
    for (uint32_t i = 0; i < GRANT_FRAMES; i++) {
        if (!xen_map_page(XENMAPSPACE_grant_table, i, pages[i]))
            return false;
    }
    return true;
}

uint32_t grant_reserve(unsigned count)
{
    uint32_t first = reserved_count;

    if (count > GRANT_MAX - reserved_count) {
        grant_stats.refused_full++;
        return GRANT_INVALID;
    }
    reserved_count += count;
    return first;
}

/* grant_table.h, "Introducing a valid entry": the flags come last. */
void grant_allow(uint32_t ref, uint16_t remote, const volatile void *address, bool writable)
{
    volatile struct grant_entry_v1 *grant = entry(ref);

    grant->domid = remote;
    grant->frame = xen_frame(address);
    __asm__ volatile("" ::: "memory");
    grant->flags = writable ? GTF_permit_access : GTF_permit_access | GTF_readonly;
    grant_stats.made++;
}

/* grant_table.h, "Invalidating an unused GTF_permit_access entry": Xen may set GTF_reading or GTF_writing
 * between a look and a store, so it is one exchange. */
bool grant_end(uint32_t ref)
{
    volatile struct grant_entry_v1 *grant = entry(ref);
    uint16_t flags = grant->flags;

    for (unsigned i = 0; i < END_TRIES && (flags & (GTF_reading | GTF_writing)) == 0; i++) {
        if (__atomic_compare_exchange_n(&grant->flags, &flags, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            return true;
    }
    grant_stats.still_in_use++;
    return false;
}
