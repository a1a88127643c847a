/* store_end.c - what the next bake finds: nothing that this one did not ask for, if that is much. See store.h. */
#include "store_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEEP_MIN       (1024u * 1024u) /* a file up to this length may hold what nobody asks for */
#define COPY_LEN       (256u * 1024u)
#define UNINDEXED_MIN  512u
#define UNINDEXED_PART 32u

/* An entry that the next bake shall find. */
struct kept {
    struct store_key key;
    uint64_t offset;
    uint64_t len; /* with its head */
};

static bool is_used(const struct store *store, size_t at)
{
    return (store->flags[at] & (STORE_USED | STORE_REPLACED)) == STORE_USED;
}

/* Returns how many were found. */
static size_t list_kept(const struct store *store, struct kept *list)
{
    size_t count = 0;

    for (size_t i = 0; i < store->index.count; i++) {
        uint64_t offset = store_index_offset(&store->index, i);
        const struct entry_head *head = is_used(store, i) ? store_entry(store, offset) : NULL;
        if (head != NULL)
            list[count++] = (struct kept){{head->high, head->low, head->kind}, offset, store_len(head->len)};
    }
    for (size_t i = 0; i < store->added.count; i++) {
        const struct slot *slot = &store->added.slots[i];
        if (slot->place.fd == store->fd)
            list[count++] = (struct kept){slot->key, slot->place.offset - sizeof(struct entry_head),
                                          store_len(slot->place.len)};
    }
    return count;
}

static int by_offset(const void *left, const void *right)
{
    const struct kept *a = left, *b = right;

    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static bool copy_range(int from, uint64_t at, uint64_t len, FILE *to)
{
    char piece[64 * 1024];

    while (len > 0) {
        ssize_t got = pread(from, piece, len < sizeof(piece) ? (size_t)len : sizeof(piece), (off_t)at);
        if (got <= 0 || fwrite(piece, 1, (size_t)got, to) != (size_t)got)
            return false;
        at += (uint64_t)got;
        len -= (uint64_t)got;
    }
    return true;
}

/* The entries and, where they are many, an index of where they stand now. */
static bool copy_kept(const struct store *store, const struct kept *list, size_t count, FILE *to)
{
    struct store_index index = {0};
    uint64_t end = sizeof(struct file_head);
    bool ok = copy_range(store->fd, 0, end, to);

    store_index_expect(&index, count);
    for (size_t i = 0; ok && i < count; i++) {
        ok = copy_range(store->fd, list[i].offset, list[i].len, to);
        store_index_add(&index, list[i].key, end);
        end += list[i].len;
    }
    ok = ok && fflush(to) == 0 &&
         (count < UNINDEXED_MIN || store_index_write(&index, fileno(to), end) > end);
    store_index_free(&index);
    return ok;
}

/* Write what was used into a new file, which takes the old one's name. */
static void compact(struct store *store)
{
    char *name = pool_printf(&store->pool, "%s.XXXXXX", store->name);
    struct kept *list = calloc(store->index.used + store->added.count + 1, sizeof(*list));
    int fd = mkostemp(name, O_CLOEXEC);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (list == NULL)
        fatal("out of memory");
    if (to != NULL) {
        size_t count = list_kept(store, list);
        qsort(list, count, sizeof(*list), by_offset);
        setvbuf(to, pool_take(&store->pool, COPY_LEN), _IOFBF, COPY_LEN);
        bool ok = copy_kept(store, list, count, to);
        ok = fclose(to) == 0 && ok;
        if (!ok || rename(name, store->name) != 0)
            unlink(name);
    }
    free(list);
}

/* The index is written anew when what it does not have is much: a few are found as fast without. */
static void keep_index(struct store *store)
{
    store->unindexed += store->added.count;
    if (store->unindexed < UNINDEXED_MIN || store->unindexed < store->index.used / UNINDEXED_PART)
        return;
    store_index_expect(&store->index, store->added.count);
    for (size_t i = 0; i < store->added.count; i++) {
        const struct slot *slot = &store->added.slots[i];
        if (slot->place.fd == store->fd)
            store_index_put(store, slot->key, slot->place.offset - sizeof(struct entry_head));
    }
    store->end = store_index_write(&store->index, store->fd, store->end);
}

/* A cache that could not take everything is of no use: the next bake begins anew. */
void store_end_file(struct store *store)
{
    if (store->broken) {
        unlink(store->name);
    } else if (store->end > KEEP_MIN && store->used_len < store->end / 2) {
        compact(store);
    } else {
        keep_index(store);
        if (ftruncate(store->fd, (off_t)store->end) != 0)
            unlink(store->name);
    }
}
