/* store.c - see store.h */
#include "store.h"

#include "store_file.h"
#include "store_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>
#include <xxh_x86dispatch.h> /* sums as of xxhash.h, by what this processor has */

#define ROOM_LEN (64u * 1024u) /* larger pieces of memory cost more to find than they save */

struct store_key store_key_of(enum store_kind kind, struct str bytes)
{
    XXH128_hash_t sum = XXH3_128bits(bytes.at, bytes.len);

    return (struct store_key){sum.high64, sum.low64, kind};
}

const char *store_path(const char *site_dir, struct pool *pool)
{
    return store_file_name(site_dir, pool);
}

struct store *store_open(const char *site_dir, bool keep, const char *spare)
{
    struct store *store = calloc(1, sizeof(*store));

    if (store == NULL)
        fatal("out of memory");
    pthread_mutex_init(&store->lock, NULL);
    store->fd = store->spare_fd = -1;
    store->spare = pool_copy(&store->pool, str_of(spare));
    store->name = keep ? store_file_name(site_dir, &store->pool) : NULL;
    if (store->name != NULL)
        store->fd = store_file_open(store->name);
    if (store->fd >= 0)
        store_read_file(store);
    return store;
}

/* ---------------------------------------------------------------- finding */

/* Count an entry of the kept file as asked for. Bytes that are not what was written are as good as none. */
static bool use(struct store *store, atomic_uchar *flags, const struct entry_head *head)
{
    unsigned char known = *flags;

    if ((known & STORE_REPLACED) != 0)
        return false;
    if ((known & STORE_USED) != 0)
        return true;
    if (XXH3_64bits(head + 1, head->len) != head->sum)
        return false;
    if ((atomic_fetch_or(flags, STORE_USED) & STORE_USED) == 0)
        atomic_fetch_add_explicit(&store->used_len, store_len(head->len), memory_order_relaxed);
    return true;
}

/* What this bake has put in is right. */
static bool find_added(struct store *store, struct store_key key, struct store_place *place, uint64_t *sum)
{
    pthread_mutex_lock(&store->lock);
    const struct slot *slot = store_table_find(&store->added, key);
    if (slot != NULL) {
        *place = slot->place;
        *sum = slot->sum;
    }
    pthread_mutex_unlock(&store->lock);
    return slot != NULL;
}

static bool find(struct store *store, struct store_key key, struct store_place *place, uint64_t *sum)
{
    size_t at = store_index_find(store, key);
    uint64_t offset = at == STORE_NONE ? 0 : store_index_offset(&store->index, at);
    const struct entry_head *head = at == STORE_NONE ? NULL : store_entry(store, offset);

    if (head == NULL || !use(store, &store->flags[at], head))
        return find_added(store, key, place, sum);
    *place = (struct store_place){store->fd, offset + sizeof(*head), head->len, (const uint8_t *)(head + 1)};
    *sum = head->sum;
    return true;
}

bool store_find(struct store *store, struct store_key key, struct store_place *place, struct str *bytes)
{
    uint64_t sum;

    if (!find(store, key, place, &sum))
        return false;
    if (bytes != NULL)
        *bytes = place->bytes != NULL ? str_bytes(place->bytes, (size_t)place->len) : STR("");
    return true;
}

/* ---------------------------------------------------------------- adding */

static int open_spare(struct store *store)
{
    char *name = pool_printf(&store->pool, "%s.XXXXXX", store->spare);
    int fd = mkostemp(name, O_CLOEXEC);

    if (fd >= 0)
        unlink(name);
    return fd;
}

/* Have the kept file reach as far as end, in zeros. Under lock.
 *
 * The kernel holds in one piece what was written as one, where it can. Entries are small, and of a file that came
 * in pages, the next bake pays for each when it maps it and when it is done. So there are zeros before there are
 * entries. Where there is no room, the entry's own write tells. */
static void widen(struct store *store, uint64_t end)
{
    static char zeros[ROOM_LEN];

    while (store->room < end) {
        size_t len = ROOM_LEN - (size_t)(store->room % ROOM_LEN);
        (void)!pwrite(store->fd, zeros, len, (off_t)store->room);
        store->room += len;
    }
}

