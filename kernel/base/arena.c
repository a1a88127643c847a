#include "arena.h"

#include "assert.h"
#include "memory.h"

void *arena_take(struct arena *arena, size_t count, size_t size, size_t align)
{
    ASSERT(align != 0 && (align & (align - 1)) == 0);
    size_t gap = (size_t)(-(uintptr_t)arena->next & (align - 1));
    size_t left = arena_left(arena);
    if (gap > left || (size != 0 && count > (left - gap) / size))
        return NULL;
    void *taken = arena->next + gap;
    arena->next += gap + count * size;
    if (arena->dirty)
        memset(taken, 0, count * size);
    return taken;
}
