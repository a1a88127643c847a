/* store_end.c - what the next bake finds: nothing that this one did not ask for, if that is much. See store.h. */
#include "store_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEEP_MIN (1024u * 1024u) /* a file up to this length may hold what nobody asks for */

static uint64_t used_len(const struct store *store)
{
    uint64_t len = sizeof(struct file_head);

    for (size_t i = 0; i < store->found.count; i++)
        if (store->found.slots[i].used && store->found.slots[i].place.fd == store->fd)
            len += sizeof(struct entry_head) + store_padded(store->found.slots[i].place.len);
    return len;
}

static int by_offset(const void *left, const void *right)
{
    const struct slot *a = left, *b = right;

    return a->place.offset < b->place.offset ? -1 : a->place.offset > b->place.offset;
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

static bool copy_used(struct store *store, FILE *to)
{
    bool ok = copy_range(store->fd, 0, sizeof(struct file_head), to);

    qsort(store->found.slots, store->found.count, sizeof(*store->found.slots), by_offset);
    for (size_t i = 0; ok && i < store->found.count; i++) {
        const struct slot *slot = &store->found.slots[i];
        if (slot->used && slot->place.fd == store->fd)
            ok = copy_range(store->fd, slot->place.offset - sizeof(struct entry_head),
                            sizeof(struct entry_head) + store_padded(slot->place.len), to);
    }
    return ok;
}

/* Write what was used into a new file, which takes the old one's name. */
static void compact(struct store *store)
{
    char *name = pool_printf(&store->pool, "%s.XXXXXX", store->name);
    int fd = mkostemp(name, O_CLOEXEC);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (to == NULL)
        return;
    bool ok = copy_used(store, to);
    ok = fclose(to) == 0 && ok;
    if (!ok || rename(name, store->name) != 0)
        unlink(name);
}

/* A cache that could not take everything is of no use: the next bake begins anew. */
void store_end_file(struct store *store)
{
    if (store->broken)
        unlink(store->name);
    else if (store->end > KEEP_MIN && used_len(store) < store->end / 2)
        compact(store);
    else if (ftruncate(store->fd, (off_t)store->end) != 0)
        unlink(store->name);
}
