/* word_table.h - texts that are numbered in the order in which they first come: 0, 1, 2 ...
 *
 * Layer     sitegen/check
 * Why       a site of ten thousand pages has half a million links, nearly all of them seen before, and they
 *           are entered under a lock: so whoever enters one has worked out its hash already
 */
#ifndef SITEGEN_CHECK_WORD_TABLE_H
#define SITEGEN_CHECK_WORD_TABLE_H

#include "pool.h"

struct word_table {
    struct pool *pool;
    struct str *words; /* word_count, by number */
    size_t word_count;
    size_t word_cap;
    struct word_slot *slots; /* slot_count, a power of two, > word_count */
    size_t slot_count;
};

uint64_t word_table_hash(struct str word);

/* The number of a word, which is copied when it is new. hash is word_table_hash() of it. */
uint32_t word_table_enter(struct word_table *table, struct str word, uint64_t hash);

#endif
