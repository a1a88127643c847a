/* counters.h - everything that Ethernet, ARP, IPv4, ICMP, UDP and DHCP drop or do has a name here.
 *
 * Layer     ip/; read by anybody through ip_counters_get(), written by ip/ and stack*.c only
 */
#ifndef IP_COUNTERS_H
#define IP_COUNTERS_H

#include <stdint.h>

struct ip_counters {
    /* dropped: Ethernet */
    uint64_t eth_bad;           /* shorter than its header, or from a group address */
    uint64_t eth_not_ours;      /* another host's frame, or a multicast group's */
    uint64_t eth_type_unknown;  /* neither ARP nor IPv4 */

    /* dropped: ARP */
    uint64_t arp_bad;           /* not Ethernet and IPv4, too short, or a sender that cannot be */
    uint64_t arp_not_ours;      /* about other hosts, and none that we know */
    uint64_t arp_echoed;        /* our own packets, brought back by a hub or a bridge */
    uint64_t arp_full;          /* a neighbour found no room: all entries are in use */
    uint64_t arp_unanswered;    /* entries given up after ARP_TRIES */
    uint64_t arp_held_dropped;  /* packets that waited for an answer in vain, or were too large to wait */
    uint64_t arp_conflicts;     /* somebody else uses our address (RFC 5227) */

    /* dropped: IPv4 received */
    uint64_t ipv4_bad_header;   /* version or lengths */
    uint64_t ipv4_bad_checksum;
    uint64_t ipv4_bad_source;   /* a source that nobody can have: group, broadcast, loopback, our own */
    uint64_t ipv4_not_ours;
    uint64_t ipv4_fragments;
    uint64_t ipv4_protocol_unknown; /* answered with an ICMP error */
    uint64_t ipv4_broadcast;    /* TCP or ICMP to a broadcast address: never answered */

    /* dropped: IPv4 to send */
    uint64_t ipv4_no_address;
    uint64_t ipv4_no_route;
    uint64_t ipv4_too_long;
    uint64_t tx_full;           /* the interface took no more */

    /* dropped: ICMP */
    uint64_t icmp_bad;          /* too short, or checksum */
    uint64_t icmp_ignored;      /* types that a server has no use for */
    uint64_t icmp_bad_quote;    /* an error about a packet that we cannot have sent */
    uint64_t icmp_echo_busy;    /* long echoes: all buffers in use */
    uint64_t icmp_limited;      /* errors that we did not send, because of too many */

    /* dropped: UDP and DHCP */
    uint64_t udp_bad;           /* lengths or checksum */
    uint64_t udp_no_port;
    uint64_t dhcp_bad;          /* malformed, or useless for a lease */
    uint64_t dhcp_not_ours;     /* another transaction or client, or not awaited now */

    /* done */
    uint64_t arp_requests_sent;
    uint64_t arp_replies_sent;
    uint64_t arp_changed;       /* a neighbour's hardware address became another one */
    uint64_t ipv4_options;      /* packets with options, which are skipped */
    uint64_t icmp_echo_replies;
    uint64_t icmp_errors_sent;
    uint64_t icmp_errors_received;
    uint64_t dhcp_naks;
    uint64_t link_changes;
};

/* Counted since boot. Static. */
const struct ip_counters *ip_counters_get(void);

extern struct ip_counters ip_counters;

#endif
