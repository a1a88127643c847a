/* icmp.h - answering pings, and the errors of IP in both directions.
 *
 * Layer     ip/; above: stack; below: ipv4
 * Source    RFC 792, RFC 1122 3.2.2, RFC 1191 (path MTU), RFC 4443's advice of a rate limit, RFC 6633 (source
 *           quench is dead)
 * Memory    static; echo replies too long for a frame's head are sent from a few buffers (ip_limits.h)
 */
#ifndef IP_ICMP_H
#define IP_ICMP_H

#include "ip/ipv4.h"
#include "wire/fields.h"

void icmp_init(void);

/* A router or host says that a TCP segment of ours did not arrive. */
struct icmp_error {
    uint32_t dst;          /* whom it was for, host order */
    const uint8_t *quoted; /* its first 8 bytes; lent as long as the packet is */
    uint16_t mtu;          /* the IP packet that would have fitted, bytes, 68 or more; 0: another cause */
};

/* Handle a received message: answers an echo request, reports an error.
 *
 * Returns   true when it is an error about TCP, in *error. Whether we have such a connection is the caller's
 *           to check.
 */
bool icmp_input(uint64_t now_ns, const struct ipv4_rx *rx, struct icmp_error *error);

/* Tell the sender of a packet that it did not arrive.
 *
 * code      ICMP_CODE_PROTOCOL or ICMP_CODE_PORT
 * Sends     nothing for a broadcast, nor beyond the rate limit (counted)
 */
void icmp_unreachable(uint64_t now_ns, const struct ipv4_rx *rx, uint8_t code);

#endif
