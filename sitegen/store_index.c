/* store_index.c - where the entries of the kept file stand, by their keys. See store_parts.h.
 *
 * A word for each, in a table with open addressing: some of its key above where its head stands, in units of 8
 * bytes. The rest of the key is in that head, before the bytes that whoever looks for it wants to see. The table
 * lies in the file as an entry of its own and is used there, so that a bake of ten thousand pages does not look at
 * each entry before it begins; what stands behind it was put in since.
 *
 * Nothing wrong comes of a table that is: an entry is one only if its head says so, and has the key.
 */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxh_x86dispatch.h> /* sums as of xxhash.h, by what this processor has */

#define COUNT_MIN   2048u
#define OFFSET_BITS 36u
#define OFFSET_MAX  (1ull << OFFSET_BITS)
#define COUNT_MAX   (1ull << (64u - OFFSET_BITS))

/* A body and its gzip form stand side by side: their keys differ in the kind alone, here in the lowest bits. */
static uint64_t tag_of(struct store_key key)
{
    return (key.low ^ (uint64_t)key.kind << OFFSET_BITS) & ~(OFFSET_MAX - 1);
}

static uint64_t offset_of(uint64_t word)
{
    return (word & (OFFSET_MAX - 1)) * STORE_ALIGN;
}

/* Where a word is looked for first, which is in the order of words. */
static size_t home_of(const struct store_index *index, uint64_t word)
{
    return (size_t)(word >> index->shift);
}

static bool has_key(const struct store *store, uint64_t word, struct store_key key)
{
    const struct entry_head *head = store_entry(store, offset_of(word));

    return head != NULL && head->high == key.high && head->low == key.low && head->kind == key.kind;
}

/* Where the key's word is, or would be. */
static size_t place_of(const struct store *store, struct store_key key)
{
    const struct store_index *index = &store->index;
    uint64_t tag = tag_of(key);
    size_t at = home_of(index, tag);

    while (index->words[at] != 0 &&
           ((index->words[at] & ~(OFFSET_MAX - 1)) != tag || !has_key(store, index->words[at], key)))
        at = (at + 1) & (index->count - 1);
    return at;
}

static void release(struct store_index *index)
{
    if (index->map != NULL)
        munmap(index->map, index->map_len);
    else
        free(index->words);
}

static void set_count(struct store_index *index, size_t count)
{
    index->count = count;
    index->shift = 64u - (unsigned)__builtin_ctzll(count);
}

static void insert(struct store_index *index, uint64_t word)
{
    size_t at = home_of(index, word);

    while (index->words[at] != 0)
        at = (at + 1) & (index->count - 1);
    index->words[at] = word;
    index->used++;
}

static void resize(struct store_index *index, size_t count)
{
    struct store_index old = *index;

    if (count > COUNT_MAX)
        fatal("the cache holds too many entries");
    *index = (struct store_index){.words = calloc(count, sizeof(*index->words))};
    if (index->words == NULL)
        fatal("out of memory");
    set_count(index, count);
    for (size_t i = 0; i < old.count; i++)
        if (old.words[i] != 0)
            insert(index, old.words[i]);
    release(&old);
}

void store_index_expect(struct store_index *index, size_t more)
{
    size_t count = COUNT_MIN;

    while (count < 2 * (index->used + more))
        count *= 2;
    if (count > index->count)
        resize(index, count);
}

size_t store_index_find(const struct store *store, struct store_key key)
{
    size_t at = store->index.count == 0 ? 0 : place_of(store, key);

    return store->index.count == 0 || store->index.words[at] == 0 ? STORE_NONE : at;
}

uint64_t store_index_offset(const struct store_index *index, size_t at)
{
    return index->words[at] == 0 ? 0 : offset_of(index->words[at]);
}

void store_index_put(struct store *store, struct store_key key, uint64_t offset)
{
    struct store_index *index = &store->index;

    if (offset / STORE_ALIGN >= OFFSET_MAX)
        return; /* not to be found, that is all */
    if (4 * (index->used + 1) > 3 * index->count)
        store_index_expect(index, index->used + 1);
    size_t at = place_of(store, key);
    index->used += index->words[at] == 0;
    index->words[at] = tag_of(key) | offset / STORE_ALIGN;
}

void store_index_add(struct store_index *index, struct store_key key, uint64_t offset)
{
    if (offset / STORE_ALIGN < OFFSET_MAX)
        insert(index, tag_of(key) | offset / STORE_ALIGN);
}

/* ---------------------------------------------------------------- in the file */

/* The words as they lie in the file; pages of it that are written to become this process's own. */
static bool map_words(struct store *store, uint64_t offset, size_t len)
{
    struct store_index *index = &store->index;
    size_t before = (size_t)(offset % (uint64_t)sysconf(_SC_PAGESIZE));
    char *map =
        mmap(NULL, before + len, PROT_READ | PROT_WRITE, MAP_PRIVATE, store->fd, (off_t)(offset - before));

    if (map == MAP_FAILED)
        return false;
    *index = (struct store_index){.words = (uint64_t *)(map + before), .map = map, .map_len = before + len};
    set_count(index, len / sizeof(*index->words));
    for (size_t i = 0; i < index->count; i++)
        index->used += index->words[i] != 0;
    return true;
}

/* An index as it was written, and there. */
static bool is_index(const struct entry_head *head, uint64_t offset)
{
    uint64_t count = head->len / sizeof(uint64_t);

    return head->kind == STORE_INDEX && head->low == offset && head->len % sizeof(uint64_t) == 0 &&
           count >= COUNT_MIN && count <= COUNT_MAX && (count & (count - 1)) == 0 &&
           XXH3_64bits(head + 1, head->len) == head->sum;
}

uint64_t store_index_load(struct store *store, uint64_t offset)
{
    const struct entry_head *head = store_entry(store, offset);

    if (head == NULL || !is_index(head, offset) ||
        !map_words(store, offset + sizeof(*head), (size_t)head->len))
        return 0;
    store_index_expect(&store->index, 0); /* a search ends at a word that is free */
    return offset + store_len(head->len);
}

uint64_t store_index_write(const struct store_index *index, int fd, uint64_t offset)
{
    struct str bytes = str_bytes(index->words, index->count * sizeof(*index->words));
    struct store_place place = {.fd = fd, .offset = offset + sizeof(struct entry_head), .len = bytes.len};
    struct store_key key = {.low = offset, .kind = STORE_INDEX};

    if (!store_write_entry(&place, key, XXH3_64bits(bytes.at, bytes.len), bytes) ||
        pwrite(fd, &offset, sizeof(offset), offsetof(struct file_head, index)) != sizeof(offset))
        return offset;
    return place.offset + place.len;
}

void store_index_free(struct store_index *index)
{
    release(index);
    *index = (struct store_index){0};
}
