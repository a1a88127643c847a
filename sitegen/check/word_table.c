/* word_table.c - see word_table.h */
#include "check/word_table.h"

#include <xxh_x86dispatch.h>

#define SLOTS_MIN 1024u

struct word_slot {
    uint64_t hash;
    uint32_t number; /* of the word, plus 1; 0: free */
};

uint64_t word_table_hash(struct str word)
{
    return XXH3_64bits(word.at, word.len);
}

/* The slot of a word, or the free one that it belongs into. */
static struct word_slot *slot_of(const struct word_table *table, struct str word, uint64_t hash)
{
    for (size_t i = hash;; i++) {
        struct word_slot *slot = &table->slots[i & (table->slot_count - 1)];
        if (slot->number == 0 || (slot->hash == hash && str_eq(table->words[slot->number - 1], word)))
            return slot;
    }
}

static void grow(struct word_table *table)
{
    const struct word_slot *old = table->slots;
    size_t old_count = table->slot_count;

    table->slot_count = old_count == 0 ? SLOTS_MIN : old_count * 2;
    table->slots = pool_take(table->pool, table->slot_count * sizeof(*table->slots));
    for (size_t i = 0; i < old_count; i++)
        if (old[i].number != 0)
            *slot_of(table, table->words[old[i].number - 1], old[i].hash) = old[i];
}

uint32_t word_table_enter(struct word_table *table, struct str word, uint64_t hash)
{
    if (table->word_count * 2 >= table->slot_count)
        grow(table);
    struct word_slot *slot = slot_of(table, word, hash);
    if (slot->number != 0)
        return slot->number - 1;
    table->words =
        pool_grow(table->pool, table->words, table->word_count, &table->word_cap, sizeof(*table->words));
    table->words[table->word_count++] = pool_str(table->pool, word);
    *slot = (struct word_slot){hash, (uint32_t)table->word_count};
    return slot->number - 1;
}
