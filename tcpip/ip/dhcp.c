/* dhcp.c - see dhcp.h: the changes of state, and what time brings. dhcp_input.c hears, dhcp_send.c speaks. */
#include "ip/dhcp.h"

#include "ip/acd.h"
#include "ip/arp.h"
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

void dhcp_restart(uint64_t now_ns, uint64_t pause_min_ns)
{
    uint64_t pause_ns = dhcp.failures ? dhcp_backoff_ns(dhcp.failures) : 0;

    dhcp.failures++;
    dhcp_enter(DHCP_INIT);
    dhcp.deadline_ns = now_ns + (pause_ns > pause_min_ns ? pause_ns : pause_min_ns);
}

void dhcp_drop_address(void)
{
    dhcp.lease = (struct dhcp_lease){0};
    acd_stop();
    arp_reset();
    route_set(0, 0, 0);
}

void dhcp_bind(uint64_t now_ns, const struct dhcp_lease *lease)
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
    dhcp_restart(now_ns, DHCP_DECLINE_NS);
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
    dhcp_drop_address();
    dhcp_restart(now_ns, 0);
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
        dhcp_restart(now_ns, 0);
    }
}

static void check_probe(uint64_t now_ns)
{
    if (acd_state() == ACD_CONFLICT)
        decline(now_ns);
    else if (acd_state() == ACD_FREE)
        dhcp_bind(now_ns, &dhcp.offer);
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
