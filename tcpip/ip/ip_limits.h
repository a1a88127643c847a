/* ip_limits.h - every size and time of ARP, IP, ICMP and DHCP. Pools of connections are an argument of
 * stack_init().
 *
 * Layer   ip/ and stack.c
 * What grows with the world is bounded here, each bound has a counter (ip/counters.h) and a test with a full
 * table.
 */
#ifndef IP_LIMITS_H
#define IP_LIMITS_H

#define LIMIT_MS 1000000ull     /* ns */
#define LIMIT_S  1000000000ull  /* ns */

/* The loop */
#define STACK_FRAMES_PER_TURN 64u              /* then the connections get their turn to send */
#define STACK_LINK_CHECK_NS   (100 * LIMIT_MS) /* a link that is up is looked at so often: it may cost much */
#define STACK_LINK_POLL_NS    (1 * LIMIT_S)    /* how often a link that is down is looked at */

/* ARP: the neighbour cache */
#define ARP_ENTRY_MAX         256u             /* hosts of our own network that we talk to at a time */
#define ARP_BUCKETS           64u              /* a power of two */
#define ARP_ASKED_MAX         64u              /* of them: without an answer yet, whatever clients make up */
#define ARP_HELD_MAX          128u             /* bytes of the one frame kept for an ASKED entry */
#define ARP_TRIES             3u               /* requests before an entry is given up */
#define ARP_RETRY_NS          (1 * LIMIT_S)    /* RFC 1122 2.3.2.1: one request a second for an address */
#define ARP_FRESH_NS          (60 * LIMIT_S)   /* RFC 1122 2.3.2.1: then it is verified by unicast, if used */
#define ARP_IN_USE_NS         (30 * LIMIT_S)   /* an entry used so recently makes no room for a newcomer */

/* ARP: our own address (RFC 5227). Its PROBE_WAIT, PROBE_MIN and ANNOUNCE_WAIT add up to four seconds and
 * more, which is longer than the whole boot: a switched network answers in milliseconds, and a conflict seen
 * later is seen anyway. */
#define ARP_PROBES            2u
#define ARP_PROBE_NS          (150 * LIMIT_MS) /* between probes, and after the last one */
#define ARP_ANNOUNCEMENTS     2u               /* ANNOUNCE_NUM */
#define ARP_ANNOUNCE_NS       (2 * LIMIT_S)    /* ANNOUNCE_INTERVAL */
#define ARP_DEFEND_NS         (10 * LIMIT_S)   /* DEFEND_INTERVAL */

/* ICMP */
#define ICMP_ECHO_BUFFERS  8u                /* echo replies that are too long for a frame's copied head */
#define ICMP_ECHO_REUSE_NS (10 * LIMIT_MS)   /* a driver may read such a buffer for so long */
#define ICMP_ERROR_BURST   16u               /* errors that we send at once, */
#define ICMP_ERROR_NS      (50 * LIMIT_MS)   /* and then one in this time */
#define ICMP_QUOTED_MAX    128u              /* bytes of the packet that an error of ours quotes */

/* DHCP */
#define DHCP_BACKOFF_MAX_S 64u               /* RFC 2131 4.1 */
#define DHCP_REQUEST_TRIES 4u                /* RFC 2131 3.1, step 5 */
#define DHCP_DECLINE_NS    (10 * LIMIT_S)    /* RFC 2131 3.1, step 5: wait after a DECLINE */
#define DHCP_RENEW_MIN_NS  (60 * LIMIT_S)    /* RFC 2131 4.4.5 */
#define DHCP_LEASE_MIN_S   10u               /* shorter leases are refused: they would only be renewed */

#endif
