/* span.h - a run of bytes that somebody else owns.
 *
 * Layer   base: everybody may include it
 * Memory  a span never owns; who lends it says for how long
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>
#include <stdint.h>

struct span {
    const uint8_t *bytes;
    size_t len; /* bytes */
};

#endif
