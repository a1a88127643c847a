/* capacity.h - how many connections a machine with so much memory serves, and how much memory they need.
 *
 * Layer     sitegen/image; the arithmetic is the appliance's own (kernel/appliance/pools.h)
 * Versions  of an image that another version has made, these are the figures of this one
 */
#ifndef SITEGEN_IMAGE_CAPACITY_H
#define SITEGEN_IMAGE_CAPACITY_H

#include "image/image.h"

#define CAPACITY_MEMORY_MIN  16u    /* MiB; less is not worth a machine */
#define CAPACITY_CONN_LEAST  1024u  /* fewer connections are not, either */
#define CAPACITY_CONN_USUAL  16384u /* without conns=, where memory holds them */
#define CAPACITY_MEMORY_MAX  (1u << 20) /* MiB that are spoken of */

/* The end of what the image takes of a machine's memory: an address. */
uint64_t capacity_image_end(const struct image *image);

/* The most that conns= may ask for on a machine of memory_mib; 0: the image does not start. It may be some
 * hundred more, where drivers and firmware take less than anywhere. */
uint32_t capacity_conns(uint64_t image_end, uint64_t memory_mib);

/* MiB for so many connections, CAPACITY_MEMORY_MIN or more. */
uint64_t capacity_memory_mib(uint64_t image_end, uint32_t conns);

#endif
