/* kvfs_write_place.c - the perfect hash: hash, displace, and name the slot of a path alone in its bucket.
 *
 * Buckets are placed from the fullest to the emptiest, each with the first seed that finds all its paths free
 * slots. With three paths to a bucket one path in twenty is alone in its bucket; those come last, take
 * whatever is left and need no search, which is what makes a table without gaps cheap.
 */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <stdlib.h>

#define SEED_TRIES (1u << 24) /* a million paths need a few thousand */

struct place {
    const uint64_t *hashes;
    uint32_t count;
    uint32_t bucket_count;
    uint32_t *seeds;
    uint32_t *slots;
    uint32_t *first; /* bucket_count + 1: where a bucket's keys start in keys */
    uint32_t *keys;  /* count: indices into hashes, by bucket */
    uint32_t *order; /* bucket_count: buckets by falling size */
    uint8_t *taken;  /* count: the slot has its path */
};

static uint32_t bucket_size(const struct place *p, uint32_t bucket)
{
    return p->first[bucket + 1] - p->first[bucket];
}

static void sort_keys(struct place *p)
{
    for (uint32_t i = 0; i < p->count; i++)
        p->first[kvfs_bucket(p->hashes[i], p->bucket_count) + 1]++;
    for (uint32_t b = 0; b < p->bucket_count; b++)
        p->first[b + 1] += p->first[b];
    /* From behind, each bucket filled from its end: afterwards first[b + 1] stands at the bucket's start. */
    for (uint32_t i = p->count; i-- > 0;)
        p->keys[--p->first[kvfs_bucket(p->hashes[i], p->bucket_count) + 1]] = i;
    for (uint32_t b = 0; b < p->bucket_count; b++)
        p->first[b] = p->first[b + 1];
    p->first[p->bucket_count] = p->count;
}

/* Counting sort. */
static bool sort_buckets(struct place *p)
{
    uint32_t largest = 0, next = 0;
    uint32_t *start;

    for (uint32_t b = 0; b < p->bucket_count; b++)
        largest = bucket_size(p, b) > largest ? bucket_size(p, b) : largest;
    start = calloc(largest + 1u, sizeof(*start));
    if (start == NULL)
        return false;
    for (uint32_t b = 0; b < p->bucket_count; b++)
        start[bucket_size(p, b)]++;
    for (uint32_t size = largest + 1; size-- > 0;) {
        uint32_t count = start[size];

        start[size] = next;
        next += count;
    }
    for (uint32_t b = 0; b < p->bucket_count; b++)
        p->order[start[bucket_size(p, b)]++] = b;
    free(start);
    return true;
}

static bool has_equal_hashes(const struct place *p, uint32_t bucket)
{
    for (uint32_t i = p->first[bucket]; i < p->first[bucket + 1]; i++) {
        for (uint32_t j = i + 1; j < p->first[bucket + 1]; j++) {
            if (p->hashes[p->keys[i]] == p->hashes[p->keys[j]])
                return true;
        }
    }
    return false;
}

static bool seed_fits(struct place *p, uint32_t bucket, uint32_t seed)
{
    uint32_t i;

    for (i = p->first[bucket]; i < p->first[bucket + 1]; i++) {
        uint32_t slot = kvfs_slot(p->hashes[p->keys[i]], seed, p->count);

        if (p->taken[slot])
            break;
        p->taken[slot] = 1;
        p->slots[p->keys[i]] = slot;
    }
    if (i == p->first[bucket + 1])
        return true;
    while (i-- > p->first[bucket])
        p->taken[p->slots[p->keys[i]]] = 0;
    return false;
}

static bool place_buckets(struct place *p)
{
    uint32_t free_slot = 0;

    for (uint32_t n = 0; n < p->bucket_count && bucket_size(p, p->order[n]) > 0; n++) {
        uint32_t bucket = p->order[n], seed = 0;

        if (bucket_size(p, bucket) == 1) {
            while (p->taken[free_slot])
                free_slot++;
            p->taken[free_slot] = 1;
            p->slots[p->keys[p->first[bucket]]] = free_slot;
            seed = KVFS_SEED_DIRECT | free_slot;
        } else {
            if (has_equal_hashes(p, bucket))
                return false;
            while (!seed_fits(p, bucket, seed)) {
                if (++seed == SEED_TRIES)
                    return false;
            }
        }
        p->seeds[bucket] = seed;
    }
    return true;
}

bool kvfs_write_place(const uint64_t *hashes, uint32_t count, uint32_t bucket_count, uint32_t *seeds,
                      uint32_t *slots)
{
    struct place p = {
        .hashes = hashes,
        .count = count,
        .bucket_count = bucket_count,
        .seeds = seeds,
        .slots = slots,
        .first = calloc(bucket_count + 1u, sizeof(*p.first)),
        .keys = calloc(count + 1u, sizeof(*p.keys)),
        .order = calloc(bucket_count, sizeof(*p.order)),
        .taken = calloc(count + 1u, 1),
    };
    bool placed = false;

    if (p.first != NULL && p.keys != NULL && p.order != NULL && p.taken != NULL) {
        sort_keys(&p);
        for (uint32_t b = 0; b < bucket_count; b++)
            seeds[b] = 0;
        placed = sort_buckets(&p) && place_buckets(&p);
    }
    free(p.first);
    free(p.keys);
    free(p.order);
    free(p.taken);
    return placed;
}
