/* kvfs_write_parts.h - what the files of the writer share; nobody else includes it.
 *
 * Layer     kvfs, host only
 * Parts     kvfs_write.c         entries, spool, errors
 *           kvfs_write_check.c   what is refused
 *           kvfs_write_head.c    the text of header blocks
 *           kvfs_write_gzip.c    a body's gzip form, streamed
 *           kvfs_write_deflate.c the same in memory, for several threads
 *           kvfs_write_payload.c the payload: one entry
 *           kvfs_write_flush.c   the payload: entries in their order
 *           kvfs_write_out.c     its way into the image
 *           kvfs_write_file.c    reading and writing, with messages
 *           kvfs_write_place.c   the perfect hash
 *           kvfs_write_table.c   the tables, with their addresses
 *           kvfs_write_finish.c  from the entries to payload and tables
 */
#ifndef KVFS_KVFS_WRITE_PARTS_H
#define KVFS_KVFS_WRITE_PARTS_H

#include "kvfs_write.h"

#include <pthread.h>
#include <stdio.h>
#include <xxh_x86dispatch.h>
#include <zlib.h>

#define WRITE_PIECE    (1024u * 1024) /* bytes of a body that are in memory at once */
#define WRITE_ALIGN    64u            /* a header block starts at a multiple: a cache line */
#define WRITE_PAGE     4096u          /* the payload's length is a multiple */
#define WRITE_HEAD_MAX 16384u         /* bytes of one header block */
#define WRITE_OUT_LEN  (2 * WRITE_PIECE) /* bytes that are gathered before they are written */
#define GZIP_WINDOW    (15 + 16)      /* zlib: 32 KiB window, gzip wrapper */
#define GZIP_OS_UNIX   3              /* RFC 1952 2.3: fixed, so that the bytes do not depend on the machine */

/* Where a representation stands in the payload; head_len 0: there is none. The last tail_len bytes of the
 * header block are the header block of a 304 (tail_len 0: no validator, never a 304). */
struct write_rep {
    uint64_t offset;
    uint64_t body_len;
    uint32_t head_len;
    uint32_t tail_len;
};

enum write_kind { WRITE_FILE, WRITE_REDIRECT, WRITE_NOT_FOUND };

/* One resource. An alias has a target and nothing else but its path. */
struct write_entry {
    char *path;
    uint32_t path_len;
    uint32_t target; /* index of the entry whose bytes this one serves; its own index unless it is an alias */
    uint64_t hash;
    enum write_kind kind;
    bool is_page;
    int64_t last_modified_s;
    struct write_rep identity;
    struct write_rep gzip;
};

/* What an entry's representations are made of, until they are written. */
struct write_content {
    uint32_t entry; /* whose it is; not that of the 404 page */
    char *content_type;
    char *location;
    bool is_href; /* location is written as it is */
    char *file;   /* NULL: the body lies */
    int fd;       /* in this file; -1: in the spool */
    uint64_t offset;
    uint64_t len;
    const uint8_t *bytes;           /* NULL: it is read from there */
    struct kvfs_write_place packed; /* the gzip form, where has_packed; len 0: not worth it */
    bool has_packed;
    bool compressible;
};

/* Pages on their way to the disk. */
struct write_job {
    uint8_t *bytes; /* WRITE_OUT_LEN, at a page's start */
    size_t len;
    uint64_t offset; /* in the file */
    pthread_t thread;
    bool is_running;
    int error; /* errno, once it does not run any more; 0 */
};

/* The end of what the payload holds so far, not written yet. */
struct write_out {
    uint8_t *bytes; /* WRITE_OUT_LEN, at a page's start */
    size_t len;
    uint64_t at; /* where bytes[0] goes in the payload: a multiple of WRITE_PAGE */
    struct write_job job;
    int direct_fd; /* the image once more, open with O_DIRECT; -1: not */
    bool is_large; /* it was tried */
};

struct kvfs_write {
    char *image_path;
    char *title;
    char *generator;
    struct kvfs_write_image image; /* its path is image_path */
    int spool_fd; /* unlinked: bodies that were added from memory */
    int gzip_fd;  /* unlinked: the gzip form of the body at hand */
    uint64_t spool_len;
    uint64_t payload_len; /* so far */
    uint8_t *piece; /* WRITE_PIECE bytes, and a second such buffer for the gzip form */
    uint8_t *gzip_piece;
    struct write_out out;
    z_stream deflate;
    bool deflate_ready;
    XXH3_state_t *hash; /* of one body at a time */
    bool finished;      /* kvfs_write_finish() was called: nothing more can be added */

    /* entries[0] to entries[entry_count - 1]; index is an open-addressed table of their numbers + 1,
     * index_count a power of two that is more than entry_count. */
    struct write_entry *entries;
    size_t entry_count;
    size_t entry_cap;
    uint32_t *index;
    size_t index_count;
    struct write_entry not_found; /* path NULL until it was added */
    struct write_content not_found_content;

