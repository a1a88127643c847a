/* value.h - what YAML says and what templates compute with.
 *
 * Layer     sitegen; above pool and str
 * Memory    arrays, hashes and strings live in the pool that they were made from; a struct value is copied
 * freely and shares them. Values that others can see are not changed any more.
 */
#ifndef SITEGEN_VALUE_H
#define SITEGEN_VALUE_H

#include "pool.h"
#include "text.h"

#include <stdint.h>

enum value_kind {
    VALUE_NIL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STRING,
    VALUE_TIME,  /* a moment, or a day */
    VALUE_RANGE, /* (first..last), both included; first > last is empty */
    VALUE_ARRAY,
    VALUE_HASH,
    VALUE_LAZY,  /* computed when a template asks for it: never seen by a filter */
    VALUE_EMPTY, /* the literals of Liquid that stand for any empty, any blank value */
    VALUE_BLANK,
};

struct value_range {
    int64_t first;
    int64_t last;
};

/* zone_s of a time that is a day without a clock, and of one that is said to be in UTC. */
#define VALUE_DAY INT32_MIN
#define VALUE_UTC (INT32_MIN + 1)

struct value {
    enum value_kind kind;
    int32_t zone_s; /* of a time: how far its clock is ahead of UTC; or one of the above. A day's time_s is its midnight UTC */
    union {
        bool boolean;
        int64_t integer;
        double real;
        struct str string;
        int64_t time_s; /* seconds since 1970-01-01 00:00 UTC */
        struct value_range range;
        struct array *array;
        struct hash *hash;
        const struct lazy *lazy;
    };
};

/* What a list or a hash holds, its items' items and so on included, when they were put in: so that what a
 * template nests can be refused before somebody walks over it. */
struct value_extent {
    uint32_t depth;  /* 1: it holds no lists and no hashes */
    uint32_t weight; /* values; stops at UINT32_MAX */
};

struct array {
    struct pool *pool;
    struct value *items;
    size_t count;
    size_t cap;
    struct value_extent extent;
};

struct hash_entry {
    struct str key;
    struct value value;
    unsigned line; /* where the value stands in its YAML file; 0 when it does not come from one */
    unsigned column;
};

struct hash_slot {
    uint32_t number; /* of an entry: its index + 1; 0: the slot is free */
    uint32_t sum;    /* of its key */
};

struct hash {
    /* entries[0..count) in the order of insertion. slots, once there are more than a few: open addressing
     * over slot_count (a power of two, > count). */
    struct pool *pool;
    struct hash_entry *entries;
    size_t count;
    size_t cap;
    struct hash_slot *slots;
    size_t slot_count;
    struct value_extent extent;
    uint64_t sum; /* stands for all that it holds, see value_digest.h; hash_set() makes it 0: nothing does */
};

struct lazy {
    struct value (*make)(const void *context, struct pool *pool);
    const void *context;
};

extern const struct value value_nil;
struct value value_bool(bool boolean);
struct value value_int(int64_t integer);
struct value value_float(double real);
struct value value_str(struct str s);
struct value value_c(const char *text); /* nil when text is NULL */
struct value value_time(int64_t time_s); /* in UTC */
struct value value_time_in(int64_t time_s, int32_t zone_s);
struct value value_array(struct pool *pool); /* a new, empty one */
struct value value_hash(struct pool *pool);  /* a new, empty one */
struct value value_lazy(struct pool *pool, struct value (*make)(const void *, struct pool *),
                        const void *context);

void value_extend(struct value_extent *extent, struct value item); /* an item is put in */
void array_add(struct array *array, struct value item);

/* Make room for so many items or entries more, when it is known how many come: what grows leaves its old room
 * behind in the pool. */
void array_reserve(struct array *array, size_t more);
void hash_reserve(struct hash *hash, size_t more);

/* A new hash with the same entries, and room for so many more. */
struct value hash_copy(struct pool *pool, const struct hash *hash, size_t more);

/* Set a key; the key is not copied. Returns the entry, valid until the next hash_set(). */
struct hash_entry *hash_set(struct hash *hash, struct str key, struct value value);
const struct hash_entry *hash_entry(const struct hash *hash, struct str key); /* NULL when not there */
struct value hash_get(const struct hash *hash, struct str key);               /* nil when not there */

/* A key of a value that may not be a hash: nil then. */
static inline struct value value_get(struct value value, const char *key)
{
    return value.kind == VALUE_HASH ? hash_get(value.hash, str_of(key)) : value_nil;
}

/* A lazy value is made, in pool. */
struct value value_force(struct value value, struct pool *pool);

struct value_extent value_extent(struct value value); /* of what is no list and no hash: depth 0, weight 1 */
bool value_truthy(struct value value); /* everything but nil and false */
bool value_equal(struct value a, struct value b);

/* a before, level with or after b: -1, 0, 1. Numbers with numbers, strings with strings, times with times;
 * false when the two cannot be compared. */
bool value_compare(struct value a, struct value b, int *order);

/* As `{{ value }}` prints it: nil as nothing, an array as its items, a time as 2026-01-31 12:00:00 +0000 by
 * its own clock, a day as 2026-01-31, a time that is said to be in UTC with that word. */
void value_print(struct value value, struct text *out);
struct str value_to_str(struct value value, struct pool *pool); /* shares the bytes of a string */

#endif
