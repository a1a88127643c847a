/* dhcp.h - DHCP messages: reading a server's, writing ours. The life of a lease is in ip/dhcp.h.
 *
 * Layer     wire
 * Source    RFC 2131 2 (format), RFC 2132 (options)
 * Trust     a server's message is hostile: option lengths never lead out of it, whatever they say
 */
#ifndef WIRE_DHCP_H
#define WIRE_DHCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DHCP_SERVER_PORT 67u
#define DHCP_CLIENT_PORT 68u
#define DHCP_LEASE_INFINITE 0xFFFFFFFFu /* RFC 2131 3.3 */
#define DHCP_MESSAGE_MIN 300u /* bytes that we send at least: BOOTP's length, for old relays (RFC 1542 2.1) */
#define DHCP_MESSAGE_MAX 420u /* bytes that we send at most: fixed part, options, a host name of 63 */

enum dhcp_type { DHCP_DISCOVER = 1, DHCP_OFFER, DHCP_REQUEST, DHCP_DECLINE, DHCP_ACK, DHCP_NAK };

/* What a server says; addresses in host order, 0 where it says nothing. */
struct dhcp_reply {
    uint8_t type; /* enum dhcp_type: OFFER, ACK or NAK */
    uint32_t your_address;
    uint32_t server_id;
    uint32_t subnet_mask;
    uint32_t router;   /* the first */
    uint32_t lease_s;
    uint32_t renew_s;  /* T1 */
    uint32_t rebind_s; /* T2 */
};

enum dhcp_parse {
    DHCP_MALFORMED = -1, /* not a DHCP server's message, or its options end in the middle */
    DHCP_FOREIGN = 0,    /* another transaction or another client */
    DHCP_OK = 1,
};

/* Read a server's message, len bytes of UDP payload, for our transaction xid and hardware address mac. */
enum dhcp_parse dhcp_parse(const uint8_t *bytes, size_t len, uint32_t xid, const uint8_t mac[6],
                           struct dhcp_reply *reply);

/* What we say; host order, 0: the option or field is left out. */
struct dhcp_message {
    uint8_t type; /* DISCOVER, REQUEST or DECLINE */
    uint32_t xid;
    uint16_t secs;           /* since we began to ask */
    uint32_t client_address; /* ciaddr: ours, when it is in use */
    uint32_t requested;      /* option 50 */
    uint32_t server_id;      /* option 54 */
    const uint8_t *mac;      /* 6 bytes */
    const char *hostname;    /* option 12; NUL-terminated, at most 63 bytes; "" for none */
};

/* Write a message into buf, DHCP_MESSAGE_MAX bytes. Returns its length, DHCP_MESSAGE_MIN or more. */
size_t dhcp_write(uint8_t *buf, const struct dhcp_message *message);

#endif
