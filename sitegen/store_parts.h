/* store_parts.h - what the files of the store share. Private to store*.c.
 *
 * Layer     sitegen
 * File      a head and then entries, one behind the other: 48 bytes that say what it is, the bytes, zeros up to a
 *           multiple of 8. What was written last may be incomplete: reading ends where a head is not right. The
 *           head may point to an entry that is an index of those before it
 */
#ifndef SITEGEN_STORE_PARTS_H
#define SITEGEN_STORE_PARTS_H

#include "store.h"
#include "store_file.h"

#include <pthread.h>
#include <stdatomic.h>

#define STORE_MAGIC       "sitegen store 2\n"
#define STORE_ENTRY_MAGIC 0x72746e65u
#define STORE_ALIGN       8u
#define STORE_INDEX       UINT32_MAX /* a kind of entry; its key's low is where it stands */
#define STORE_NONE        SIZE_MAX

struct file_head {
    char magic[16];
    uint8_t salt[STORE_FILE_SALT_LEN];
    uint64_t index; /* where the last index stands; 0: there is none */
};

struct entry_head {
    uint32_t magic;
    uint32_t kind;
    uint64_t high;
    uint64_t low;
    uint64_t len;
    uint64_t sum;   /* of the bytes */
    uint64_t check; /* of what stands above */
};

/* What this bake knows of an entry that was there before it. */
enum store_flag {
    STORE_USED = 1,     /* asked for, and the bytes have their sum */
    STORE_REPLACED = 2, /* other bytes were put in under this key */
};

/* Where entries of a file stand, by key: store_index.c. */
struct store_index {
    uint64_t *words;
    size_t count; /* of words: a power of two; 0: there are none */
    size_t used;  /* of these; at most 3/4 */
    unsigned shift;
    void *map; /* that words lies in; NULL: in memory of its own */
    size_t map_len;
};

/* One that this bake has put in. */
struct slot {
    struct store_key key;
    struct store_place place;
    uint64_t sum;
};

/* Such by key; zero is an empty one. */
struct store_table {
    struct slot *slots; /* in the order of putting */
    size_t count;
    size_t cap;
    uint64_t *index; /* open addressing over index_count, a power of two: the number of a slot + 1 in the low 32
                      * bits, and above them some of its key's; 0: free */
    size_t index_count;
};

struct store {
    pthread_mutex_t lock;
    struct pool pool;
    const char *name;  /* NULL: nothing is kept */
    const char *spare; /* see store_open() */
    int fd;            /* the kept file; -1: none */
    int spare_fd;      /* unlinked; -1: not needed yet */
    bool broken;       /* the kept file cannot take any more */
    uint64_t end;      /* where the next entry goes, in the kept file */
    uint64_t room;     /* how far the kept file reaches, at least: zeros behind end */
    uint64_t spare_end;
    const uint8_t *map; /* the kept file as it was found */
    uint64_t map_len;
    struct store_index index; /* of what it held: as it is until the end, so that nobody waits for the lock */
    atomic_uchar *flags;      /* of each word in there */
    size_t unindexed;         /* how many the index in the file does not have */
    atomic_uint_fast64_t used_len; /* of the kept file, what this bake has asked for or put in */
    struct store_table added;      /* by this bake, under lock */
};

static inline uint64_t store_padded(uint64_t len)
{
    return (len + STORE_ALIGN - 1) / STORE_ALIGN * STORE_ALIGN;
}

static inline uint64_t store_len(uint64_t len)
{
    return sizeof(struct entry_head) + store_padded(len);
}

/* Write an entry whose bytes have their place. false: errno says why. */
bool store_write_entry(const struct store_place *place, struct store_key key, uint64_t sum, struct str bytes);

/* ---------------------------------------------------------------- the kept file, as it was found: store_read.c */

/* Map it, and have an index of it. */
void store_read_file(struct store *store);

/* The entry at an offset, with its bytes behind it, unless they are damaged; NULL: there is none. */
const struct entry_head *store_entry(const struct store *store, uint64_t offset);

uint64_t store_head_check(const struct entry_head *head);

/* ---------------------------------------------------------------- where its entries stand: store_index.c */

/* The number of the key's word; STORE_NONE: there is none. */
size_t store_index_find(const struct store *store, struct store_key key);

uint64_t store_index_offset(const struct store_index *index, size_t at); /* 0: there is no word */

/* Put in a key, in place of what it had. Words may move. */
void store_index_put(struct store *store, struct store_key key, uint64_t offset);

/* Put in one that is new, where there is room as expected. */
void store_index_add(struct store_index *index, struct store_key key, uint64_t offset);

void store_index_expect(struct store_index *index, size_t more); /* so many are to come */

/* Take the index that stands at an offset of the file. Returns where the next entry is; 0: there is no index. */
uint64_t store_index_load(struct store *store, uint64_t offset);

/* Write it at an offset of a file, and have the head point to it. Returns where the next entry goes: there, if it
 * could not be written. */
uint64_t store_index_write(const struct store_index *index, int fd, uint64_t offset);

void store_index_free(struct store_index *index);

/* ---------------------------------------------------------------- what this bake has put in: store_table.c */

/* The entry of a key, until the next is put in; NULL: there is none. */
struct slot *store_table_find(const struct store_table *table, struct store_key key);

/* Put in a key that is new, or in place of what it had. */
void store_table_put(struct store_table *table, struct slot entry);

void store_table_free(struct store_table *table);

/* Leave the kept file as the next bake is to find it. */
void store_end_file(struct store *store);

#endif
