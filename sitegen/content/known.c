/* known.c - see known.h */
#include "content/known.h"

#include "value_pack.h"

#include <string.h>
#include <time.h>
#include <xxh_x86dispatch.h>

#define SECOND_NS 1000000000ll
#define TICK_NS   (2 * SECOND_NS) /* FAT's */

/* Of a packed one; its front matter follows. */
struct known_head {
    uint64_t source_sum;
    uint64_t len;
    struct digest_sum digest;
    uint64_t body;
    uint64_t present;
};

static struct store_key key_of(const struct walk_entry *entry)
{
    uint64_t facts[] = {XXH3_64bits(entry->full, strlen(entry->full)),
                        entry->len,
                        entry->stamp.device,
                        entry->stamp.inode,
                        (uint64_t)entry->stamp.modified_ns,
                        (uint64_t)entry->stamp.changed_ns};
    XXH128_hash_t sum = XXH3_128bits(facts, sizeof(facts));

    return (struct store_key){sum.high64, sum.low64, STORE_SOURCE};
}

int64_t known_clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_NS + now.tv_nsec;
}

bool known_find(struct store *store, const struct walk_entry *entry, struct pool *pool, struct known *known)
{
    struct store_place place;
    struct known_head head;
    struct str bytes;

    if (entry->stamp.inode == 0 || !store_find(store, key_of(entry), &place, &bytes) || bytes.len < sizeof(head))
        return false;
    memcpy(&head, bytes.at, sizeof(head));
    bytes = str_from(bytes, sizeof(head));
    *known = (struct known){.source_sum = head.source_sum, .len = head.len, .digest = head.digest};
    known->front.body = (size_t)head.body;
    known->front.present = head.present != 0;
    return value_unpack(&bytes, pool, &known->front.values) && known->front.values.kind == VALUE_HASH;
}

void known_keep(struct store *store, const struct walk_entry *entry, const struct known *known, int64_t now_ns)
{
    struct known_head head = {.source_sum = known->source_sum,
                              .len = known->len,
                              .digest = known->digest,
                              .body = known->front.body,
                              .present = known->front.present};
    struct store_place place;
    struct text bytes = {0};

    /* What was read is not what the stamp is of. */
    if (entry->stamp.inode == 0 || known->len != entry->len || entry->stamp.modified_ns > now_ns - TICK_NS ||
        entry->stamp.changed_ns > now_ns - TICK_NS)
        return;
    text_add(&bytes, str_bytes(&head, sizeof(head)));
    if (value_pack(&bytes, known->front.values))
        (void)!store_add(store, key_of(entry), text_str(&bytes), &place);
    text_free(&bytes);
}
