/* acd.h - address conflict detection: is an address free, is it still ours?
 *
 * Layer     ip/; callers: arp (what was heard), dhcp and stack (what is wanted)
 * Source    RFC 5227. Two departures, both for the sake of a boot of milliseconds: the waits are shorter
 *           (ip_limits.h), and a static address is used at once, while the probe is still on its way: the
 *           operator has decided, and a conflict is his to hear of.
 */
#ifndef IP_ACD_H
#define IP_ACD_H

#include <stdbool.h>
#include <stdint.h>

enum acd_state {
    ACD_OFF,
    ACD_PROBING,  /* asking whether somebody has the address */
    ACD_FREE,     /* nobody answered */
    ACD_CONFLICT, /* somebody has it, or probes for it as well */
    ACD_CLAIMED,  /* it is ours: announced, and defended */
    ACD_GIVEN_UP, /* it was ours: somebody has claimed it after acd_give_up() */
};

/* Forget the address. */
void acd_stop(void);

/* Ask whether an address is free; acd_state() has the answer after acd_deadline_ns(). */
void acd_probe(uint64_t now_ns, uint32_t address);

/* Announce an address as ours (RFC 5227 2.3), and defend it from now on. with_probe: ask as well, but do not
 * wait. */
void acd_claim(uint64_t now_ns, uint32_t address, bool with_probe);

/* Leave a claimed address to whoever claims it: a probe for it gets no answer, a claim of it is not fought,
 * and after that nobody is told that it is ours. */
void acd_give_up(void);

enum acd_state acd_state(void);

/* Whoever was the conflict: valid with ACD_CONFLICT. */
const uint8_t *acd_conflict_mac(void);

/* Look at every ARP packet.
 *
 * sender, target  host order; sender_mac: a unicast address
 * Returns         true when the packet is done with: it is our own, claims our address, or is for
 *                 whoever has that now
 */
bool acd_input(uint64_t now_ns, uint32_t sender, const uint8_t sender_mac[6], uint32_t target);

void acd_timers(uint64_t now_ns);
uint64_t acd_deadline_ns(void); /* UINT64_MAX: never */

#endif
