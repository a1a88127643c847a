/* dhcp_input.c - see dhcp.h: what a server says, and what follows from it in each state. */
#include "ip/dhcp.h"

#include "ip/acd.h"
#include "ip/counters.h"
#include "ip/dhcp_client.h"
#include "ip/eth.h"
#include "ip/route.h"
#include "log.h"

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
        dhcp_bind(now_ns, &lease);
    }
}

static void handle_nak(uint64_t now_ns)
{
    char text[ROUTE_TEXT_MAX];

    ip_counters.dhcp_naks++;
    log_info("dhcp: nak address=%s",
             route_text(text, dhcp.state == DHCP_REQUESTING ? dhcp.offer.address : dhcp.lease.address));
    dhcp_drop_address();
    dhcp_restart(now_ns, 0);
}

/* RFC 2131 4.4: which answers each state waits for, and from whom. */
static bool is_awaited(const struct dhcp_reply *reply)
{
    switch (dhcp.state) {
    case DHCP_SELECTING:
        return reply->type == DHCP_OFFER;
    case DHCP_REQUESTING:
        return reply->type != DHCP_OFFER && reply->server_id == dhcp.offer.server_id;
    case DHCP_RENEWING:
        return reply->type != DHCP_OFFER && reply->server_id == dhcp.lease.server_id;
    case DHCP_REBINDING:
    case DHCP_REBOOTING:
        return reply->type != DHCP_OFFER;
    default:
        return false;
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
