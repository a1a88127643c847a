/* dhcp.c - see dhcp.h. */
#include "ip/dhcp.h"

#include "ip/acd.h"
#include "ip/arp.h"
#include "ip/counters.h"
#include "ip/dhcp_client.h"
#include "ip/ip_limits.h"
#include "ip/route.h"
#include "log.h"

struct dhcp_client dhcp = {.deadline_ns = UINT64_MAX};

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* ---------------------------------------------------------------- changes of state */

/* Begin anew after a pause that grows with every failure: a server that says no for ever is not asked in a
 * loop. */
static void restart(uint64_t now_ns, uint64_t pause_min_ns)
{
    uint64_t pause_ns = dhcp.failures ? dhcp_backoff_ns(dhcp.failures) : 0;

    dhcp.failures++;
    dhcp_enter(DHCP_INIT);
    dhcp.deadline_ns = now_ns + (pause_ns > pause_min_ns ? pause_ns : pause_min_ns);
}

static void drop_address(void)
{
    dhcp.lease = (struct dhcp_lease){0};
    acd_stop();
    arp_reset();
    route_set(0, 0, 0);
}

/* Take a lease that was judged into use, the first time or again. */
static void bind(uint64_t now_ns, const struct dhcp_lease *lease)
{
    bool is_new = lease->address != dhcp.lease.address;
    bool moved = is_new || lease->prefix_len != dhcp.lease.prefix_len || lease->gateway != dhcp.lease.gateway;
    char address[ROUTE_TEXT_MAX], gateway[ROUTE_TEXT_MAX], server[ROUTE_TEXT_MAX];
    uint8_t mac[6];

    dhcp_enter(DHCP_BOUND);
    dhcp.failures = 0;
    dhcp.lease = *lease;
    dhcp.deadline_ns = lease->renew_ns;
    log_info("dhcp: bound address=%s/%u gateway=%s server=%s lease_s=%u", route_text(address, lease->address),
             lease->prefix_len, route_text(gateway, lease->gateway), route_text(server, lease->server_id),
             lease->lease_s);
    if (moved) {
        arp_reset();
        route_set(lease->address, lease->prefix_len, lease->gateway);
    }
    if (is_new)
        acd_claim(now_ns, lease->address, false);
    if (moved && lease->gateway)
        arp_resolve(now_ns, lease->gateway, mac); /* in advance: the first client need not wait for it */
}

/* RFC 2131 4.4.1: somebody has the address already. Tell the server, and leave it time to find
 * another one. */
