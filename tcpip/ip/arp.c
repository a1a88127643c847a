/* arp.c - see arp.h. */
#include "ip/arp.h"

#include "bytes.h"
#include "ip/acd.h"
#include "ip/counters.h"
#include "ip/neighbour.h"
#include "ip/route.h"
#include "memory.h"
#include "wire/fields.h"

void arp_reset(void)
{
    neighbour_reset();
}

bool arp_send(uint16_t operation, const uint8_t dst[6], uint32_t sender, const uint8_t *target_mac,
              uint32_t target)
{
    uint8_t frame[ETH_HEADER + ARP_PACKET] = {0};
    uint8_t *packet = frame + ETH_HEADER;
    struct netif_tx tx = {.head_len = sizeof frame};

    be16_put(packet + ARP_HARDWARE, ARP_HARDWARE_ETHERNET);
    be16_put(packet + ARP_PROTOCOL, ETH_TYPE_IPV4);
    packet[ARP_HARDWARE_LEN] = ETH_ADDRESS_LEN;
    packet[ARP_PROTOCOL_LEN] = 4;
    be16_put(packet + ARP_OPERATION, operation);
    memcpy(packet + ARP_SENDER_MAC, eth_info()->mac, ETH_ADDRESS_LEN);
    be32_put(packet + ARP_SENDER_IP, sender);
    if (target_mac)
        memcpy(packet + ARP_TARGET_MAC, target_mac, ETH_ADDRESS_LEN);
    be32_put(packet + ARP_TARGET_IP, target);
    if (operation == ARP_OP_REQUEST)
        ip_counters.arp_requests_sent++;
    else
        ip_counters.arp_replies_sent++;
    return eth_send(frame, dst, ETH_TYPE_ARP, &tx);
}

/* ---------------------------------------------------------------- asking */

static void ask(uint64_t now_ns, struct neighbour *entry)
{
    /* RFC 1122 2.3.2.1 (2), unicast poll: an entry that has grown old is verified with the host itself, so
     * that nobody else hears, and nothing is held up while it answers. */
    const uint8_t *dst = entry->state == NEIGHBOUR_VERIFYING ? entry->mac : eth_broadcast;

    arp_send(ARP_OP_REQUEST, dst, route_address(), NULL, entry->address);
    entry->tries++;
    entry->retry_ns = now_ns + ARP_RETRY_NS;
}

bool arp_resolve(uint64_t now_ns, uint32_t address, uint8_t mac[6])
{
    struct neighbour *entry = neighbour_find(address);

    if (!entry) {
        entry = neighbour_add(now_ns, address, NEIGHBOUR_ASKED, route_gateway());
        if (entry)
            ask(now_ns, entry);
        return false;
    }
    if (entry->state == NEIGHBOUR_ASKED)
        return false;
    entry->used_ns = now_ns ? now_ns : 1; /* 0 means never */
    if (entry->state == NEIGHBOUR_VALID && now_ns - entry->confirmed_ns >= ARP_FRESH_NS) {
        neighbour_set_state(entry, NEIGHBOUR_VERIFYING);
        entry->tries = 0;
        ask(now_ns, entry);
    }
    memcpy(mac, entry->mac, ETH_ADDRESS_LEN);
    return true;
}

bool arp_hold(uint32_t address, const uint8_t *frame, size_t len)
{
    struct neighbour *entry = neighbour_find(address);

    if (!entry || entry->state != NEIGHBOUR_ASKED || len > ARP_HELD_MAX) {
        ip_counters.arp_held_dropped++;
        return false;
    }
    ip_counters.arp_held_dropped += entry->held_len != 0;
    memcpy(entry->held, frame, len);
    entry->held_len = (uint16_t)len;
    return true;
}

void arp_timers(uint64_t now_ns)
{
    struct neighbour *entry;

    /* Each round either sets retry_ns behind now_ns or removes the entry: at most ARP_ENTRY_MAX rounds. */
    while ((entry = neighbour_first_due()) && entry->retry_ns <= now_ns) {
        if (entry->tries < ARP_TRIES) {
            ask(now_ns, entry);
        } else {
            ip_counters.arp_unanswered++;
            neighbour_remove(entry);
        }
    }
}

uint64_t arp_deadline_ns(void)
{
    const struct neighbour *entry = neighbour_first_due();

    return entry ? entry->retry_ns : UINT64_MAX;
}

/* ---------------------------------------------------------------- hearing */

/* Learn that address is at mac. What waited for it goes out now. */
static void confirm(uint64_t now_ns, struct neighbour *entry, const uint8_t mac[6])
{
    struct netif_tx tx = {.head_len = entry->held_len};

    if (entry->state != NEIGHBOUR_ASKED && memcmp(entry->mac, mac, ETH_ADDRESS_LEN) != 0)
        ip_counters.arp_changed++;
    memcpy(entry->mac, mac, ETH_ADDRESS_LEN);
    entry->confirmed_ns = now_ns;
    neighbour_set_state(entry, NEIGHBOUR_VALID);
    if (entry->held_len) {
        entry->used_ns = now_ns ? now_ns : 1;
        entry->held_len = 0;
        eth_send(entry->held, mac, ETH_TYPE_IPV4, &tx);
    }
}

static bool is_well_formed(const struct eth_rx *eth)
{
    const uint8_t *packet = eth->bytes;
    uint16_t operation;

    if (eth->len < ARP_PACKET || be16_get(packet + ARP_HARDWARE) != ARP_HARDWARE_ETHERNET ||
        be16_get(packet + ARP_PROTOCOL) != ETH_TYPE_IPV4 || packet[ARP_HARDWARE_LEN] != ETH_ADDRESS_LEN ||
        packet[ARP_PROTOCOL_LEN] != 4)
        return false;
    operation = be16_get(packet + ARP_OPERATION);
    if (operation != ARP_OP_REQUEST && operation != ARP_OP_REPLY)
        return false;
    /* RFC 1812 3.3.2: never believe that a host has a group address. */
    return !(packet[ARP_SENDER_MAC] & 1);
}

void arp_input(uint64_t now_ns, const struct eth_rx *eth)
{
    const uint8_t *packet = eth->bytes, *sender_mac = packet + ARP_SENDER_MAC;
    uint32_t sender, target;
    bool for_us;
    struct neighbour *entry;

    if (!is_well_formed(eth)) {
        ip_counters.arp_bad++;
        return;
    }
    sender = be32_get(packet + ARP_SENDER_IP);
    target = be32_get(packet + ARP_TARGET_IP);
    if (acd_input(now_ns, sender, sender_mac, target))
        return;

    /* RFC 826, "packet reception": first merge what the sender says of himself into an entry that exists,
     * then, only if we are the target, make one. So a broadcast to somebody else never takes room here. */
    for_us = route_address() != 0 && target == route_address();
    entry = route_source_is_sane(sender) && route_is_on_link(sender) ? neighbour_find(sender) : NULL;
    if (entry)
        confirm(now_ns, entry, sender_mac);
    else if (!for_us)
        ip_counters.arp_not_ours++;
    if (!for_us || be16_get(packet + ARP_OPERATION) != ARP_OP_REQUEST)
        return;

    /* RFC 5227 1.1: a sender of 0.0.0.0 is a probe; it wants an answer and leaves nothing to learn. */
    if (!entry && route_source_is_sane(sender) && route_is_on_link(sender)) {
        entry = neighbour_add(now_ns, sender, NEIGHBOUR_VALID, route_gateway());
        if (entry)
            confirm(now_ns, entry, sender_mac);
    }
    arp_send(ARP_OP_REPLY, sender_mac, target, sender_mac, sender);
}
