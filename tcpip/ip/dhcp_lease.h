/* dhcp_lease.h - what a server's offer is worth, and for how long.
 *
 * Layer   ip/; shared by dhcp*.c
 */
#ifndef IP_DHCP_LEASE_H
#define IP_DHCP_LEASE_H

#include "wire/dhcp.h"

struct dhcp_lease {
    /* With an address: renew_ns < rebind_ns < expire_ns, or all three UINT64_MAX (for ever). */
    uint32_t address; /* host order; 0: no lease */
    uint8_t prefix_len;
    uint32_t gateway;   /* 0: none */
    uint32_t server_id; /* address of the server, for renewing */
    uint32_t lease_s;   /* as the server said, for the log */
    uint64_t renew_ns;  /* T1 */
    uint64_t rebind_ns; /* T2 */
    uint64_t expire_ns;
};

/* Judge an OFFER or ACK.
 *
 * asked_ns  when we sent what it answers: the lease runs from then (RFC 2131 4.4.1)
 * Returns   false when nobody could live on it: no address, no server, no or hardly any time, an impossible
 *           mask
 */
bool dhcp_lease_read(const struct dhcp_reply *reply, uint64_t asked_ns, struct dhcp_lease *lease);

#endif
