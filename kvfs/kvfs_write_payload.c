/* kvfs_write_payload.c - the payload: header blocks and bodies, one entry behind the other.
 *
 * A large body is read in pieces and hashed on its way to the payload. Its header block stands before it and
 * holds the hash, but has a length that is known beforehand: so the block's place is left open and filled in
 * afterwards.
 */
#include "kvfs_write_parts.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* What was hashed is a whole body: *body_digest is of its bytes, *etag_digest of its bytes and the content
 * type: a file that becomes another type of thing becomes another thing to a cache, too. */
static void end_digest(struct kvfs_write *w, const struct write_entry *entry,
                       struct write_digest *body_digest, struct write_digest *etag_digest)
{
    XXH128_hash_t sum = XXH3_128bits_digest(w->hash);

    *body_digest = (struct write_digest){sum.high64, sum.low64};
    if (entry->content_type != NULL)
        XXH3_128bits_update(w->hash, entry->content_type, strlen(entry->content_type));
    sum = XXH3_128bits_digest(w->hash);
    *etag_digest = (struct write_digest){sum.high64, sum.low64};
}

/* Of a body that is in w->piece. */
static void digest_body(struct kvfs_write *w, const struct write_entry *entry, size_t len,
                        struct write_digest *body_digest, struct write_digest *etag_digest)
{
    XXH3_128bits_reset(w->hash);
    XXH3_128bits_update(w->hash, w->piece, len);
    end_digest(w, entry, body_digest, etag_digest);
}

static bool put(struct kvfs_write *w, uint64_t offset, const void *bytes, size_t len)
{
    return kvfs_write_pwrite(w, w->image.fd, w->image.offset + offset, bytes, len);
}

/* Small things go out together: ten thousand pages are a hundred writes. */
static bool put_gathered(struct kvfs_write *w)
{
    size_t len = w->gathered_len;

    w->gathered_len = 0;
    return put(w, w->gathered_at, w->gathered, len);
}

/* Returns where the caller puts len bytes that go to this offset, behind what went before; NULL with a message. */
static uint8_t *gather(struct kvfs_write *w, uint64_t offset, size_t len)
{
    uint64_t end = w->gathered_at + w->gathered_len;

    if (w->gathered_len > 0 && (offset < end || offset + len - w->gathered_at > WRITE_PIECE) &&
        !put_gathered(w))
        return NULL;
    if (w->gathered_len == 0)
        w->gathered_at = end = offset;
    memset(w->gathered + w->gathered_len, 0, (size_t)(offset - end));
    w->gathered_len = (size_t)(offset + len - w->gathered_at);
    return w->gathered + (offset - w->gathered_at);
}

/* Copy a body to the payload in pieces. */
static bool copy_body(struct kvfs_write *w, const struct write_entry *entry,
                      const struct write_source *source, uint64_t to, struct write_digest *body_digest,
                      struct write_digest *etag_digest)
{
    XXH3_128bits_reset(w->hash);
    for (uint64_t at = 0; at < source->len; at += WRITE_PIECE) {
        size_t len = source->len - at < WRITE_PIECE ? (size_t)(source->len - at) : WRITE_PIECE;

        if (!kvfs_write_pread(w, source, at, w->piece, len))
            return false;
        XXH3_128bits_update(w->hash, w->piece, len);
        if (!put(w, to + at, w->piece, len))
            return false;
    }
    end_digest(w, entry, body_digest, etag_digest);
    return true;
}

/* A body that is in memory at once goes out with its header block and its neighbours. */
static bool write_small(struct kvfs_write *w, const struct write_entry *entry,
                        const struct write_source *source, struct write_head_args args, struct write_rep *rep,
                        struct write_digest *body_digest)
{
    char head[WRITE_HEAD_MAX];
    struct write_digest etag;

    if (!kvfs_write_pread(w, source, 0, w->piece, (size_t)source->len))
        return false;
    digest_body(w, entry, (size_t)source->len, body_digest, &etag);
    args.digest = &etag;
    rep->head_len = (uint32_t)kvfs_write_head(head, entry, &args, &rep->tail_len);
    uint8_t *to = gather(w, rep->offset, rep->head_len + (size_t)source->len);
    if (to == NULL)
        return false;
    memcpy(to, head, rep->head_len);
    memcpy(to + rep->head_len, w->piece, (size_t)source->len);
    return true;
}

static bool write_large(struct kvfs_write *w, const struct write_entry *entry,
                        const struct write_source *source, struct write_head_args args, struct write_rep *rep,
                        struct write_digest *body_digest)
{
    char head[WRITE_HEAD_MAX];
    struct write_digest etag;

