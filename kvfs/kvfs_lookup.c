/* kvfs_lookup.c - finds a path in the tables. kvfs.h says what is promised, FORMAT.md how they are laid. */
#include "kvfs.h"

#include "memory.h"

const struct kvfs_resource *kvfs_lookup(const char *path, size_t len)
{
    const struct kvfs_resource *resource;
    uint64_t hash;
    uint32_t slot;

    if (kvfs_site.resource_count == 0)
        return NULL;
    hash = kvfs_hash(path, len);
    slot =
        kvfs_slot(hash, kvfs_site.seeds[kvfs_bucket(hash, kvfs_site.bucket_count)], kvfs_site.resource_count);
    /* A path that is not there lands on some slot too: only the bytes decide. */
    resource = &kvfs_site.resources[slot];
    if (resource->path_len != len || memcmp(resource->path, path, len) != 0)
        return NULL;
    return resource;
}

size_t kvfs_count(void)
{
    return kvfs_site.resource_count;
}

const struct kvfs_resource *kvfs_at(size_t index)
{
    return &kvfs_site.resources[index];
}
