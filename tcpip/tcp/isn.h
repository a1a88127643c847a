/* isn.h - initial sequence numbers, and the hash of a connection's addresses.
 *
 * Layer    tcp/; pure
 * Source   RFC 6528 3: ISN = M + F(local address, local port, remote address, remote port, secret)
 */
#ifndef TCP_ISN_H
#define TCP_ISN_H

#include <stdint.h>

/* A connection's two ends; addresses and ports in host order. */
struct tcp_tuple {
    uint32_t local;
    uint32_t remote;
    uint16_t local_port;
    uint16_t remote_port;
};

/* The initial sequence number of a connection that begins at now_ns. M counts 4 us. */
uint32_t isn_make(const uint8_t secret[16], const struct tcp_tuple *tuple, uint64_t now_ns);

/* The tuple's place in a hash table; a peer who does not know the secret cannot aim at one bucket. */
uint32_t isn_table_hash(const uint8_t secret[16], const struct tcp_tuple *tuple);

#endif
