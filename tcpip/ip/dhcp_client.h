/* dhcp_client.h - the client's state: dhcp.c changes it, dhcp_input.c hears, dhcp_send.c speaks.
 *
 * Layer   ip/: shared by these three only; everybody else goes through dhcp.h
 */
#ifndef IP_DHCP_CLIENT_H
#define IP_DHCP_CLIENT_H

#include "ip/dhcp_lease.h"

/* RFC 2131 figure 5; PROBING is its "DHCPACK/ check address". */
enum dhcp_state {
    DHCP_STOPPED,
    DHCP_INIT,       /* waiting for deadline_ns, or for the link, to begin */
    DHCP_SELECTING,  /* DISCOVER sent */
    DHCP_REQUESTING, /* an offer was taken: REQUEST sent */
    DHCP_PROBING,    /* acknowledged: is the address really free? */
    DHCP_BOUND,
    DHCP_RENEWING,   /* past T1: asking our server */
    DHCP_REBINDING,  /* past T2: asking any server */
    DHCP_REBOOTING,  /* the link was away: asking any server whether our address is still good */
};

struct dhcp_client {
    enum dhcp_state state;
    const char *hostname;
    uint64_t random;
    uint32_t xid;
    unsigned attempt;     /* messages sent in this state */
    unsigned failures;    /* returns to INIT since the last lease */
    uint64_t started_ns;  /* when we began to ask: the message's secs */
    uint64_t asked_ns;    /* when the last DISCOVER or REQUEST went out */
    uint64_t deadline_ns; /* when dhcp_timers() has something to do; not when PROBING */
    struct dhcp_lease offer; /* when REQUESTING or PROBING */
    struct dhcp_lease lease; /* address != 0 exactly when it is in use: BOUND and behind */
};

/* The one client. */
extern struct dhcp_client dhcp;

/* The next of a row of numbers that differs between machines. They are not secret. */
uint64_t dhcp_random(void);

/* The pause behind an attempt, 1 or more, by chance one second longer or shorter. */
uint64_t dhcp_backoff_ns(unsigned attempt);

/* Enter a state: no message has been sent in it. */
void dhcp_enter(enum dhcp_state state);

/* Begin anew after a pause that grows with every failure: a server that says no for ever is not asked in a
 * loop. */
void dhcp_restart(uint64_t now_ns, uint64_t pause_min_ns);

/* Take a lease that was judged into use, the first time or again. */
void dhcp_bind(uint64_t now_ns, const struct dhcp_lease *lease);

/* We have no lease and no address any more. */
void dhcp_drop_address(void);

/* Send a message that is about an offer or lease, as the state wants it (RFC 2131 table 5).
 *
 * Returns   false when it did not go out: as ipv4_send()
 */
bool dhcp_send(uint64_t now_ns, uint8_t type, const struct dhcp_lease *about);

/* Say what the state has to say, once, and set the time of the next attempt: to anybody (enters
 * DHCP_SELECTING); for an address, when DHCP_REQUESTING or DHCP_REBOOTING; for our lease, when DHCP_RENEWING
 * or DHCP_REBINDING. */
void dhcp_send_discover(uint64_t now_ns);
void dhcp_send_request(uint64_t now_ns, const struct dhcp_lease *about);
void dhcp_send_renewal(uint64_t now_ns, uint64_t stage_end_ns); /* T2, or the end of the lease */

#endif
