/* kvfs_write_deflate.c - a body's gzip form in memory. See kvfs_write.h.
 *
 * libdeflate makes it: smaller than zlib's level 9, in half the time. It wants the whole body at once; what is too
 * long for that is zlib's (kvfs_write_gzip.c). Its header has no name and no time.
 */
#include "kvfs_write.h"

#include <libdeflate.h>
#include <stdlib.h>

#define LEVEL 7 /* the first whose output is smaller than zlib's 9; 8 and 9 gain 0.3 % more */

struct kvfs_deflate {
    struct libdeflate_compressor *compressor;
};

struct kvfs_deflate *kvfs_deflate_new(void)
{
    struct kvfs_deflate *deflater = calloc(1, sizeof(*deflater));

    if (deflater != NULL && (deflater->compressor = libdeflate_alloc_compressor(LEVEL)) == NULL) {
        free(deflater);
        return NULL;
    }
    return deflater;
}

void kvfs_deflate_free(struct kvfs_deflate *deflater)
{
    if (deflater == NULL)
        return;
    libdeflate_free_compressor(deflater->compressor);
    free(deflater);
}

size_t kvfs_deflate_body(struct kvfs_deflate *deflater, struct span body, uint8_t *to)
{
    if (body.len == 0)
        return 0;
    return libdeflate_gzip_compress(deflater->compressor, body.bytes, body.len, to, body.len - 1);
}
