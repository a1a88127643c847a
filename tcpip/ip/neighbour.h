/* neighbour.h - the neighbour cache: which hardware address the hosts of our own network have.
 *
 * Layer     ip/; only arp.c uses it. A table: it sends nothing.
 * Memory    static, ARP_ENTRY_MAX entries. Whoever is in use keeps his entry against newcomers, so that a
 *           flood of made-up neighbours costs the flood's own entries first.
 * Cost      finding O(1) on average, ARP_ENTRY_MAX at worst; adding O(ARP_ENTRY_MAX)
 */
#ifndef IP_NEIGHBOUR_H
#define IP_NEIGHBOUR_H

#include "ip/ip_limits.h"

#include <stdbool.h>
#include <stdint.h>

enum neighbour_state {
    NEIGHBOUR_FREE = 0,
    NEIGHBOUR_ASKED,     /* mac unknown, requests are being broadcast */
    NEIGHBOUR_VALID,     /* mac known */
    NEIGHBOUR_VERIFYING, /* mac known but old: requests are being sent to it alone */
};

struct neighbour {
    uint32_t address; /* host order; 0 exactly when state is NEIGHBOUR_FREE */
    uint8_t mac[6];   /* not when NEIGHBOUR_ASKED */
    uint8_t state;    /* enum neighbour_state */
    uint8_t tries;    /* requests sent, 1 to ARP_TRIES; when ASKED or VERIFYING */
    uint16_t chain;   /* the next entry of the bucket */
    uint16_t held_len; /* bytes of held; 0 unless ASKED */
    uint64_t retry_ns;     /* when ASKED or VERIFYING: time of the next request, or of giving up */
    uint64_t confirmed_ns; /* when mac was last heard of, or ASKED for first */
    uint64_t used_ns;      /* when last sent to; 0: never */
    uint8_t held[ARP_HELD_MAX]; /* a whole frame but for its destination, waiting for mac */
};

/* Forget everybody. */
void neighbour_reset(void);

/* Returns the entry of an address, or NULL. Valid until the next neighbour_add() or neighbour_remove(). */
struct neighbour *neighbour_find(uint32_t address);

/* Make an entry for an address that has none.
 *
 * state     NEIGHBOUR_ASKED: may displace the oldest ASKED entry once there are ARP_ASKED_MAX of them;
 *           NEIGHBOUR_VALID: may displace entries that nobody has used for ARP_IN_USE_NS
 * keep      an address whose entry stays (the gateway); 0: none
 * Returns   the entry, zeroed but for address, state and confirmed_ns, or NULL when there is no room
 *           (counted)
 */
struct neighbour *neighbour_add(uint64_t now_ns, uint32_t address, enum neighbour_state state, uint32_t keep);

/* Every change of an entry's state passes here. */
void neighbour_set_state(struct neighbour *entry, enum neighbour_state state);

void neighbour_remove(struct neighbour *entry);

/* The ASKED and VERIFYING entries, to run their timers: the one whose retry_ns is due first, or NULL. */
struct neighbour *neighbour_first_due(void);

#endif
