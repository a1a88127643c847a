/* hash.c - the hash of value.h: entries in the order of insertion, found by their key. */
#include "value.h"

#include <string.h>

#define SLOTS_FROM 8u /* up to so many entries, comparing them all is quicker than hashing */

/* FNV-1a. The content is the author's own, so that nobody gains from finding keys that collide. */
static size_t hash_of(struct str key)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 0x100000001b3u;
    return (size_t)(hash ^ hash >> 32);
}

static void place(struct hash *hash, size_t index)
{
    size_t slot = hash_of(hash->entries[index].key);

    while (hash->slots[slot & (hash->slot_count - 1)] != 0)
        slot++;
    hash->slots[slot & (hash->slot_count - 1)] = (uint32_t)index + 1;
}

/* At most three quarters of the slots are taken. */
static bool has_slots(const struct hash *hash, size_t count)
{
    return count <= hash->slot_count / 4 * 3;
}

static void rebuild(struct hash *hash, size_t count)
{
    size_t slot_count = 16;

    while (slot_count / 4 * 3 < count)
        slot_count *= 2;
    hash->slots = pool_take(hash->pool, slot_count * sizeof(*hash->slots));
    hash->slot_count = slot_count;
    for (size_t i = 0; i < hash->count; i++)
        place(hash, i);
}

const struct hash_entry *hash_entry(const struct hash *hash, struct str key)
{
    if (hash->slots == NULL) {
        for (size_t i = 0; i < hash->count; i++)
            if (str_eq(hash->entries[i].key, key))
                return &hash->entries[i];
        return NULL;
    }
    for (size_t slot = hash_of(key);; slot++) {
        uint32_t index = hash->slots[slot & (hash->slot_count - 1)];
        if (index == 0)
            return NULL;
        if (str_eq(hash->entries[index - 1].key, key))
            return &hash->entries[index - 1];
    }
}

struct value hash_get(const struct hash *hash, struct str key)
{
    const struct hash_entry *entry = hash_entry(hash, key);

    return entry != NULL ? entry->value : value_nil;
}

void hash_reserve(struct hash *hash, size_t more)
{
    size_t cap = hash->count + more;
    struct hash_entry *entries;

    if (cap <= hash->cap)
        return;
    entries = pool_take(hash->pool, cap * sizeof(*entries));
    if (hash->count > 0)
        memcpy(entries, hash->entries, hash->count * sizeof(*entries));
    hash->entries = entries;
    hash->cap = cap;
    if (cap > SLOTS_FROM && !has_slots(hash, cap))
        rebuild(hash, cap);
}

struct value hash_copy(struct pool *pool, const struct hash *hash, size_t more)
{
    struct value copy = value_hash(pool);

    hash_reserve(copy.hash, hash->count + more);
    if (hash->count > 0)
        memcpy(copy.hash->entries, hash->entries, hash->count * sizeof(*hash->entries));
    copy.hash->count = hash->count;
    copy.hash->extent = hash->extent;
    for (size_t i = 0; copy.hash->slots != NULL && i < hash->count; i++)
        place(copy.hash, i);
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
    hash->entries = pool_grow(hash->pool, hash->entries, hash->count, &hash->cap, sizeof(*hash->entries));
    hash->entries[hash->count] = (struct hash_entry){.key = key, .value = value};
    hash->count++;
    if (hash->slots != NULL && has_slots(hash, hash->count))
        place(hash, hash->count - 1);
    else if (hash->count > SLOTS_FROM)
        rebuild(hash, hash->count * 2);
    return &hash->entries[hash->count - 1];
}
