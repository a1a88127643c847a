/* siphash.h - a keyed hash that a peer cannot foresee.
 *
 * Layer    tcp/; pure
 * Source   Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012): SipHash-2-4
 */
#ifndef TCP_SIPHASH_H
#define TCP_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/* Hash len bytes under a 16-byte key. Reads only; any alignment. */
uint64_t siphash(const uint8_t key[16], const uint8_t *bytes, size_t len);

#endif
