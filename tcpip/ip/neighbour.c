/* neighbour.c - see neighbour.h. */
#include "ip/neighbour.h"

#include "assert.h"
#include "ip/counters.h"
#include "memory.h"

#define NONE UINT16_MAX

static struct {
    struct neighbour entry[ARP_ENTRY_MAX];
    uint16_t bucket[ARP_BUCKETS]; /* first entry of each chain, or NONE */
    unsigned asked_count;         /* entries that are NEIGHBOUR_ASKED */
    unsigned waiting_count;       /* entries that are NEIGHBOUR_ASKED or NEIGHBOUR_VERIFYING */
} cache;

void neighbour_reset(void)
{
    memset(&cache, 0, sizeof cache);
    for (unsigned i = 0; i < ARP_BUCKETS; i++)
        cache.bucket[i] = NONE;
}

/* Neighbours share their upper bits; the multiplication brings the lower ones up (Fibonacci hashing). */
static uint16_t *bucket_of(uint32_t address)
{
    return &cache.bucket[(address * 2654435769u >> 16) % ARP_BUCKETS];
}

struct neighbour *neighbour_find(uint32_t address)
{
    for (uint16_t i = *bucket_of(address); i != NONE; i = cache.entry[i].chain) {
        if (cache.entry[i].address == address)
            return &cache.entry[i];
    }
    return NULL;
}

void neighbour_set_state(struct neighbour *entry, enum neighbour_state state)
{
    cache.asked_count -= entry->state == NEIGHBOUR_ASKED;
    cache.waiting_count -= entry->state == NEIGHBOUR_ASKED || entry->state == NEIGHBOUR_VERIFYING;
    entry->state = (uint8_t)state;
    cache.asked_count += state == NEIGHBOUR_ASKED;
    cache.waiting_count += state == NEIGHBOUR_ASKED || state == NEIGHBOUR_VERIFYING;
    ASSERT(cache.asked_count <= cache.waiting_count && cache.waiting_count <= ARP_ENTRY_MAX);
}

void neighbour_remove(struct neighbour *entry)
{
    uint16_t *link = bucket_of(entry->address);

    while (&cache.entry[*link] != entry)
        link = &cache.entry[*link].chain;
    *link = entry->chain;
    ip_counters.arp_held_dropped += entry->held_len != 0;
    neighbour_set_state(entry, NEIGHBOUR_FREE);
    memset(entry, 0, sizeof *entry);
}

static bool is_in_use(const struct neighbour *entry, uint64_t now_ns)
{
    return entry->used_ns != 0 && now_ns - entry->used_ns < ARP_IN_USE_NS;
}

/* A free entry, or else the known neighbour that is missed least: never used before used long ago, and then
 * whoever was heard of longest ago. NULL when all are in use. */
static struct neighbour *least_used(uint64_t now_ns, uint32_t keep)
{
    struct neighbour *victim = NULL;

    for (struct neighbour *entry = cache.entry; entry < cache.entry + ARP_ENTRY_MAX; entry++) {
        if (entry->state == NEIGHBOUR_FREE)
            return entry;
        if (entry->state == NEIGHBOUR_ASKED || entry->address == keep || is_in_use(entry, now_ns))
            continue;
        if (!victim || entry->used_ns < victim->used_ns ||
            (entry->used_ns == victim->used_ns && entry->confirmed_ns < victim->confirmed_ns))
            victim = entry;
    }
    return victim;
}

static struct neighbour *oldest_asked(uint32_t keep)
{
    struct neighbour *victim = NULL;

    for (struct neighbour *entry = cache.entry; entry < cache.entry + ARP_ENTRY_MAX; entry++) {
        if (entry->state == NEIGHBOUR_ASKED && entry->address != keep &&
            (!victim || entry->confirmed_ns < victim->confirmed_ns))
            victim = entry;
    }
    return victim;
}

static struct neighbour *find_room(uint64_t now_ns, enum neighbour_state state, uint32_t keep)
{
    struct neighbour *victim;

    if (state == NEIGHBOUR_ASKED && cache.asked_count >= ARP_ASKED_MAX)
        victim = oldest_asked(keep);
    else
        victim = least_used(now_ns, keep);
    if (!victim)
        ip_counters.arp_full++;
    return victim;
}

struct neighbour *neighbour_add(uint64_t now_ns, uint32_t address, enum neighbour_state state, uint32_t keep)
{
    struct neighbour *entry = find_room(now_ns, state, keep);
    uint16_t *bucket = bucket_of(address);

    ASSERT(address != 0 && !neighbour_find(address));
    if (!entry)
        return NULL;
    if (entry->state != NEIGHBOUR_FREE)
        neighbour_remove(entry);
    entry->address = address;
    entry->confirmed_ns = now_ns;
    entry->chain = *bucket;
    *bucket = (uint16_t)(entry - cache.entry);
    neighbour_set_state(entry, state);
    return entry;
}

struct neighbour *neighbour_first_due(void)
{
    struct neighbour *first = NULL;
    unsigned left = cache.waiting_count;

    for (struct neighbour *entry = cache.entry; left && entry < cache.entry + ARP_ENTRY_MAX; entry++) {
        if (entry->state != NEIGHBOUR_ASKED && entry->state != NEIGHBOUR_VERIFYING)
            continue;
        left--;
        if (!first || entry->retry_ns < first->retry_ns)
            first = entry;
    }
    return first;
}
