/* kvfs.h - the site: a read-only file system that is tables in the image.
 *
 * Layer     kvfs; callers: http and the appliance. The instance is written by kvfs_write.c behind
 *           the appliance (FORMAT.md).
 * Blocking  never
 * Memory    every answer points into the image and stays as it is for ever
 * Payload   all bytes that go out on the wire (header blocks and bodies) lie in one page-aligned segment
 *           that holds nothing else
 */
#ifndef KVFS_KVFS_H
#define KVFS_KVFS_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One representation of a resource: identity or gzip.
 *
 * head and body are adjacent: head.bytes + head.len == body.bytes, so a GET answer is one run of bytes.
 * head holds the field lines that belong to the representation and the empty line that ends the header
 * section; what comes before it on the wire (status line, Date, Connection) is the server's. For a 304,
 * head_304 stands in its place (RFC 9110, 15.4.5). etag is the quoted entity-tag as it stands in both
 * blocks.
 */
struct kvfs_representation {
    struct span head;
    struct span body;
    struct span head_304;
    struct span etag; /* with the quotes; len 0 when the resource has no validator (404 page, redirects) */
};

enum kvfs_kind {
    KVFS_FILE,     /* 200 or 304 */
    KVFS_REDIRECT, /* 301: identity.head holds Location; there is no gzip */
};

struct kvfs_resource {
    const char *path; /* decoded, starts with '/', UTF-8 as the author's folder has it; not NUL-terminated */
    uint32_t path_len;
    uint32_t kind;            /* enum kvfs_kind */
    uint64_t last_modified_s; /* seconds since 1970, as in the Last-Modified of head */
    struct kvfs_representation identity;
    struct kvfs_representation gzip; /* gzip.head.len == 0: there is none, it would not be smaller */
};

/* Part of the appliance; a bake fills it in. */
struct kvfs_site {
    const struct kvfs_resource *resources; /* resource_count, in the order of their slots */
    const uint32_t *seeds;                 /* bucket_count displacement seeds (FORMAT.md) */
    uint32_t resource_count;
    uint32_t bucket_count;
    const struct kvfs_resource *not_found; /* the site's own 404 page; never NULL */
    const char *title;                     /* NUL-terminated UTF-8 */
    const char *generator;                 /* NUL-terminated: "sitegen 0.1.0" */
    uint32_t page_count;                   /* of the resources: pages rendered from the author's text */
    uint64_t content_len;                  /* bytes of payload */
};
extern const struct kvfs_site kvfs_site;

/* Look a decoded path up.
 *
 * path      len bytes, no NUL needed, without query; any bytes, any length
 * Returns   the resource, or NULL. O(1): one hash of the path, one comparison. The folder's own path
 *           ("/a/") answers with its index.html; "/a" is a KVFS_REDIRECT to it.
 */
const struct kvfs_resource *kvfs_lookup(const char *path, size_t len);

/* The hash that places paths: FNV-1a over 64 bits, then mixed with the seed of the path's bucket
 * (FORMAT.md). Public, and here in full, because the writer and the reader must agree. */
static inline uint64_t kvfs_hash(const char *path, size_t len)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)path[i]) * 0x100000001b3;
    return hash;
}

static inline uint32_t kvfs_bucket(uint64_t hash, uint32_t bucket_count)
{
    return (uint32_t)(hash % bucket_count);
}

/* A seed with this bit names its slot outright: the bucket holds one path only. */
#define KVFS_SEED_DIRECT 0x80000000u

static inline uint32_t kvfs_slot(uint64_t hash, uint32_t seed, uint32_t resource_count)
{
    uint64_t mixed = hash + seed * 0x9e3779b97f4a7c15;

    if (seed & KVFS_SEED_DIRECT)
        return seed & ~KVFS_SEED_DIRECT;
    mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93;
    return (uint32_t)((mixed >> 32) * resource_count >> 32);
}

/* Iterate: resources 0 to kvfs_count() - 1, in no useful order. */
size_t kvfs_count(void);
const struct kvfs_resource *kvfs_at(size_t index);

#endif
