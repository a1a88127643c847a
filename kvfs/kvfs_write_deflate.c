/* kvfs_write_deflate.c - a body's gzip form in memory. See kvfs_write.h. */
#include "kvfs_write_parts.h"

#include <stdlib.h>

struct kvfs_deflate {
    z_stream stream;
};

struct kvfs_deflate *kvfs_deflate_new(void)
{
    struct kvfs_deflate *deflater = calloc(1, sizeof(*deflater));

    if (deflater != NULL && deflateInit2(&deflater->stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
                                     MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(deflater);
        return NULL;
    }
    return deflater;
}

void kvfs_deflate_free(struct kvfs_deflate *deflater)
{
    if (deflater == NULL)
        return;
    deflateEnd(&deflater->stream);
    free(deflater);
}

size_t kvfs_deflate_body(struct kvfs_deflate *deflater, struct span body, uint8_t *to)
{
    gz_header header = {.os = GZIP_OS_UNIX}; /* no name, no time */
    z_stream *stream = &deflater->stream;

    if (body.len == 0 || body.len > UINT32_MAX || deflateReset(stream) != Z_OK ||
        deflateSetHeader(stream, &header) != Z_OK)
        return 0;
    stream->next_in = (Bytef *)(uintptr_t)body.bytes;
    stream->avail_in = (uInt)body.len;
    stream->next_out = to;
    stream->avail_out = (uInt)body.len - 1;
    return deflate(stream, Z_FINISH) == Z_STREAM_END ? body.len - 1 - stream->avail_out : 0;
}
