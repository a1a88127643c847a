/* acd.c - see acd.h. */
#include "ip/acd.h"

#include "ip/arp.h"
#include "ip/counters.h"
#include "ip/route.h"
#include "ip/ip_limits.h"
#include "log.h"
#include "memory.h"
#include "wire/fields.h"

static struct {
    enum acd_state state;
    uint32_t address;
    unsigned left;          /* probes or announcements still to send */
    uint64_t deadline_ns;   /* when PROBING, or CLAIMED with announcements left; else UINT64_MAX */
    uint64_t defended_ns;   /* when a conflict was answered last */
    bool has_defended;
    bool yields;            /* CLAIMED: the next who wants it may have it */
    uint8_t conflict_mac[6];
} acd = {.deadline_ns = UINT64_MAX};

/* RFC 5227 2.1.1: a probe says nothing of us, so that it spoils nobody's cache. */
static void send_probe(void)
{
    arp_send(ARP_OP_REQUEST, eth_broadcast, 0, NULL, acd.address);
}

/* RFC 5227 2.3: an announcement is a request for our own address, from it. */
static void send_announcement(void)
{
    arp_send(ARP_OP_REQUEST, eth_broadcast, acd.address, NULL, acd.address);
}

void acd_stop(void)
{
    acd.state = ACD_OFF;
    acd.deadline_ns = UINT64_MAX;
}

void acd_probe(uint64_t now_ns, uint32_t address)
{
    acd.state = ACD_PROBING;
    acd.address = address;
    acd.left = ARP_PROBES - 1;
    acd.deadline_ns = now_ns + ARP_PROBE_NS;
    send_probe();
}

void acd_claim(uint64_t now_ns, uint32_t address, bool with_probe)
{
    acd.state = ACD_CLAIMED;
    acd.address = address;
    acd.left = ARP_ANNOUNCEMENTS - 1;
    acd.deadline_ns = now_ns + ARP_ANNOUNCE_NS;
    acd.has_defended = false;
    acd.yields = false;
    if (with_probe)
        send_probe();
    send_announcement();
}

void acd_give_up(void)
{
    acd.yields = true;
    acd.left = 0; /* no more announcements */
}

enum acd_state acd_state(void)
{
    return acd.state;
}

const uint8_t *acd_conflict_mac(void)
{
    return acd.conflict_mac;
}

/* RFC 5227 2.4 (c): a server, whose clients know it by this address, keeps it, and defends it at most once in
 * DEFEND_INTERVAL, so that two stubborn hosts do not fill the network. */
static void defend(uint64_t now_ns, const uint8_t mac[6])
{
    char text[ROUTE_TEXT_MAX];

    if (acd.has_defended && now_ns - acd.defended_ns < ARP_DEFEND_NS)
        return;
    acd.has_defended = true;
    acd.defended_ns = now_ns;
    log_error("arp: conflict address=%s other=%02x:%02x:%02x:%02x:%02x:%02x", route_text(text, acd.address),
              mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    send_announcement();
}

bool acd_input(uint64_t now_ns, uint32_t sender, const uint8_t sender_mac[6], uint32_t target)
{
    /* A hub or a bridge may bring back what we have sent ourselves. */
    if (memcmp(sender_mac, eth_info()->mac, ETH_ADDRESS_LEN) == 0) {
        ip_counters.arp_echoed++;
        return true;
    }

    switch (acd.state) {
    case ACD_PROBING:
        /* RFC 5227 2.1.1: conflict, if somebody speaks from the address, or probes for it at the
         * same time. */
        if (sender != acd.address && !(sender == 0 && target == acd.address))
            return false;
        ip_counters.arp_conflicts++;
        acd.state = ACD_CONFLICT;
        acd.deadline_ns = UINT64_MAX;
        memcpy(acd.conflict_mac, sender_mac, ETH_ADDRESS_LEN);
        return true;
    case ACD_CLAIMED:
        if (sender != acd.address)
            return acd.yields && sender == 0 && target == acd.address;
        ip_counters.arp_conflicts++;
        if (acd.yields)
            acd.state = ACD_GIVEN_UP;
        else
            defend(now_ns, sender_mac);
        return true;
    case ACD_GIVEN_UP:
        return target == acd.address;
    default:
        return false;
    }
}

void acd_timers(uint64_t now_ns)
{
    if (now_ns < acd.deadline_ns)
        return;
    if (acd.state == ACD_PROBING && acd.left == 0) {
        acd.state = ACD_FREE;
        acd.deadline_ns = UINT64_MAX;
    } else if (acd.state == ACD_PROBING) {
        acd.left--;
        acd.deadline_ns = now_ns + ARP_PROBE_NS;
        send_probe();
    } else if (acd.state == ACD_CLAIMED && acd.left != 0) {
        acd.left--;
        acd.deadline_ns = acd.left ? now_ns + ARP_ANNOUNCE_NS : UINT64_MAX;
        send_announcement();
    } else {
        acd.deadline_ns = UINT64_MAX;
    }
}

uint64_t acd_deadline_ns(void)
{
    return acd.deadline_ns;
}
