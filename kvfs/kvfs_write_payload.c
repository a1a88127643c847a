/* kvfs_write_payload.c - the payload: header blocks and bodies, one entry behind the other.
 *
 * A body is read in pieces and hashed on its way to the payload. Its header block stands before it and holds
 * the hash, but has a length that is known beforehand: so the block's place is left open and filled in
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

/* Copy a body to the payload in pieces. */
static bool copy_body(struct kvfs_write *w, const struct write_entry *entry,
                      const struct write_source *source, uint64_t to, struct write_digest *body_digest,
                      struct write_digest *etag_digest)
{
    XXH3_128bits_reset(w->hash);
    for (uint64_t at = 0; at < source->len; at += WRITE_PIECE) {
        size_t len = source->len - at < WRITE_PIECE ? (size_t)(source->len - at) : WRITE_PIECE;

        uint8_t *piece = kvfs_write_out_room(w, to + at, len);

        if (piece == NULL || !kvfs_write_pread(w, source, at, piece, len))
            return false;
        XXH3_128bits_update(w->hash, piece, len);
    }
    end_digest(w, entry, body_digest, etag_digest);
    return true;
}

/* Copy a body behind the room for its header block, which can be filled in when the body is known. */
static bool write_rep(struct kvfs_write *w, const struct write_entry *entry,
                      const struct write_source *source, struct write_head_args args, struct write_rep *rep,
                      struct write_digest *body_digest)
{
    char head[WRITE_HEAD_MAX];
    struct write_digest etag;

    args.body_len = source->len;
    rep->offset = (w->payload_len + WRITE_ALIGN - 1) / WRITE_ALIGN * WRITE_ALIGN;
    rep->body_len = source->len;
    rep->head_len = (uint32_t)kvfs_write_head(head, entry, &args, &rep->tail_len);
    if (!kvfs_write_out_room(w, rep->offset, rep->head_len) ||
        !copy_body(w, entry, source, rep->offset + rep->head_len, body_digest, &etag))
        return false;
    kvfs_write_head_digest(head, rep, &etag);
    w->payload_len = rep->offset + rep->head_len + rep->body_len;
    return kvfs_write_out_again(w, rep->offset, head, rep->head_len);
}

#define GZIP_HEAD_MAX 64u /* bytes by which a gzip form's header block is longer than the other, at most */

/* What an answer takes on the wire, less what all answers have in common. */
static uint64_t wire_len(const struct write_entry *entry, uint64_t body_len, bool is_gzip, bool vary)
{
    struct write_head_args args = {.body_len = body_len, .is_gzip = is_gzip, .vary = vary};
    char head[WRITE_HEAD_MAX];
    uint32_t tail_len;

    return kvfs_write_head(head, entry, &args, &tail_len) + body_len;
}

static bool saves_bytes(const struct write_entry *entry, uint64_t body_len, uint64_t packed_len)
{
    return packed_len + GZIP_HEAD_MAX < body_len ||
           wire_len(entry, packed_len, true, true) < wire_len(entry, body_len, false, false);
}

static bool write_reps(struct kvfs_write *w, struct write_entry *entry, const struct write_source *source)
{
    struct write_source packed = {.fd = w->gzip_fd, .name = w->image_path};
    struct write_digest seen, digest;

    if (entry->has_packed)
        packed = (struct write_source){.fd = entry->packed.fd,
                                       .offset = entry->packed.offset,
                                       .len = entry->packed.len,
                                       .bytes = entry->packed.bytes,
                                       .name = w->image_path};
    else if (entry->compressible && !kvfs_write_gzip(w, source, source->len, &packed.len, &seen))
        return false;
    if (packed.len > 0 && !saves_bytes(entry, source->len, packed.len))
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
                                   .bytes = entry->body_bytes,
                                   .name = w->image_path};

    return entry->file != NULL ? write_file_entry(w, entry) : write_reps(w, entry, &spooled);
}

bool kvfs_write_payload_end(struct kvfs_write *w)
{
    w->payload_len = (w->payload_len + WRITE_PAGE - 1) / WRITE_PAGE * WRITE_PAGE;
    return kvfs_write_out_end(w, w->payload_len);
}
