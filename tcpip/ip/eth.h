/* eth.h - Ethernet II frames.
 *
 * Layer     ip/; above: arp, ipv4; below: netif
 * Source    RFC 894; IEEE 802.3 for the group bit
 * Trust     everything in a received frame is hostile; its length was checked by netif and is checked again
 */
#ifndef IP_ETH_H
#define IP_ETH_H

#include "netif.h"

extern const uint8_t eth_broadcast[6];

/* Look at the interface: MAC, MTU, offloads. Call before anything else, and when the link has changed. */
void eth_init(void);

/* What eth_init() saw. Static. */
const struct netif_info *eth_info(void);

/* A frame for us. */
struct eth_rx {
    uint16_t type;        /* ETH_TYPE_* */
    bool broadcast;       /* sent to all, not to us alone */
    const uint8_t *bytes; /* the payload, padding included; lent as long as the frame is */
    size_t len;
};

/* Take a frame's header off.
 *
 * Returns   false when the frame is not for us, or broken (counted)
 */
bool eth_input(const struct netif_rx *rx, struct eth_rx *eth);

/* Send a frame whose first ETH_HEADER bytes are still empty.
 *
 * frame     head_len writable bytes; tx->head is set to it
 * tx        head_len, spans and offloads filled in
 * Returns   false when the transmit ring is full (counted)
 */
bool eth_send(uint8_t *frame, const uint8_t dst[6], uint16_t type, struct netif_tx *tx);

#endif
