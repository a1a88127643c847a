/* kvfs_write_gzip.c - a body's gzip form, made piece by piece in an unlinked file beside the payload. */
#include "kvfs_write_parts.h"

#include <string.h>
#include <xxh_x86dispatch.h>

#define PROBE_LEN      (256u * 1024) /* of a body longer than WRITE_PIECE, so much is tried first */
#define PROBE_GAIN_PCT 5u            /* and must become smaller by so much, even at the lowest level */

static bool start(struct kvfs_write *w)
{
    gz_header header = {.os = GZIP_OS_UNIX}; /* no name, no time */
    int status;

    if (w->deflate_ready) {
        status = deflateReset(&w->deflate);
    } else {
        status = deflateInit2(&w->deflate, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MAX_MEM_LEVEL,
                              Z_DEFAULT_STRATEGY);
        w->deflate_ready = status == Z_OK;
    }
    if (status == Z_OK)
        status = deflateSetHeader(&w->deflate, &header);
    return status == Z_OK || kvfs_write_fail(w, "gzip: out of memory");
}

/* Compress what stands at w->deflate.next_in; what comes out is appended at *gzip_len. */
static bool feed(struct kvfs_write *w, int flush, uint64_t *gzip_len)
{
    do {
        size_t made;

        w->deflate.next_out = w->gzip_piece;
        w->deflate.avail_out = WRITE_PIECE;
        if (deflate(&w->deflate, flush) == Z_STREAM_ERROR)
            return kvfs_write_fail(w, "gzip: internal error");
        made = WRITE_PIECE - w->deflate.avail_out;
        if (!kvfs_write_pwrite(w, w->gzip_fd, *gzip_len, w->gzip_piece, made))
            return false;
        *gzip_len += made;
    } while (w->deflate.avail_out == 0);
    return true;
}

/* Whether the start of a large body says that compressing all of it would be worth the time. */
static bool probe(struct kvfs_write *w, const struct write_source *source, bool *worth)
{
    uLongf made = WRITE_PIECE;

    *worth = true;
    if (source->len <= WRITE_PIECE)
        return true;
    if (!kvfs_write_pread(w, source, 0, w->piece, PROBE_LEN))
        return false;
    if (compress2(w->gzip_piece, &made, w->piece, PROBE_LEN, Z_BEST_SPEED) != Z_OK)
        return kvfs_write_fail(w, "gzip: out of memory");
    *worth = made <= (uLongf)PROBE_LEN * (100 - PROBE_GAIN_PCT) / 100;
    return true;
}

bool kvfs_write_gzip(struct kvfs_write *w, const struct write_source *source, uint64_t limit,
                     uint64_t *gzip_len, struct write_digest *digest)
{
    XXH128_hash_t sum;
    bool worth;

    *gzip_len = 0;
    if (!probe(w, source, &worth))
        return false;
    if (!worth || source->len == 0)
        return true;
    if (!start(w))
        return false;
    XXH3_128bits_reset(w->hash);
    for (uint64_t at = 0; at < source->len && *gzip_len < limit; at += WRITE_PIECE) {
        size_t len = source->len - at < WRITE_PIECE ? (size_t)(source->len - at) : WRITE_PIECE;

        if (!kvfs_write_pread(w, source, at, w->piece, len))
            return false;
        XXH3_128bits_update(w->hash, w->piece, len);
        w->deflate.next_in = w->piece;
        w->deflate.avail_in = (uInt)len;
        if (!feed(w, at + len == source->len ? Z_FINISH : Z_NO_FLUSH, gzip_len))
            return false;
    }
    if (*gzip_len >= limit)
        *gzip_len = 0;
    sum = XXH3_128bits_digest(w->hash);
    *digest = (struct write_digest){sum.high64, sum.low64};
    return true;
}
