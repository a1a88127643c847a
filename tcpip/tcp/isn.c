/* isn.c - see isn.h. */
#include "tcp/isn.h"

#include "bytes.h"
#include "tcp/siphash.h"

/* The purpose is part of the message, so that what one use lets slip says nothing about the other. */
enum isn_use { ISN_SEQUENCE, ISN_TABLE };

static uint64_t tuple_hash(const uint8_t secret[16], const struct tcp_tuple *tuple, enum isn_use use)
{
    uint8_t message[13];

    be32_put(message, tuple->local);
    be32_put(message + 4, tuple->remote);
    be16_put(message + 8, tuple->local_port);
    be16_put(message + 10, tuple->remote_port);
    message[12] = (uint8_t)use;
    return siphash(secret, message, sizeof message);
}

uint32_t isn_make(const uint8_t secret[16], const struct tcp_tuple *tuple, uint64_t now_ns)
{
    return (uint32_t)(now_ns / 4000) + (uint32_t)tuple_hash(secret, tuple, ISN_SEQUENCE);
}

uint32_t isn_table_hash(const uint8_t secret[16], const struct tcp_tuple *tuple)
{
    return (uint32_t)tuple_hash(secret, tuple, ISN_TABLE);
}
