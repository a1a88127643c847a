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
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <xxhash.h>

#define ENTRY_LEN 2048u /* bytes of an entry, about: room for that many is made at once */
#define ROOM_MIN  (64u * 1024u)
#define ROOM_MAX  (256u * 1024u) /* of more at once, a first bake pays for finding it whole */

struct store_key store_key_of(enum store_kind kind, struct str bytes)
{
    XXH128_hash_t sum = XXH3_128bits(bytes.at, bytes.len);

    return (struct store_key){sum.high64, sum.low64, kind};
}

/* ---------------------------------------------------------------- the file */

static uint64_t check_of(const struct entry_head *head)
{
    return XXH3_64bits(head, offsetof(struct entry_head, check));
}

/* Note the entry at an offset. Returns the offset behind it; 0 where there is none. */
static uint64_t note(struct store *store, uint64_t at)
{
    struct entry_head head;

    if (store->map_len - at < sizeof(head))
        return 0;
    memcpy(&head, store->map + at, sizeof(head));
    at += sizeof(head);
    if (head.magic != STORE_ENTRY_MAGIC || head.kind == 0 || head.check != check_of(&head) ||
        head.len > store->map_len - at || store_padded(head.len) > store->map_len - at)
        return 0;
    store_table_put(&store->found, (struct slot){.key = {head.high, head.low, head.kind},
                                                 .place = {store->fd, at, head.len, store->map + at},
                                                 .sum = head.sum});
    return at + store_padded(head.len);
}

static void begin_anew(struct store *store, const struct file_head *head)
{
    if (store->map != NULL)
        munmap((void *)(uintptr_t)store->map, (size_t)store->map_len);
    store->map = NULL;
    store->map_len = 0;
    store->end = store->first = store->room = sizeof(*head);
    if (ftruncate(store->fd, 0) != 0 || pwrite(store->fd, head, sizeof(*head), 0) != sizeof(*head))
        store->broken = true;
}

/* What is too short has nothing in it. */
static bool map_file(struct store *store)
{
    struct stat st;
    void *map;

    if (fstat(store->fd, &st) != 0)
        return false;
    if (st.st_size < (off_t)sizeof(struct file_head))
        return true;
    map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, store->fd, 0);
    if (map == MAP_FAILED)
        return false;
    store->map = map;
    store->map_len = (uint64_t)st.st_size;
    return true;
}

static void read_file(void *context)
{
    struct store *store = context;
    struct file_head wanted = {.magic = STORE_MAGIC};

    store_file_salt(wanted.salt);
    if (!map_file(store)) {
        /* Somebody else may have memory for it. */
        close(store->fd);
        store->fd = -1;
        return;
    }
    if (store->map == NULL || memcmp(store->map, &wanted, sizeof(wanted)) != 0) {
        begin_anew(store, &wanted);
        return;
    }
    store->end = sizeof(wanted);
    store_table_expect(&store->found, store->map_len / ENTRY_LEN);
    for (uint64_t next; (next = note(store, store->end)) != 0;)
        store->end = next;
    store->first = store->room = store->end;
}

/* For whoever comes first. */
static void end_reading(struct store *store)
{
    if (!atomic_load_explicit(&store->is_reading, memory_order_acquire))
        return;
    pthread_mutex_lock(&store->lock);
    aside_wait(&store->reading);
    atomic_store_explicit(&store->is_reading, false, memory_order_release);
    pthread_mutex_unlock(&store->lock);
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
    /* Reading a large one takes as long as walking through the site that it is of: so both go on at once. */
    store->is_reading = store->fd >= 0;
    if (store->is_reading)
        aside_start(&store->reading, read_file, store);
    return store;
}

/* ---------------------------------------------------------------- finding */

/* Bytes that are not what was written are as good as none. */
static bool is_right(struct slot *slot)
{
    const struct store_place *place = &slot->place;

    if (!slot->checked && XXH3_64bits(place->bytes, place->len) != slot->sum)
        return false;
    slot->checked = true;
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
    struct slot *slot = store_table_find(&store->found, key);

    if (slot == NULL || slot->replaced || !is_right(slot))
        return find_added(store, key, place, sum);
    slot->used = true;
    *place = slot->place;
    *sum = slot->sum;
    return true;
}

