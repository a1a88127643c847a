/* dhcp_send.c - see dhcp_client.h: the messages of each state, and the pauses between them. */
#include "ip/dhcp_client.h"

#include "ip/eth.h"
#include "ip/ip_limits.h"
#include "ip/route.h"
#include "ip/udp.h"
#include "log.h"

/* splitmix64: ids and pauses need to differ between machines, not to be secret. */
uint64_t dhcp_random(void)
{
    uint64_t z = dhcp.random += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* RFC 2131 4.1: pauses of 2, 4, 8 ... 64 seconds, each one second longer or shorter by chance, so that a
 * house full of machines that lost power together does not ask together. */
static unsigned backoff_s(unsigned attempt)
{
    return attempt < 6 ? 1u << attempt : DHCP_BACKOFF_MAX_S;
}

uint64_t dhcp_backoff_ns(unsigned attempt)
{
    return (backoff_s(attempt) - 1) * LIMIT_S + dhcp_random() % (2 * LIMIT_S);
}

bool dhcp_send(uint64_t now_ns, uint8_t type, const struct dhcp_lease *about)
{
    bool in_use = dhcp.state == DHCP_RENEWING || dhcp.state == DHCP_REBINDING;
    bool to_server = dhcp.state == DHCP_REQUESTING || dhcp.state == DHCP_PROBING;
    uint64_t secs = (now_ns - dhcp.started_ns) / LIMIT_S;
    uint8_t buf[UDP_HEADROOM + DHCP_MESSAGE_MAX];
    struct dhcp_message message = {
        .type = type,
        .xid = dhcp.xid,
        .secs = (uint16_t)earlier(secs, UINT16_MAX),
        .client_address = in_use ? about->address : 0,
        .requested = in_use || type == DHCP_DISCOVER ? 0 : about->address,
        .server_id = to_server ? about->server_id : 0,
        .mac = eth_info()->mac,
        .hostname = dhcp.hostname,
    };
    struct udp_tx udp = {
        .src = in_use ? about->address : 0,
        .dst = dhcp.state == DHCP_RENEWING ? about->server_id : 0xFFFFFFFF,
        .src_port = DHCP_CLIENT_PORT,
        .dst_port = DHCP_SERVER_PORT,
        .payload = buf + UDP_HEADROOM,
        .len = dhcp_write(buf + UDP_HEADROOM, &message),
    };

    if (type != DHCP_DECLINE)
        dhcp.asked_ns = now_ns;
    return udp_send(now_ns, &udp);
}

void dhcp_enter(enum dhcp_state state)
{
    dhcp.state = state;
    dhcp.attempt = 0;
}

void dhcp_send_discover(uint64_t now_ns)
{
    if (dhcp.state != DHCP_SELECTING) {
        dhcp_enter(DHCP_SELECTING);
        dhcp.xid = (uint32_t)dhcp_random();
        dhcp.started_ns = now_ns;
    }
    dhcp.attempt++;
    log_info("dhcp: discover attempt=%u next_s=%u", dhcp.attempt, backoff_s(dhcp.attempt));
    dhcp.deadline_ns = now_ns + dhcp_backoff_ns(dhcp.attempt);
    dhcp_send(now_ns, DHCP_DISCOVER, &dhcp.offer);
}

/* REQUESTING or REBOOTING: ask for an address, with growing pauses. */
void dhcp_send_request(uint64_t now_ns, const struct dhcp_lease *about)
{
    char text[ROUTE_TEXT_MAX];

    dhcp.attempt++;
    log_info("dhcp: request address=%s attempt=%u next_s=%u", route_text(text, about->address), dhcp.attempt,
             backoff_s(dhcp.attempt));
    dhcp.deadline_ns = now_ns + dhcp_backoff_ns(dhcp.attempt);
    dhcp_send(now_ns, DHCP_REQUEST, about);
}

/* RENEWING or REBINDING: ask, and again after half of the time that is left until the next stage, but not
 * more than once a minute (RFC 2131 4.4.5). */
void dhcp_send_renewal(uint64_t now_ns, uint64_t stage_end_ns)
{
    uint64_t pause_ns = (stage_end_ns - now_ns) / 2;
    char text[ROUTE_TEXT_MAX];

    if (dhcp.attempt == 0)
        log_info("dhcp: %s address=%s", dhcp.state == DHCP_RENEWING ? "renew" : "rebind",
                 route_text(text, dhcp.lease.address));
    dhcp.attempt++;
    if (!dhcp_send(now_ns, DHCP_REQUEST, &dhcp.lease))
        pause_ns = ARP_RETRY_NS; /* the server's hardware address is only now being asked for */
    else if (pause_ns < DHCP_RENEW_MIN_NS)
        pause_ns = DHCP_RENEW_MIN_NS;
    dhcp.deadline_ns = earlier(stage_end_ns, now_ns + pause_ns);
}
