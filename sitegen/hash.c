/* hash.c - the hash of value.h: entries in the order of insertion, found by their key. */
#include "value.h"

#include <string.h>
#include <xxh_x86dispatch.h>

#define FIRST_CAP  8u
#define MARKED_MAX 32u /* entries found by their marks, which lie in front of them: in one cache line, where
                        * slots, entries and keys are several */

/* Of most keys another one. */
static uint8_t mark_of(struct str key)
{
    if (key.len == 0)
        return 0;
    return (uint8_t)(key.len * 37 + (unsigned char)key.at[0] * 7 + (unsigned char)key.at[key.len / 2] * 5 +
                     (unsigned char)key.at[key.len - 1] * 3);
}

static uint8_t *marks_of(const struct hash *hash)
{
    return (uint8_t *)hash->entries - MARKED_MAX;
}

static struct hash_slot *first_slot(const struct hash *hash, uint32_t sum)
{
    return &hash->slots[sum & (hash->slot_count - 1)];
}

static struct hash_slot *next_slot(const struct hash *hash, struct hash_slot *slot)
{
    return slot + 1 < hash->slots + hash->slot_count ? slot + 1 : hash->slots;
}

static uint32_t sum_of(struct str key)
{
    return (uint32_t)XXH3_64bits(key.at, key.len);
}

static void place(struct hash *hash, size_t index, uint32_t sum)
{
    struct hash_slot *slot = first_slot(hash, sum);

    while (slot->number != 0)
        slot = next_slot(hash, slot);
    *slot = (struct hash_slot){.number = (uint32_t)index + 1, .sum = sum};
}

/* Slots for so many entries, at most three quarters of which are taken. */
static void make_slots(struct hash *hash, size_t count)
{
    size_t slot_count = 16;

    while (slot_count / 4 * 3 < count)
        slot_count *= 2;
    if (slot_count <= hash->slot_count)
        return;
    hash->slots = pool_take(hash->pool, slot_count * sizeof(*hash->slots));
    hash->slot_count = slot_count;
    for (size_t i = 0; i < hash->count; i++)
        place(hash, i, sum_of(hash->entries[i].key));
}

const struct hash_entry *hash_entry(const struct hash *hash, struct str key)
{
    if (hash->count == 0)
        return NULL;
    if (hash->slots == NULL) {
        const uint8_t *marks = marks_of(hash), mark = mark_of(key);
        for (size_t i = 0; i < hash->count; i++)
            if (marks[i] == mark && str_eq(hash->entries[i].key, key))
                return &hash->entries[i];
        return NULL;
    }
    uint32_t sum = sum_of(key);
    for (struct hash_slot *slot = first_slot(hash, sum); slot->number != 0; slot = next_slot(hash, slot))
        if (slot->sum == sum && str_eq(hash->entries[slot->number - 1].key, key))
            return &hash->entries[slot->number - 1];
    return NULL;
}

struct value hash_get(const struct hash *hash, struct str key)
{
    const struct hash_entry *entry = hash_entry(hash, key);

    return entry != NULL ? entry->value : value_nil;
}

/* Entries of another hash, or of its own that had less room. */
static void copy_entries(struct hash *hash, const struct hash *from, struct hash_entry *entries)
{
    if (from->count > 0)
        memcpy((uint8_t *)entries - MARKED_MAX, marks_of(from),
               MARKED_MAX + from->count * sizeof(*from->entries));
    hash->entries = entries;
    hash->count = from->count;
}

void hash_reserve(struct hash *hash, size_t more)
{
    size_t cap = hash->count + more;

    if (cap <= hash->cap)
        return;
    uint8_t *room = pool_take(hash->pool, MARKED_MAX + cap * sizeof(struct hash_entry));
    copy_entries(hash, hash, (struct hash_entry *)(void *)(room + MARKED_MAX));
    hash->cap = cap;
    if (cap > MARKED_MAX)
        make_slots(hash, cap);
}

struct value hash_copy(struct pool *pool, const struct hash *hash, size_t more)
{
    struct value copy = value_hash(pool);

    hash_reserve(copy.hash, hash->count + more);
    copy_entries(copy.hash, hash, copy.hash->entries);
    copy.hash->extent = hash->extent;
    for (size_t i = 0; copy.hash->slots != NULL && i < hash->count; i++)
        place(copy.hash, i, sum_of(hash->entries[i].key));
    return copy;
}

struct hash_entry *hash_set(struct hash *hash, struct str key, struct value value)
{
    const struct hash_entry *found = hash_entry(hash, key);

    hash->sum = 0;
    value_extend(&hash->extent, value);
    if (found != NULL) {
        struct hash_entry *entry = &hash->entries[found - hash->entries];
        entry->value = value;
        return entry;
    }
    if (hash->count == hash->cap)
        hash_reserve(hash, hash->cap > 0 ? hash->cap : FIRST_CAP);
    hash->entries[hash->count] = (struct hash_entry){.key = key, .value = value};
    if (hash->count < MARKED_MAX)
        marks_of(hash)[hash->count] = mark_of(key);
    if (hash->slots != NULL)
        place(hash, hash->count, sum_of(key));
    return &hash->entries[hash->count++];
}
