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
#include <xxh_x86dispatch.h>

/* What was hashed is a whole body: *body_digest is of its bytes, *etag_digest of its bytes and the content
 * type: a file that becomes another type of thing becomes another thing to a cache, too. */
static void end_digest(struct kvfs_write *w, const struct write_content *content,
                       struct write_digest *body_digest, struct write_digest *etag_digest)
{
    XXH128_hash_t sum = XXH3_128bits_digest(w->hash);

    *body_digest = (struct write_digest){sum.high64, sum.low64};
    if (content->content_type != NULL)
        XXH3_128bits_update(w->hash, content->content_type, strlen(content->content_type));
    sum = XXH3_128bits_digest(w->hash);
    *etag_digest = (struct write_digest){sum.high64, sum.low64};
}

/* Copy a body to the payload in pieces. */
static bool copy_body(struct kvfs_write *w, const struct write_content *content,
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
    end_digest(w, content, body_digest, etag_digest);
    return true;
}

/* Copy a body behind the room for its header block, which can be filled in when the body is known. */
static bool write_rep(struct kvfs_write *w, const struct write_entry *entry, const struct write_content *content,
                      const struct write_source *source, struct write_head_args args, struct write_rep *rep,
                      struct write_digest *body_digest)
{
    char head[WRITE_HEAD_MAX];
    struct write_digest etag;

    args.body_len = source->len;
    rep->offset = (w->payload_len + WRITE_ALIGN - 1) / WRITE_ALIGN * WRITE_ALIGN;
    rep->body_len = source->len;
    rep->head_len = (uint32_t)kvfs_write_head(head, entry, content, &args, &rep->tail_len);
    if (!kvfs_write_out_room(w, rep->offset, rep->head_len) ||
        !copy_body(w, content, source, rep->offset + rep->head_len, body_digest, &etag))
        return false;
    kvfs_write_head_digest(head, rep, &etag);
    w->payload_len = rep->offset + rep->head_len + rep->body_len;
    return kvfs_write_out_again(w, rep->offset, head, rep->head_len);
}

#define GZIP_HEAD_MAX 64u /* bytes by which a gzip form's header block is longer than the other, at most */

/* What an answer takes on the wire, less what all answers have in common. */
static uint64_t wire_len(const struct write_entry *entry, const struct write_content *content, uint64_t body_len,
                         bool is_gzip, bool vary)
{
    struct write_head_args args = {.body_len = body_len, .is_gzip = is_gzip, .vary = vary};
    char head[WRITE_HEAD_MAX];
    uint32_t tail_len;

    return kvfs_write_head(head, entry, content, &args, &tail_len) + body_len;
}

static bool saves_bytes(const struct write_entry *entry, const struct write_content *content, uint64_t packed_len)
{
    return packed_len + GZIP_HEAD_MAX < content->len ||
           wire_len(entry, content, packed_len, true, true) <
               wire_len(entry, content, content->len, false, false);
}

static bool write_reps(struct kvfs_write *w, struct write_entry *entry, const struct write_content *content,
                       const struct write_source *source)
{
    struct write_source packed = {.fd = w->gzip_fd, .name = w->image_path};
    struct write_digest seen, digest;

    if (content->has_packed)
        packed = (struct write_source){.fd = content->packed.fd,
                                       .offset = content->packed.offset,
                                       .len = content->packed.len,
                                       .bytes = content->packed.bytes,
                                       .name = w->image_path};
    else if (content->compressible && !kvfs_write_gzip(w, source, source->len, &packed.len, &seen))
        return false;
    if (packed.len > 0 && !saves_bytes(entry, content, packed.len))
        packed.len = 0;
    if (!write_rep(w, entry, content, source, (struct write_head_args){.vary = packed.len > 0}, &entry->identity,
                   &digest))
        return false;
    if (packed.len == 0)
        return true;
    /* Read twice, so it can differ: then the two representations are not of one thing. */
    if (!content->has_packed && (seen.high != digest.high || seen.low != digest.low))
        return kvfs_write_fail(w, "%s: changed while it was read", source->name);
    return write_rep(w, entry, content, &packed, (struct write_head_args){.vary = true, .is_gzip = true},
                     &entry->gzip, &digest);
}

/* The file must still be what kvfs_write_add() saw, before and after it is read. */
static bool write_file(struct kvfs_write *w, struct write_entry *entry, const struct write_content *content)
{
    struct write_source source = {.len = content->len, .name = content->file};
    uint64_t len;
    struct stat st;
    bool written;

    source.fd = kvfs_write_open_file(w, content->file, &len);
    if (source.fd < 0)
        return false;
    written = len == content->len && write_reps(w, entry, content, &source);
    if (len != content->len || (written && (fstat(source.fd, &st) != 0 || (uint64_t)st.st_size != len)))
        written = kvfs_write_fail(w, "%s: changed while it was read", content->file);
    close(source.fd);
    return written;
}

bool kvfs_write_payload_entry(struct kvfs_write *w, struct write_entry *entry, const struct write_content *content)
{
    struct write_source source = {.fd = content->fd >= 0 ? content->fd : w->spool_fd,
                                  .offset = content->offset,
                                  .len = content->len,
                                  .bytes = content->bytes,
                                  .name = w->image_path};

    return content->file != NULL ? write_file(w, entry, content) : write_reps(w, entry, content, &source);
}
