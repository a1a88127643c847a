/* pool.c - see pool.h */
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define BLOCK_LEN  (64u * 1024u)
#define PIECE_LEN  ((size_t)2 * 1024 * 1024) /* as large as a huge page, and aligned like one */
#define LARGE_FROM (4u * 1024u * 1024u) /* bytes of a pool that gets such: more than a page takes, whose memory is
                                         * given back with it, and had again cheaply only from malloc() */
#define LASTING_LARGE_FROM (256u * 1024u) /* of one that lasts */
#define ALIGNMENT          16u

struct pool_block {
    struct pool_block *next;
    size_t used; /* used <= len; bytes from used on are zero */
    size_t len;
    size_t mapped_len; /* a multiple of PIECE_LEN, head included; 0: it is from malloc() */
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

_Noreturn void fatal(const char *message)
{
    fprintf(stderr, "sitegen: error: %s\n", message);
    exit(1);
}

static struct pool_block *new_block(size_t len)
{
    struct pool_block *block = calloc(1, sizeof(*block) + len);

    if (block == NULL)
        fatal("out of memory");
    block->len = len;
    return block;
}

/* Address space that starts where a huge page can; NULL: there is none to be had. Mostly the kernel lays one
 * piece beside the other, and the second way is not taken. */
static void *map_aligned(size_t len)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    unsigned char *at = mmap(NULL, len, PROT_READ | PROT_WRITE, flags, -1, 0);

    if (at == MAP_FAILED || (uintptr_t)at % PIECE_LEN == 0)
        return at == MAP_FAILED ? NULL : at;
    munmap(at, len);
    at = mmap(NULL, len + PIECE_LEN, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    size_t before = PIECE_LEN - (uintptr_t)at % PIECE_LEN;
    munmap(at, before);
    if (before < PIECE_LEN)
        munmap(at + before + len, PIECE_LEN - before);
    return at + before;
}

/* What has grown large will grow on: it gets all pages of a piece at once, and where the kernel gives huge pages
 * by itself, one of these, which it clears in an eighth of the time. They are not asked for: a virtual machine
 * whose host takes back what is free waits for each of them longer than for the small ones that it still has. A
 * kernel that knows no such advice gives the pages one by one. */
static struct pool_block *map_block(size_t min_len)
{
    size_t len = (sizeof(struct pool_block) + min_len + PIECE_LEN - 1) / PIECE_LEN * PIECE_LEN;
    struct pool_block *block = len > min_len ? map_aligned(len) : NULL;

    if (block == NULL)
        return NULL;
    (void)madvise(block, PIECE_LEN, MADV_POPULATE_WRITE);
    block->len = len - sizeof(*block);
    block->mapped_len = len;
    return block;
}

static void free_block(struct pool_block *block)
{
    if (block->mapped_len > 0)
        munmap(block, block->mapped_len);
    else
        free(block);
}

static bool is_large(const struct pool *pool)
{
    return pool->total_len >= (pool->is_lasting ? LASTING_LARGE_FROM : LARGE_FROM);
}

static struct pool_block *add_block(struct pool *pool, size_t min_len)
{
    size_t len = min_len > BLOCK_LEN / 4 ? min_len : BLOCK_LEN;
    struct pool_block *block = is_large(pool) ? map_block(min_len) : NULL;

    if (block == NULL)
        block = new_block(len);
    pool->total_len += block->len;
    /* A block made for one big object must not hide the room that is left in the current one. */
    if (pool->blocks != NULL && block->len - min_len < pool->blocks->len - pool->blocks->used) {
        block->next = pool->blocks->next;
        pool->blocks->next = block;
    } else {
        block->next = pool->blocks;
        pool->blocks = block;
    }
    return block;
}

void *pool_take(struct pool *pool, size_t size)
{
    struct pool_block *block = pool->blocks;

    if (size > SIZE_MAX / 2)
        fatal("out of memory");
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (block == NULL || block->len - block->used < size)
        block = add_block(pool, size);
    void *taken = block->bytes + block->used;
    block->used += size;
    return taken;
}

char *pool_copy(struct pool *pool, struct str s)
{
    char *copy = pool_take(pool, s.len + 1);

    if (s.len > 0)
        memcpy(copy, s.at, s.len);
    return copy;
}

struct str pool_str(struct pool *pool, struct str s)
{
    return (struct str){pool_copy(pool, s), s.len};
}

char *pool_printf(struct pool *pool, const char *fmt, ...)
{
    char first[256]; /* most are short, and formatted once */
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(first, sizeof(first), fmt, args);
    va_end(args);
    if (len < 0)
        fatal("a message cannot be formatted");
    char *text = pool_take(pool, (size_t)len + 1);
    if ((size_t)len < sizeof(first))
        memcpy(text, first, (size_t)len);
    else
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

void *pool_grow(struct pool *pool, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    size_t new_cap = *cap == 0 ? 8 : *cap * 2;
    void *grown = pool_take(pool, new_cap * size);
    if (count > 0)
        memcpy(grown, items, count * size);
    *cap = new_cap;
    return grown;
}

void pool_free(struct pool *pool)
{
    while (pool->blocks != NULL) {
        struct pool_block *next = pool->blocks->next;
        free_block(pool->blocks);
        pool->blocks = next;
    }
    pool->total_len = 0;
}

/* Blocks are kept as they are given out: with zeros. */
void pool_clear(struct pool *pool)
{
    struct pool_block *kept = NULL;

    while (pool->blocks != NULL) {
        struct pool_block *block = pool->blocks;
        pool->blocks = block->next;
        if (kept == NULL && block->len == BLOCK_LEN)
            kept = block;
        else
            free_block(block);
    }
    *pool = (struct pool){.blocks = kept};
    if (kept == NULL)
        return;
    memset(kept->bytes, 0, kept->used);
    kept->used = 0;
    kept->next = NULL;
    pool->total_len = kept->len;
}