    /* Of the entries that are not written yet. */
    struct write_content *waiting;
    size_t waiting_count;
    size_t waiting_cap;
    bool begun;    /* the payload's first bytes are written */
    char *settled; /* what stands before this path is written, and nothing can be added there; NULL: nothing is */

    char error[1024];
};

/* Where a body's bytes come from: a file of the author's, the spool, or the gzip form just made. */
struct write_source {
    int fd;
    uint64_t offset;
    uint64_t len;
    const uint8_t *bytes; /* NULL: they are read */
    const char *name;     /* for messages */
};

/* 128 bits of XXH3, over a body and then its content type. */
struct write_digest {
    uint64_t high;
    uint64_t low;
};

/* Leave a message; returns false. */
bool kvfs_write_fail(struct kvfs_write *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Read or write all of len bytes at an offset; false with a message. A short read means that the file has
 * changed. */
bool kvfs_write_pread(struct kvfs_write *w, const struct write_source *source, uint64_t at, void *buf,
                      size_t len);
bool kvfs_write_pwrite(struct kvfs_write *w, int fd, uint64_t at, const void *buf, size_t len);

/* The same for any thread: 0, or errno. */
int kvfs_write_all(int fd, uint64_t at, const void *buf, size_t len);

/* Begin, in a writer that is zero; false: out of memory. */
bool kvfs_write_out_open(struct kvfs_write *w);
void kvfs_write_out_close(struct kvfs_write *w);

/* About so many bytes are to come, as far as one knows. */
void kvfs_write_out_expect(struct kvfs_write *w, uint64_t len);

/* Returns where the caller puts len bytes, at most WRITE_PIECE, that go to this offset of the payload, behind
 * all that went before; zeros fill what lies between. NULL with a message. */
uint8_t *kvfs_write_out_room(struct kvfs_write *w, uint64_t offset, size_t len);

/* Other bytes in place of some that went out before. */
bool kvfs_write_out_again(struct kvfs_write *w, uint64_t offset, const void *bytes, size_t len);

/* All is written. */
bool kvfs_write_out_end(struct kvfs_write *w);

/* Open an author's file and check that it is one. Returns its descriptor and length, or -1 with a message. */
int kvfs_write_open_file(struct kvfs_write *w, const char *file, uint64_t *len);

/* Whether a path, or an entry, can be served at all; false with a message. */
bool kvfs_write_check_path(struct kvfs_write *w, const char *path);
bool kvfs_write_check_entry(struct kvfs_write *w, const struct kvfs_write_entry *entry, const char *path);

/* What of a representation is not in the entry. */
struct write_head_args {
    uint64_t body_len;
    bool is_gzip;
    bool vary; /* there are two representations to choose from */
};

/* Write a header block for this entry, with zeros for the ETag's digits.
 *
 * buf       WRITE_HEAD_MAX bytes; paths of KVFS_WRITE_PATH_MAX and checked content types fit
 * Returns   its length in bytes, with the length of its 304 part in *tail_len
 */
size_t kvfs_write_head(char *buf, const struct write_entry *entry, const struct write_content *content,
                       const struct write_head_args *args, uint32_t *tail_len);

/* Put the digits into the block of a representation. */
void kvfs_write_head_digest(char *head, const struct write_rep *rep, const struct write_digest *digest);

/* Percent-encode a path (RFC 3986 3.3). buf may be NULL: only measure. Returns the length without NUL. */
size_t kvfs_write_encode(char *buf, const char *path, size_t path_len);

/* Make the gzip form of a body in w->gzip_fd.
 *
 * limit     give up once it is not below this many bytes
 * Returns   false with a message; true with *gzip_len 0 where gzip is not worth it
 * digest    of the source, valid when *gzip_len > 0
 */
bool kvfs_write_gzip(struct kvfs_write *w, const struct write_source *source, uint64_t limit,
                     uint64_t *gzip_len, struct write_digest *digest);

/* Write the representations of an entry behind what the payload holds already. */
bool kvfs_write_payload_entry(struct kvfs_write *w, struct write_entry *entry, const struct write_content *content);

void kvfs_write_content_free(struct write_content *content);

/* All that waits is written, and the payload filled up to a page. */
bool kvfs_write_flush_all(struct kvfs_write *w);

/* Find seeds that give each of count different hashes a slot of its own, 0 to count - 1.
 *
 * seeds     bucket_count of them are set
 * slots     slots[i] is set to the slot of hashes[i]
 * Returns   false when two hashes are equal, or memory is out
 */
bool kvfs_write_place(const uint64_t *hashes, uint32_t count, uint32_t bucket_count, uint32_t *seeds,
                      uint32_t *slots);

/* Every entry in its slot. */
struct write_places {
    struct write_entry **at_slot; /* as many as there are entries */
    uint32_t *seeds;              /* bucket_count */
    uint32_t bucket_count;
};

/* Write the tables behind a payload that is whole. Fills in totals->site and its tables_len. */
bool kvfs_write_tables(struct kvfs_write *w, const struct write_places *places, struct kvfs_write_totals *totals);

#endif
