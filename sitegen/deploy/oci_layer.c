/* oci_layer.c - a layer: tar and gzip in one pass, with the digests of both. See oci.h. */
#include "deploy/oci.h"
#include "deploy/ustar.h"
#include "files.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <string.h>
#include <zlib.h>

#define PIECE_LEN   (64u * 1024u)
#define GZIP_WINDOW (15 + 16) /* zlib's way to ask for gzip; its header then bears no time and no name */
#define MEMORY      8         /* zlib's default */

struct stream {
    int fd;
    z_stream zlib;
    struct sha256_ctx tar;
    struct sha256_ctx gzip;
    uint64_t len; /* of gzip so far */
};

/* Compress what zlib holds, and write what comes of it. */
static bool push(struct stream *s, int flush)
{
    unsigned char piece[PIECE_LEN];
    int result;

    do {
        s->zlib.next_out = piece;
        s->zlib.avail_out = sizeof(piece);
        result = deflate(&s->zlib, flush);
        size_t len = sizeof(piece) - s->zlib.avail_out;
        sha256_update(&s->gzip, len, piece);
        s->len += len;
        if (!files_write_all(s->fd, piece, len))
            return false;
    } while (s->zlib.avail_out == 0 || (flush == Z_FINISH && result != Z_STREAM_END));
    return true;
}

static bool add(struct stream *s, const char *bytes, size_t len)
{
    /* avail_in is 32 bits wide. */
    for (size_t at = 0; at < len;) {
        size_t piece = len - at < (1u << 20) ? len - at : 1u << 20;
        s->zlib.next_in = (unsigned char *)(uintptr_t)(bytes + at);
        s->zlib.avail_in = (unsigned)piece;
        sha256_update(&s->tar, piece, (const uint8_t *)bytes + at);
        if (!push(s, Z_NO_FLUSH))
            return false;
        at += piece;
    }
    return true;
}

static bool write_tar(struct stream *s, const struct deploy *deploy)
{
    static const char zeros[USTAR_BLOCK + USTAR_END];
    char header[USTAR_BLOCK];
    struct str image = deploy->bytes;

    ustar_header(header, "site", 0755, image.len, deploy->moment_s);
    return add(s, header, sizeof(header)) && add(s, image.at, image.len) &&
           add(s, zeros, ustar_padding(image.len) + USTAR_END) && push(s, Z_FINISH);
}

bool oci_layer_write(int fd, const struct deploy *deploy, struct oci_layer *layer)
{
    struct stream s = {.fd = fd};

    sha256_init(&s.tar);
    sha256_init(&s.gzip);
    if (deflateInit2(&s.zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        errno = ENOMEM;
        return false;
    }
    bool ok = write_tar(&s, deploy);
    int error = errno;
    deflateEnd(&s.zlib);
    errno = error;
    sha256_digest(&s.tar, sizeof(layer->tar.bytes), layer->tar.bytes);
    sha256_digest(&s.gzip, sizeof(layer->gzip.sum.bytes), layer->gzip.sum.bytes);
    layer->gzip.len = s.len;
    return ok;
}
