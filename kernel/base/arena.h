/* arena.h - where pools come from: one region, carved up once at boot.
 *
 * Layer   base
 * Memory  there is no heap: what is taken here is never given back
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    uint8_t *next; /* next <= end; bytes from next on are untouched, and zero unless dirty */
    uint8_t *end;
    bool dirty; /* a guest's memory holds what firmware and earlier runs left: it is cleared as it is taken */
};

/* Take count objects of size bytes each, zeroed, aligned to align bytes (a power of two).
 *
 * Returns   NULL when they do not fit; the arena is then unchanged.
 */
void *arena_take(struct arena *arena, size_t count, size_t size, size_t align);

static inline size_t arena_left(const struct arena *arena)
{
    return (size_t)(arena->end - arena->next);
}

#endif
