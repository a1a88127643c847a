/* store_read.c - the kept file as this bake finds it. See store_parts.h. */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxh_x86dispatch.h>

#define ENTRY_LEN 2048u /* bytes of an entry, about: room for that many is made at once */

uint64_t store_head_check(const struct entry_head *head)
{
    return XXH3_64bits(head, offsetof(struct entry_head, check));
}

const struct entry_head *store_entry(const struct store *store, uint64_t offset)
{
    if (offset % STORE_ALIGN != 0 || offset > store->map_len || store->map_len - offset < sizeof(struct entry_head))
        return NULL;
    const struct entry_head *head = (const void *)(store->map + offset);
    uint64_t rest = store->map_len - offset - sizeof(*head);
    if (head->magic != STORE_ENTRY_MAGIC || head->kind == 0 || head->check != store_head_check(head) ||
        head->len > rest || store_padded(head->len) > rest)
        return NULL;
    return head;
}

static void begin_anew(struct store *store, const struct file_head *head)
{
    if (store->map != NULL)
        munmap((void *)(uintptr_t)store->map, (size_t)store->map_len);
    store->map = NULL;
    store->map_len = 0;
    store->end = sizeof(*head);
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

/* The index in the file, and what stands behind it; where there is none, all there is. */
static void read_entries(struct store *store, uint64_t index)
{
    const struct entry_head *head;

    store->end = index != 0 ? store_index_load(store, index) : 0;
    if (store->end == 0) {
        store->end = sizeof(struct file_head);
        store_index_expect(&store->index, store->map_len / ENTRY_LEN);
    }
    for (; (head = store_entry(store, store->end)) != NULL; store->end += store_len(head->len)) {
        if (head->kind == STORE_INDEX)
            continue;
        store_index_put(store, (struct store_key){head->high, head->low, head->kind}, store->end);
        store->unindexed++;
    }
}

void store_read_file(struct store *store)
{
    struct file_head wanted = {.magic = STORE_MAGIC};

    store_file_salt(wanted.salt);
    if (!map_file(store)) {
        /* Somebody else may have memory for it. */
        close(store->fd);
        store->fd = -1;
        return;
    }
    if (store->map == NULL || memcmp(store->map, &wanted, offsetof(struct file_head, index)) != 0)
        begin_anew(store, &wanted);
    else
        read_entries(store, ((const struct file_head *)(const void *)store->map)->index);
    store->room = store->end;
    store->flags = calloc(store->index.count + 1, sizeof(*store->flags));
    if (store->flags == NULL)
        fatal("out of memory");
}
