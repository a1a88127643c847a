/* store_table.c - what a bake has put in, by its keys. See store_parts.h.
 *
 * The entries lie one behind the other, as they came, and a table of their numbers finds them: of a large site, a
 * table of the entries themselves would be mostly empty memory, which costs more to get than the file to read.
 */
#include "store_parts.h"

#include <stdlib.h>

#define INDEX_MIN 2048u
#define SLOTS_MIN 1024u

static bool same(struct store_key a, struct store_key b)
{
    return a.high == b.high && a.low == b.low && a.kind == b.kind;
}

/* What of a key stands in the index, above the number of its entry: so that few entries of other keys are looked
 * at. */
static uint64_t tag_of(struct store_key key)
{
    return key.high & 0xffffffff00000000u;
}

/* Where the key's number is, or would be. */
static uint64_t *place_of(const struct store_table *table, struct store_key key)
{
    size_t at = (size_t)(key.low + key.kind * 0x9e3779b97f4a7c15u) & (table->index_count - 1);

    for (;; at = (at + 1) & (table->index_count - 1)) {
        uint64_t *place = &table->index[at];
        if (*place == 0)
            return place;
        if ((*place & 0xffffffff00000000u) == tag_of(key) && same(table->slots[(uint32_t)*place - 1].key, key))
            return place;
    }
}

static void index_all(struct store_table *table, size_t index_count)
{
    free(table->index);
    table->index_count = index_count;
    table->index = calloc(index_count, sizeof(*table->index));
    if (table->index == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < table->count; i++)
        *place_of(table, table->slots[i].key) = tag_of(table->slots[i].key) | (i + 1);
}

static void grow_slots(struct store_table *table)
{
    size_t cap = table->cap == 0 ? SLOTS_MIN : 2 * table->cap;
    struct slot *slots = realloc(table->slots, cap * sizeof(*slots));

    if (slots == NULL)
        fatal("out of memory");
    table->slots = slots;
    table->cap = cap;
}

struct slot *store_table_find(const struct store_table *table, struct store_key key)
{
    uint64_t place = table->index_count == 0 ? 0 : *place_of(table, key);

    return place == 0 ? NULL : &table->slots[(uint32_t)place - 1];
}

static void expect_one(struct store_table *table)
{
    if (table->index_count < 2 * (table->count + 1))
        index_all(table, table->index_count == 0 ? INDEX_MIN : 2 * table->index_count);
}

void store_table_put(struct store_table *table, struct slot entry)
{
    expect_one(table);
    uint64_t *place = place_of(table, entry.key);
    if (*place != 0) {
        table->slots[(uint32_t)*place - 1] = entry;
        return;
    }
    if (table->count == UINT32_MAX - 1)
        fatal("the cache holds too many entries");
    if (table->count == table->cap)
        grow_slots(table);
    table->slots[table->count++] = entry;
    *place = tag_of(entry.key) | table->count;
}

void store_table_free(struct store_table *table)
{
    free(table->slots);
    free(table->index);
    *table = (struct store_table){0};
}
