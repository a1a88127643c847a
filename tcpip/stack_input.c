/* stack_input.c - see stack_input.h. */
#include "stack_input.h"

#include "ip/arp.h"
#include "ip/counters.h"
#include "ip/dhcp.h"
#include "ip/icmp.h"
#include "ip/ipv4_input.h"
#include "ip/route.h"
#include "ip/udp.h"
#include "tcp/engine.h"
#include "wire/dhcp.h"

static void udp_packet(uint64_t now_ns, const struct ipv4_rx *ip)
{
    struct udp_rx udp;

    if (!udp_input(ip, &udp))
        return;
    if (udp.dst_port == DHCP_CLIENT_PORT && dhcp_is_running()) {
        if (udp.src_port == DHCP_SERVER_PORT)
            dhcp_input(now_ns, udp.bytes, udp.len);
        else
            ip_counters.dhcp_not_ours++;
        return;
    }
    ip_counters.udp_no_port++;
    icmp_unreachable(now_ns, ip, ICMP_CODE_PORT);
}

static void icmp_packet(uint64_t now_ns, const struct ipv4_rx *ip)
{
    struct icmp_error error;

    if (icmp_input(now_ns, ip, &error))
        engine_icmp_error(now_ns, error.dst, error.quoted, error.mtu);
}

static void tcp_packet(uint64_t now_ns, const struct ipv4_rx *ip)
{
    /* RFC 1122 4.2.3.10: a segment to a broadcast address is dropped without a word. */
    if (ip->broadcast) {
        ip_counters.ipv4_broadcast++;
        return;
    }
    engine_input(now_ns, ip);
}

static void ipv4_packet(uint64_t now_ns, const struct eth_rx *eth, uint32_t rx_flags)
{
    struct ipv4_rx ip;

    if (!ipv4_input(eth, rx_flags, &ip))
        return;
    /* Without an address nothing but DHCP is ours to answer. */
    if (route_address() == 0 && ip.protocol != IPV4_PROTOCOL_UDP) {
        ip_counters.ipv4_not_ours++;
        return;
    }
    switch (ip.protocol) {
    case IPV4_PROTOCOL_TCP:
        tcp_packet(now_ns, &ip);
        break;
    case IPV4_PROTOCOL_ICMP:
        icmp_packet(now_ns, &ip);
        break;
    case IPV4_PROTOCOL_UDP:
        udp_packet(now_ns, &ip);
        break;
    default:
        /* RFC 1122 3.2.2.1: SHOULD be told. */
        ip_counters.ipv4_protocol_unknown++;
        icmp_unreachable(now_ns, &ip, ICMP_CODE_PROTOCOL);
    }
}

void stack_input(uint64_t now_ns, const struct netif_rx *frame)
{
    struct eth_rx eth;

    if (!eth_input(frame, &eth))
        return;
    switch (eth.type) {
    case ETH_TYPE_ARP:
        arp_input(now_ns, &eth);
        break;
    case ETH_TYPE_IPV4:
        ipv4_packet(now_ns, &eth, frame->flags);
        break;
    default:
        ip_counters.eth_type_unknown++;
    }
}
