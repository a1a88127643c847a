/* script_dhcp.c - see script_dhcp.h. */
#include "script_dhcp.h"

#include "ip/ip_limits.h"
#include "wire/dhcp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct dhcp_seen dhcp_last;

struct dhcp_answer dhcp_usual(uint8_t type)
{
    return (struct dhcp_answer){.type = type,
                                .xid = dhcp_last.xid,
                                .your_address = OUR_IP,
                                .server = GATEWAY_IP,
                                .mask = 0xFFFFFF00,
                                .router = GATEWAY_IP,
                                .lease_s = 800};
}

void inject_dhcp(uint8_t type)
{
    struct dhcp_answer what = dhcp_usual(type);

    inject(dhcp_packet(&what));
}

bool has_address(void)
{
    char text[16];

    return stack_tcp_backend.address(text, sizeof text);
}

void script_acknowledge(void)
{
    script_start_dhcp();
    expect_dhcp(DHCP_DISCOVER, &dhcp_last);
    inject_dhcp(DHCP_OFFER);
    expect_dhcp(DHCP_REQUEST, &dhcp_last);
    inject_dhcp(DHCP_ACK);
    expect_arp_probe(OUR_IP);
    assert_false(has_address());
}

void script_bind(void)
{
    script_acknowledge();
    advance_ms(ARP_PROBES * ARP_PROBE_NS / LIMIT_MS);
    for (unsigned i = 1; i < ARP_PROBES; i++)
        expect_arp_probe(OUR_IP);
    assert_true(has_address());
    expect_arp_announcement(OUR_IP);
    expect_arp_request(ALL, GATEWAY_IP);
    expect_nothing();
    inject(arp_reply(GATEWAY, GATEWAY_IP));
    advance_ms(ARP_ANNOUNCE_NS / LIMIT_MS);
    expect_arp_announcement(OUR_IP);
    expect_nothing();
}

void advance_to_s(uint64_t s)
{
    advance_ms(5000 + s * 1000 - now_ns() / LIMIT_MS);
}
