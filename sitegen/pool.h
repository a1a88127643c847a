/* pool.h - memory that is given back all at once.
 *
 * Layer     sitegen, the bottom
 * Memory    grows as needed; what is taken lives until pool_free(). When the machine has no more, the tool
 *           says so and exits: nothing of the output has been touched by then.
 */
#ifndef SITEGEN_POOL_H
#define SITEGEN_POOL_H

#include "str.h"

#include <stddef.h>

struct pool_block;

struct pool {
    struct pool_block *blocks; /* newest first; NULL in a new pool ({0}) */
    size_t total_len;          /* bytes in all blocks */
    bool is_lasting;           /* much will be taken and nothing freed before the end: large pieces come soon */
    const void *owner;         /* whose work it is for, so that a lazy value knows who asks; NULL: nobody's */
};

/* size bytes, zeroed, aligned for anything. Never NULL. */
void *pool_take(struct pool *pool, size_t size);

/* A copy, NUL-terminated behind its len bytes. */
char *pool_copy(struct pool *pool, struct str s);
struct str pool_str(struct pool *pool, struct str s);
char *pool_printf(struct pool *pool, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Make room for one more item of size bytes: returns items, or a copy of twice the capacity. */
void *pool_grow(struct pool *pool, void *items, size_t count, size_t *cap, size_t size);

void pool_free(struct pool *pool);

/* As pool_free(), but for a pool that is used again at once: keeps a block. */
void pool_clear(struct pool *pool);

/* Print the message and exit(1): for what no caller can do anything about. */
_Noreturn void fatal(const char *message);

#endif
