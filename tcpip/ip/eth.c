/* eth.c - see eth.h. */
#include "ip/eth.h"

#include "bytes.h"
#include "ip/counters.h"
#include "memory.h"
#include "wire/fields.h"

const uint8_t eth_broadcast[6] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

static struct netif_info interface;

void eth_init(void)
{
    netif_info(&interface);
}

const struct netif_info *eth_info(void)
{
    return &interface;
}

bool eth_input(const struct netif_rx *rx, struct eth_rx *eth)
{
    const uint8_t *dst = rx->frame + ETH_DST;

    /* IEEE 802.3 3.2.3: a source address is never a group address. */
    if (rx->len < ETH_HEADER || rx->frame[ETH_SRC] & 1) {
        ip_counters.eth_bad++;
        return false;
    }
    eth->broadcast = memcmp(dst, eth_broadcast, ETH_ADDRESS_LEN) == 0;

    /* Switches flood what they have not learned yet, and bridges are promiscuous: others' frames do arrive.
     * No multicast group is of use to a server over IPv4. */
    if (!eth->broadcast && memcmp(dst, interface.mac, ETH_ADDRESS_LEN) != 0) {
        ip_counters.eth_not_ours++;
        return false;
    }
    eth->type = be16_get(rx->frame + ETH_TYPE);
    eth->bytes = rx->frame + ETH_HEADER;
    eth->len = rx->len - ETH_HEADER;
    return true;
}

bool eth_send(uint8_t *frame, const uint8_t dst[6], uint16_t type, struct netif_tx *tx)
{
    memcpy(frame + ETH_DST, dst, ETH_ADDRESS_LEN);
    memcpy(frame + ETH_SRC, interface.mac, ETH_ADDRESS_LEN);
    be16_put(frame + ETH_TYPE, type);
    tx->head = frame;
    if (netif_send(tx))
        return true;
    ip_counters.tx_full++;
    return false;
}
