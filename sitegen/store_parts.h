/* store_parts.h - what the files of the store share. Private to store*.c.
 *
 * Layer     sitegen
 * File      a head and then entries, one behind the other: 48 bytes that say what it is, the bytes, zeros up to a
 *           multiple of 8. What was written last may be incomplete: reading ends where a head is not right.
 */
#ifndef SITEGEN_STORE_PARTS_H
#define SITEGEN_STORE_PARTS_H

#include "store.h"
#include "store_file.h"
#include "workers.h"

#include <pthread.h>
#include <stdatomic.h>

#define STORE_MAGIC       "sitegen store 1\n"
#define STORE_ENTRY_MAGIC 0x72746e65u
#define STORE_ALIGN       8u

struct file_head {
    char magic[16];
    uint8_t salt[STORE_FILE_SALT_LEN];
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

struct slot {
    struct store_key key;
    struct store_place place;
    uint64_t sum;
    atomic_bool used;     /* asked for, or put in, by this bake */
    atomic_bool checked;  /* the bytes have their sum */
    atomic_bool replaced; /* other bytes were put in under this key */
};

/* Entries by key; zero is an empty one. */
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
    uint64_t first;    /* where it went when this bake began */
    uint64_t room;     /* how far the kept file reaches, at least: zeros behind end */
    uint64_t spare_end;
    struct aside reading; /* of the kept file, while */
    atomic_bool is_reading;
    const uint8_t *map; /* the kept file as it was found */
    uint64_t map_len;
    struct store_table found; /* what the file held: only the flags change, so that nobody waits for the lock */
    struct store_table added; /* by this bake, under lock; until the end, when it joins the others */
};

static inline uint64_t store_padded(uint64_t len)
{
    return (len + STORE_ALIGN - 1) / STORE_ALIGN * STORE_ALIGN;
}

/* The entry of a key, until the next is put in; NULL: there is none. */
struct slot *store_table_find(const struct store_table *table, struct store_key key);

/* Put in a key that is new, or in place of what it had. */
void store_table_put(struct store_table *table, struct slot entry);

void store_table_expect(struct store_table *table, size_t count); /* about so many are to come */
void store_table_free(struct store_table *table);

/* Leave the kept file as the next bake is to find it. */
void store_end_file(struct store *store);

#endif