/* Take room for an entry in one of the two files. Under lock. */
static bool take_room(struct store *store, uint64_t len, struct store_place *place)
{
    bool kept = store->fd >= 0 && !store->broken;
    uint64_t *end = kept ? &store->end : &store->spare_end;

    if (!kept && store->spare_fd < 0)
        store->spare_fd = open_spare(store);
    *place = (struct store_place){.fd = kept ? store->fd : store->spare_fd,
                                  .offset = *end + sizeof(struct entry_head),
                                  .len = len};
    *end += store_len(len);
    if (kept)
        widen(store, *end);
    return place->fd >= 0;
}

bool store_write_entry(const struct store_place *place, struct store_key key, uint64_t sum, struct str bytes)
{
    static const char zeros[STORE_ALIGN];
    struct entry_head head = {.magic = STORE_ENTRY_MAGIC,
                              .kind = key.kind,
                              .high = key.high,
                              .low = key.low,
                              .len = bytes.len,
                              .sum = sum};
    struct iovec parts[] = {{&head, sizeof(head)},
                            {(void *)(uintptr_t)bytes.at, bytes.len},
                            {(void *)(uintptr_t)zeros, (size_t)(store_padded(bytes.len) - bytes.len)}};
    size_t all = parts[0].iov_len + parts[1].iov_len + parts[2].iov_len;
    ssize_t put;

    head.check = store_head_check(&head);
    do
        put = pwritev(place->fd, parts, 3, (off_t)(place->offset - sizeof(head)));
    while (put < 0 && errno == EINTR);
    if (put >= 0 && (size_t)put != all)
        errno = ENOSPC;
    return put >= 0 && (size_t)put == all;
}

static void note_added(struct store *store, struct store_key key, struct store_place place, uint64_t sum)
{
    size_t found = store_index_find(store, key);

    pthread_mutex_lock(&store->lock);
    store_table_put(&store->added, (struct slot){key, place, sum});
    pthread_mutex_unlock(&store->lock);
    if (place.fd == store->fd)
        atomic_fetch_add_explicit(&store->used_len, store_len(place.len), memory_order_relaxed);
    if (found != STORE_NONE)
        atomic_fetch_or(&store->flags[found], STORE_REPLACED);
}

/* The entry, with these very bytes; mostly, they are those that were found. */
static bool is_there(struct store *store, struct store_key key, struct str bytes, struct store_place *place)
{
    uint64_t sum;

    return find(store, key, place, &sum) && place->len == bytes.len &&
           (place->bytes == (const uint8_t *)bytes.at || sum == XXH3_64bits(bytes.at, bytes.len));
}

bool store_add(struct store *store, struct store_key key, struct str bytes, struct store_place *place)
{
    if (is_there(store, key, bytes, place))
        return true;
    uint64_t sum = XXH3_64bits(bytes.at, bytes.len);
    for (;;) {
        pthread_mutex_lock(&store->lock);
        bool has_room = take_room(store, bytes.len, place);
        pthread_mutex_unlock(&store->lock);
        if (!has_room)
            return false;
        if (store_write_entry(place, key, sum, bytes))
            break;
        if (place->fd != store->fd)
            return false;
        /* The cache is full: the bake goes on beside the image. */
        pthread_mutex_lock(&store->lock);
        store->broken = true;
        pthread_mutex_unlock(&store->lock);
    }
    note_added(store, key, *place, sum);
    return true;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->fd >= 0)
        store_end_file(store);
    if (store->map != NULL)
        munmap((void *)(uintptr_t)store->map, (size_t)store->map_len);
    if (store->fd >= 0)
        close(store->fd);
    if (store->spare_fd >= 0)
        close(store->spare_fd);
    store_index_free(&store->index);
    store_table_free(&store->added);
    free((void *)(uintptr_t)store->flags);
    pthread_mutex_destroy(&store->lock);
    pool_free(&store->pool);
    free(store);
}
