/* options.h - TCP options: what a SYN says, and what our SYN-ACK says.
 *
 * Layer    tcp/; pure
 * Source   RFC 9293 3.1 and 3.2 (MSS), RFC 7323 2 (window scale)
 * Trust    options are hostile: a length that runs out of the header ends the parse
 */
#ifndef TCP_OPTIONS_H
#define TCP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TCP_OPTIONS_SENT_MAX 8u /* bytes that options_write() writes at most */

struct tcp_options {
    uint16_t mss;   /* 0: not announced */
    uint8_t wscale; /* 0 to TCP_WSCALE_MAX */
    bool has_wscale;
};

/* Read len bytes of options.
 *
 * Returns   false when a length is impossible; *options then holds what came before it
 */
bool options_parse(const uint8_t *bytes, size_t len, struct tcp_options *options);

/* Write a SYN-ACK's options: MSS, and a window scale of 0 when the peer offered one (RFC 7323 2.2: only
 * then).
 *
 * Returns   the bytes written, a multiple of 4, at most TCP_OPTIONS_SENT_MAX
 */
size_t options_write(uint8_t *to, uint16_t mss, bool has_wscale);

#endif
