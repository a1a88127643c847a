/* fields.h - where the fields of Ethernet, ARP, IPv4, ICMP and UDP lie.
 *
 * Layer     wire
 * Use       offsets in bytes from the start of each header: be16_get(packet + IPV4_TOTAL_LEN). No struct is
 *           ever laid over wire bytes, so there is no alignment and no byte order to forget.
 */
#ifndef WIRE_FIELDS_H
#define WIRE_FIELDS_H

/* Ethernet II */
#define ETH_DST  0u
#define ETH_SRC  6u
#define ETH_TYPE 12u
#define ETH_HEADER 14u
#define ETH_ADDRESS_LEN 6u
#define ETH_TYPE_IPV4 0x0800u
#define ETH_TYPE_ARP  0x0806u
#define ETH_PAYLOAD_MAX 1500u

/* ARP for IPv4 over Ethernet: RFC 826 */
#define ARP_HARDWARE     0u
#define ARP_PROTOCOL     2u
#define ARP_HARDWARE_LEN 4u
#define ARP_PROTOCOL_LEN 5u
#define ARP_OPERATION    6u
#define ARP_SENDER_MAC   8u
#define ARP_SENDER_IP    14u
#define ARP_TARGET_MAC   18u
#define ARP_TARGET_IP    24u
#define ARP_PACKET       28u
#define ARP_HARDWARE_ETHERNET 1u
#define ARP_OP_REQUEST   1u
#define ARP_OP_REPLY     2u

/* IPv4: RFC 791 3.1 */
#define IPV4_VERSION_IHL 0u
#define IPV4_TOTAL_LEN   2u
#define IPV4_ID          4u
#define IPV4_FRAGMENT    6u /* flags and fragment offset */
#define IPV4_TTL         8u
#define IPV4_PROTOCOL    9u
#define IPV4_CHECKSUM    10u
#define IPV4_SRC         12u
#define IPV4_DST         16u
#define IPV4_DONT_FRAGMENT   0x4000u
#define IPV4_MORE_FRAGMENTS  0x2000u
#define IPV4_FRAGMENT_OFFSET 0x1FFFu

/* ICMP: RFC 792; next-hop MTU: RFC 1191 4 */
#define ICMP_TYPE     0u
#define ICMP_CODE     1u
#define ICMP_CHECKSUM 2u
#define ICMP_NEXT_HOP_MTU 6u
#define ICMP_HEADER   8u
#define ICMP_ECHO_REPLY        0u
#define ICMP_UNREACHABLE       3u
#define ICMP_ECHO_REQUEST      8u
#define ICMP_TIME_EXCEEDED     11u
#define ICMP_PARAMETER_PROBLEM 12u
#define ICMP_CODE_PROTOCOL        2u /* of ICMP_UNREACHABLE */
#define ICMP_CODE_PORT            3u
#define ICMP_CODE_FRAGMENT_NEEDED 4u

/* UDP: RFC 768 */
#define UDP_SRC_PORT 0u
#define UDP_DST_PORT 2u
#define UDP_LEN      4u
#define UDP_CHECKSUM 6u
#define UDP_HEADER   8u

#endif