static void decline(uint64_t now_ns)
{
    const uint8_t *mac = acd_conflict_mac();
    char text[ROUTE_TEXT_MAX];

    log_error("dhcp: decline address=%s other=%02x:%02x:%02x:%02x:%02x:%02x",
              route_text(text, dhcp.offer.address), mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    dhcp_send(now_ns, DHCP_DECLINE, &dhcp.offer);
    acd_stop();
    restart(now_ns, DHCP_DECLINE_NS);
}

void dhcp_stop(void)
{
    dhcp.state = DHCP_STOPPED;
    dhcp.deadline_ns = UINT64_MAX;
    dhcp.lease = (struct dhcp_lease){0};
}

void dhcp_start(uint64_t now_ns, const char *hostname, uint64_t seed, bool link_up)
{
    dhcp_stop();
    dhcp.hostname = hostname;
    dhcp.random = seed;
    dhcp.failures = 0;
    dhcp_enter(DHCP_INIT);
    dhcp.deadline_ns = link_up ? now_ns : UINT64_MAX;
    if (!link_up)
        log_info("dhcp: waiting for link");
}

void dhcp_link_up(uint64_t now_ns)
{
    if (dhcp.state == DHCP_STOPPED)
        return;
    if (dhcp.lease.address == 0) {
        dhcp.failures = 0;
        acd_stop();
        dhcp_enter(DHCP_INIT);
        dhcp.deadline_ns = now_ns;
        return;
    }
    /* RFC 2131 3.7: it may be another network now. Ask, and go on serving meanwhile: mostly a cable was
     * moved. */
    dhcp_enter(DHCP_REBOOTING);
    dhcp.xid = (uint32_t)dhcp_random();
    dhcp.started_ns = now_ns;
    dhcp_send_request(now_ns, &dhcp.lease);
}

bool dhcp_is_running(void)
{
    return dhcp.state != DHCP_STOPPED;
}

/* ---------------------------------------------------------------- hearing */

static void handle_offer(uint64_t now_ns, const struct dhcp_reply *reply)
{
    char address[ROUTE_TEXT_MAX], server[ROUTE_TEXT_MAX];

    if (!dhcp_lease_read(reply, dhcp.asked_ns, &dhcp.offer)) {
        ip_counters.dhcp_bad++;
        return;
    }
    log_info("dhcp: offer address=%s server=%s", route_text(address, dhcp.offer.address),
             route_text(server, dhcp.offer.server_id));
    dhcp_enter(DHCP_REQUESTING); /* the first good offer will do (RFC 2131 4.4.1) */
    dhcp_send_request(now_ns, &dhcp.offer);
}

static void handle_ack(uint64_t now_ns, const struct dhcp_reply *reply)
{
    struct dhcp_lease lease;
    uint32_t expected = dhcp.state == DHCP_REQUESTING ? dhcp.offer.address : dhcp.lease.address;

    if (!dhcp_lease_read(reply, dhcp.asked_ns, &lease) || lease.address != expected) {
        ip_counters.dhcp_bad++;
        return;
    }
    if (dhcp.state == DHCP_REQUESTING) {
        dhcp.offer = lease;
        dhcp_enter(DHCP_PROBING);
        acd_probe(now_ns, lease.address);
    } else {
        bind(now_ns, &lease);
    }
}

static void handle_nak(uint64_t now_ns)
{
    char text[ROUTE_TEXT_MAX];

    ip_counters.dhcp_naks++;
    log_info("dhcp: nak address=%s",
             route_text(text, dhcp.state == DHCP_REQUESTING ? dhcp.offer.address : dhcp.lease.address));
    drop_address();
    restart(now_ns, 0);
}

/* RFC 2131 4.4: which answers each state waits for, and from whom. */
static bool is_awaited(const struct dhcp_reply *reply)
{
    switch (dhcp.state) {
    case DHCP_SELECTING: return reply->type == DHCP_OFFER;
    case DHCP_REQUESTING: return reply->type != DHCP_OFFER && reply->server_id == dhcp.offer.server_id;
    case DHCP_RENEWING: return reply->type != DHCP_OFFER && reply->server_id == dhcp.lease.server_id;
    case DHCP_REBINDING:
    case DHCP_REBOOTING: return reply->type != DHCP_OFFER;
    default: return false;
    }
}

void dhcp_input(uint64_t now_ns, const uint8_t *bytes, size_t len)
{
    struct dhcp_reply reply;
    enum dhcp_parse parse = dhcp_parse(bytes, len, dhcp.xid, eth_info()->mac, &reply);

    if (parse == DHCP_MALFORMED) {
        ip_counters.dhcp_bad++;
        return;
    }
    if (parse == DHCP_FOREIGN || !is_awaited(&reply)) {
        ip_counters.dhcp_not_ours++;
        return;
    }
    if (reply.type == DHCP_OFFER)
        handle_offer(now_ns, &reply);
    else if (reply.type == DHCP_ACK)
        handle_ack(now_ns, &reply);
    else
        handle_nak(now_ns);
}

/* ---------------------------------------------------------------- time */

/* BOUND, RENEWING and REBINDING: which of them the clock says it is. */
static void advance_lease(uint64_t now_ns)
{
    enum dhcp_state stage = now_ns >= dhcp.lease.rebind_ns ? DHCP_REBINDING : DHCP_RENEWING;

    if (dhcp.state != stage) {
        dhcp_enter(stage);
        dhcp.xid = (uint32_t)dhcp_random();
        dhcp.started_ns = now_ns;
    }
    dhcp_send_renewal(now_ns, stage == DHCP_RENEWING ? dhcp.lease.rebind_ns : dhcp.lease.expire_ns);
}

static void expire(uint64_t now_ns)
{
    char text[ROUTE_TEXT_MAX];

    log_error("dhcp: lease expired address=%s", route_text(text, dhcp.lease.address));
    drop_address();
    restart(now_ns, 0);
}

static void retry_request(uint64_t now_ns)
{
    if (dhcp.attempt < DHCP_REQUEST_TRIES) {
        dhcp_send_request(now_ns, dhcp.state == DHCP_REBOOTING ? &dhcp.lease : &dhcp.offer);
    } else if (dhcp.state == DHCP_REBOOTING) {
        /* RFC 2131 3.2 (4): nobody answers; the address is ours for the rest of its time. */
        dhcp_enter(DHCP_BOUND);
        dhcp.deadline_ns = dhcp.lease.renew_ns;
    } else {
        restart(now_ns, 0);
    }
}

static void check_probe(uint64_t now_ns)
{
    if (acd_state() == ACD_CONFLICT)
        decline(now_ns);
    else if (acd_state() == ACD_FREE)
        bind(now_ns, &dhcp.offer);
}

void dhcp_timers(uint64_t now_ns)
{
    if (now_ns < dhcp_deadline_ns())
        return;
    if (dhcp.lease.address != 0 && now_ns >= dhcp.lease.expire_ns) {
        expire(now_ns);
        return;
    }
    switch (dhcp.state) {
    case DHCP_STOPPED: break;
    case DHCP_INIT:
    case DHCP_SELECTING: dhcp_send_discover(now_ns); break;
    case DHCP_REQUESTING:
    case DHCP_REBOOTING: retry_request(now_ns); break;
    case DHCP_PROBING: check_probe(now_ns); break;
    case DHCP_BOUND:
    case DHCP_RENEWING:
    case DHCP_REBINDING: advance_lease(now_ns); break;
    }
}

uint64_t dhcp_deadline_ns(void)
{
    uint64_t deadline_ns = dhcp.deadline_ns;

    if (dhcp.state == DHCP_PROBING)
        return acd_state() == ACD_PROBING ? acd_deadline_ns() : 0;
    return dhcp.lease.address != 0 ? earlier(deadline_ns, dhcp.lease.expire_ns) : deadline_ns;
}
