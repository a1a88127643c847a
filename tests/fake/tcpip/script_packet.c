/* script_packet.c - see script.h: the packets that a test injects. */
#include "script.h"

#include "bytes.h"
#include "wire/fields.h"

#include <string.h>

void mac_of(uint8_t host, uint8_t mac[6])
{
    memset(mac, host == ALL ? 0xFF : 0, 6);
    if (host != ALL) {
        mac[0] = 2;
        mac[5] = host;
    }
}

uint16_t script_sum(uint32_t sum, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint16_t)~sum;
}

static struct packet ethernet(uint8_t from, uint8_t to, uint16_t type, size_t payload_len)
{
    struct packet packet = {.len = ETH_HEADER + payload_len};

    mac_of(to, packet.bytes + ETH_DST);
    mac_of(from, packet.bytes + ETH_SRC);
    be16_put(packet.bytes + ETH_TYPE, type);
    return packet;
}

struct packet to_mac(struct packet packet, uint8_t to)
{
    mac_of(to, packet.bytes + ETH_DST);
    return packet;
}

struct packet arp_packet(uint16_t operation, uint8_t from, uint8_t to, uint32_t sender, uint32_t target)
{
    struct packet packet = ethernet(from, to, ETH_TYPE_ARP, ARP_PACKET);
    uint8_t *arp = packet.bytes + ETH_HEADER;

    be16_put(arp + ARP_HARDWARE, 1);
    be16_put(arp + ARP_PROTOCOL, ETH_TYPE_IPV4);
    arp[ARP_HARDWARE_LEN] = 6;
    arp[ARP_PROTOCOL_LEN] = 4;
    be16_put(arp + ARP_OPERATION, operation);
    mac_of(from, arp + ARP_SENDER_MAC);
    be32_put(arp + ARP_SENDER_IP, sender);
    be32_put(arp + ARP_TARGET_IP, target);
    return packet;
}

struct packet arp_request(uint8_t from, uint32_t sender, uint32_t target)
{
    return arp_packet(ARP_OP_REQUEST, from, ALL, sender, target);
}

struct packet arp_reply(uint8_t from, uint32_t sender)
{
    return arp_packet(ARP_OP_REPLY, from, US, sender, OUR_IP);
}

struct packet with_checksum(struct packet packet)
{
    uint8_t *ip = packet.bytes + ETH_HEADER;

    be16_put(ip + IPV4_CHECKSUM, 0);
    be16_put(ip + IPV4_CHECKSUM, script_sum(0, ip, (size_t)(ip[0] & 15) * 4));
    return packet;
}

struct packet ipv4_packet(uint8_t from, uint32_t src, uint32_t dst, uint8_t protocol, const void *payload,
                          size_t len)
{
    struct packet packet = ethernet(from, US, ETH_TYPE_IPV4, IPV4_HEADER + len);
    uint8_t *ip = packet.bytes + ETH_HEADER;

    ip[0] = 0x45;
    be16_put(ip + IPV4_TOTAL_LEN, (uint16_t)(IPV4_HEADER + len));
    be16_put(ip + IPV4_ID, 0x1234);
    ip[IPV4_TTL] = 55;
    ip[IPV4_PROTOCOL] = protocol;
    be32_put(ip + IPV4_SRC, src);
    be32_put(ip + IPV4_DST, dst);
    if (len)
        memcpy(ip + IPV4_HEADER, payload, len);
    return with_checksum(packet);
}

struct packet udp_datagram(uint8_t from, uint32_t src, uint32_t dst, uint16_t src_port, uint16_t dst_port,
                           const void *payload, size_t len)
{
    uint8_t udp[1500] = {0};
    uint32_t pseudo = (src >> 16) + (src & 0xFFFF) + (dst >> 16) + (dst & 0xFFFF) + 17 + 8 + (uint32_t)len;

    be16_put(udp + UDP_SRC_PORT, src_port);
    be16_put(udp + UDP_DST_PORT, dst_port);
    be16_put(udp + UDP_LEN, (uint16_t)(UDP_HEADER + len));
    if (len)
        memcpy(udp + UDP_HEADER, payload, len);
    be16_put(udp + UDP_CHECKSUM, script_sum(pseudo, udp, UDP_HEADER + len));
    return ipv4_packet(from, src, dst, IPV4_PROTOCOL_UDP, udp, UDP_HEADER + len);
}

struct packet icmp_message(uint8_t from, uint32_t src, uint32_t dst, uint8_t type, uint8_t code,
                           uint32_t rest, const void *payload, size_t len)
{
    uint8_t icmp[1500] = {type, code};

    be32_put(icmp + 4, rest);
    if (len)
        memcpy(icmp + ICMP_HEADER, payload, len);
    be16_put(icmp + ICMP_CHECKSUM, script_sum(0, icmp, ICMP_HEADER + len));
    return ipv4_packet(from, src, dst, IPV4_PROTOCOL_ICMP, icmp, ICMP_HEADER + len);
}

struct packet echo_request(uint8_t from, uint32_t src, uint32_t dst, size_t len)
{
    uint8_t payload[1500];

    for (size_t i = 0; i < len; i++)
        payload[i] = (uint8_t)i;
    return icmp_message(from, src, dst, ICMP_ECHO_REQUEST, 0, 0x12340001, payload, len);
}

/* ---------------------------------------------------------------- DHCP */

static uint8_t *option_u32(uint8_t *at, uint8_t code, uint32_t value)
{
    if (value == 0)
        return at;
    at[0] = code;
    at[1] = 4;
    be32_put(at + 2, value);
    return at + 6;
}

struct packet dhcp_packet(const struct dhcp_answer *answer)
{
    uint8_t dhcp[400] = {2, 1, 6};
    uint8_t *at = dhcp + 240;

    be32_put(dhcp + 4, answer->xid);
    be32_put(dhcp + 16, answer->your_address);
    memcpy(dhcp + 28, fake_netif.mac, 6);
    be32_put(dhcp + 236, 0x63825363);
    *at++ = 53;
    *at++ = 1;
    *at++ = answer->type;
    at = option_u32(at, 54, answer->server);
    at = option_u32(at, 1, answer->mask);
    at = option_u32(at, 3, answer->router);
    at = option_u32(at, 51, answer->lease_s);
    at = option_u32(at, 58, answer->renew_s);
    at = option_u32(at, 59, answer->rebind_s);
    *at++ = 255;
    return to_mac(udp_datagram(GATEWAY, answer->server ? answer->server : GATEWAY_IP, BROADCAST_IP, 67, 68,
                               dhcp, (size_t)(at - dhcp)),
                  ALL);
}