    rep->head_len = (uint32_t)kvfs_write_head(head, entry, &args, &rep->tail_len);
    if (!put_gathered(w) || !copy_body(w, entry, source, rep->offset + rep->head_len, body_digest, &etag))
        return false;
    args.digest = &etag;
    kvfs_write_head(head, entry, &args, &rep->tail_len);
    return put(w, rep->offset, head, rep->head_len);
}

static bool write_rep(struct kvfs_write *w, const struct write_entry *entry,
                      const struct write_source *source, struct write_head_args args, struct write_rep *rep,
                      struct write_digest *body_digest)
{
    args.body_len = source->len;
    rep->offset = (w->payload_len + WRITE_ALIGN - 1) / WRITE_ALIGN * WRITE_ALIGN;
    rep->body_len = source->len;
    bool is_small = source->len <= WRITE_PIECE - WRITE_HEAD_MAX;
    if (!(is_small ? write_small : write_large)(w, entry, source, args, rep, body_digest))
        return false;
    w->payload_len = rep->offset + rep->head_len + rep->body_len;
    return true;
}

/* What an answer takes on the wire, less what all answers have in common. */
static uint64_t wire_len(const struct write_entry *entry, uint64_t body_len, bool is_gzip, bool vary)
{
    struct write_head_args args = {.body_len = body_len, .is_gzip = is_gzip, .vary = vary};
    char head[WRITE_HEAD_MAX];
    uint32_t tail_len;

    return kvfs_write_head(head, entry, &args, &tail_len) + body_len;
}

static bool write_reps(struct kvfs_write *w, struct write_entry *entry, const struct write_source *source)
{
    struct write_source packed = {.fd = w->gzip_fd, .name = w->image_path};
    struct write_digest seen, digest;

    if (entry->has_packed)
        packed = (struct write_source){.fd = entry->packed.fd,
                                       .offset = entry->packed.offset,
                                       .len = entry->packed.len,
                                       .name = w->image_path};
    else if (entry->compressible && !kvfs_write_gzip(w, source, source->len, &packed.len, &seen))
        return false;
    if (packed.len > 0 &&
        wire_len(entry, packed.len, true, true) >= wire_len(entry, source->len, false, false))
        packed.len = 0;
    if (!write_rep(w, entry, source, (struct write_head_args){.vary = packed.len > 0}, &entry->identity,
                   &digest))
        return false;
    if (packed.len == 0)
        return true;
    /* Read twice, so it can differ: then the two representations are not of one thing. */
    if (!entry->has_packed && (seen.high != digest.high || seen.low != digest.low))
        return kvfs_write_fail(w, "%s: changed while it was read", source->name);
    return write_rep(w, entry, &packed, (struct write_head_args){.vary = true, .is_gzip = true}, &entry->gzip,
                     &digest);
}

/* The file must still be what kvfs_write_add() saw, before and after it is read. */
static bool write_file_entry(struct kvfs_write *w, struct write_entry *entry)
{
    struct write_source source = {.len = entry->body_len, .name = entry->file};
    uint64_t len;
    struct stat st;
    bool written;

    source.fd = kvfs_write_open_file(w, entry->file, &len);
    if (source.fd < 0)
        return false;
    written = len == entry->body_len && write_reps(w, entry, &source);
    if (len != entry->body_len || (written && (fstat(source.fd, &st) != 0 || (uint64_t)st.st_size != len)))
        written = kvfs_write_fail(w, "%s: changed while it was read", entry->file);
    close(source.fd);
    return written;
}

bool kvfs_write_payload_entry(struct kvfs_write *w, struct write_entry *entry)
{
    struct write_source spooled = {.fd = entry->body_fd >= 0 ? entry->body_fd : w->spool_fd,
                                   .offset = entry->body_offset,
                                   .len = entry->body_len,
                                   .name = w->image_path};

    return entry->file != NULL ? write_file_entry(w, entry) : write_reps(w, entry, &spooled);
}

bool kvfs_write_payload_end(struct kvfs_write *w)
{
    static const uint8_t zeros[WRITE_PAGE];
    uint64_t end = (w->payload_len + WRITE_PAGE - 1) / WRITE_PAGE * WRITE_PAGE;

    if (!put_gathered(w) || !put(w, w->payload_len, zeros, (size_t)(end - w->payload_len)))
        return false;
    w->payload_len = end;
    return true;
}