bool store_find(struct store *store, struct store_key key, struct store_place *place, struct str *bytes)
{
    uint64_t sum;

    end_reading(store);
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
 * entries, in pieces that grow with what this bake puts in. Where there is no room, the entry's own write tells. */
static void widen(struct store *store, uint64_t end)
{
    static char zeros[ROOM_MIN];
    struct iovec parts[ROOM_MAX / ROOM_MIN];

    while (store->room < end) {
        uint64_t piece = ROOM_MIN, at = store->room;
        while (piece < ROOM_MAX && 2 * piece <= at - store->first)
            piece *= 2;
        store->room = (at / piece + 1) * piece;
        for (uint64_t i = 0; i < piece / ROOM_MIN; i++)
            parts[i] = (struct iovec){zeros, sizeof(zeros)};
        parts[0].iov_len -= at % ROOM_MIN;
        (void)!pwritev(store->fd, parts, (int)((store->room - at + ROOM_MIN - 1) / ROOM_MIN), (off_t)at);
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
    *end += sizeof(struct entry_head) + store_padded(len);
    if (kept)
        widen(store, *end);
    return place->fd >= 0;
}

static bool write_entry(const struct store_place *place, struct entry_head *head, struct str bytes)
{
    static const char zeros[STORE_ALIGN];
    struct iovec parts[] = {{head, sizeof(*head)},
                            {(void *)(uintptr_t)bytes.at, bytes.len},
                            {(void *)(uintptr_t)zeros, (size_t)(store_padded(bytes.len) - bytes.len)}};
    size_t all = parts[0].iov_len + parts[1].iov_len + parts[2].iov_len;
    ssize_t put;

    do
        put = pwritev(place->fd, parts, 3, (off_t)(place->offset - sizeof(*head)));
    while (put < 0 && errno == EINTR);
    if (put >= 0 && (size_t)put != all)
        errno = ENOSPC;
    return put >= 0 && (size_t)put == all;
}

static void note_added(struct store *store, struct store_key key, struct store_place place, uint64_t sum)
{
    struct slot *found = store_table_find(&store->found, key);

    pthread_mutex_lock(&store->lock);
    store_table_put(&store->added,
                    (struct slot){.key = key, .place = place, .sum = sum, .used = true, .checked = true});
    pthread_mutex_unlock(&store->lock);
    if (found != NULL)
        found->replaced = true;
}

/* The entry, with the very bytes that head describes. */
static bool is_there(struct store *store, struct store_key key, const struct entry_head *head,
                     struct store_place *place)
{
    uint64_t sum;

    return find(store, key, place, &sum) && place->len == head->len && sum == head->sum;
}

bool store_add(struct store *store, struct store_key key, struct str bytes, struct store_place *place)
{
    struct entry_head head = {.magic = STORE_ENTRY_MAGIC, .kind = key.kind, .high = key.high, .low = key.low};

    end_reading(store);
    head.len = bytes.len;
    head.sum = XXH3_64bits(bytes.at, bytes.len);
    if (is_there(store, key, &head, place))
        return true;
    head.check = check_of(&head);
    for (;;) {
        pthread_mutex_lock(&store->lock);
        bool has_room = take_room(store, bytes.len, place);
        pthread_mutex_unlock(&store->lock);
        if (!has_room)
            return false;
        if (write_entry(place, &head, bytes))
            break;
        if (place->fd != store->fd)
            return false;
        /* The cache is full: the bake goes on beside the image. */
        pthread_mutex_lock(&store->lock);
        store->broken = true;
        pthread_mutex_unlock(&store->lock);
    }
    note_added(store, key, *place, head.sum);
    return true;
}

static void join_tables(struct store *store)
{
    for (size_t i = 0; i < store->added.count; i++)
        store_table_put(&store->found, store->added.slots[i]);
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    end_reading(store);
    if (store->fd >= 0) {
        join_tables(store);
        store_end_file(store);
    }
    if (store->map != NULL)
        munmap((void *)(uintptr_t)store->map, (size_t)store->map_len);
    if (store->fd >= 0)
        close(store->fd);
    if (store->spare_fd >= 0)
        close(store->spare_fd);
    store_table_free(&store->found);
    store_table_free(&store->added);
    pthread_mutex_destroy(&store->lock);
    pool_free(&store->pool);
    free(store);
}
