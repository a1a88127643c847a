/* volumes_upload.c - an image comes to the target whole, or not at all. See volumes.h. */
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <string.h>

/* ---------------------------------------------------------------- bytes, there and back */

static int give(virStreamPtr stream, char *buf, size_t len, void *context)
{
    struct volumes_transfer *transfer = context;

    (void)stream;
    if (transfer->target->tick != NULL)
        transfer->target->tick(transfer->target->tick_context);
    if (len > transfer->rest.len)
        len = transfer->rest.len;
    memcpy(buf, transfer->rest.at, len);
    transfer->rest = str_from(transfer->rest, len);
    return (int)len;
}

static bool cannot(struct target *t, const char *name)
{
    return target_error("%s cannot be brought to the storage pool %s", name, t->pool_name);
}

/* complain NULL: nothing is said when it goes wrong. */
static bool send_bytes(struct target *t, virStorageVolPtr volume, struct str bytes, const char *complain)
{
    struct volumes_transfer transfer = {.target = t, .rest = bytes};
    virStreamPtr stream = virStreamNew(t->conn, 0);
    bool ok = stream != NULL && virStorageVolUpload(volume, stream, 0, bytes.len, 0) == 0 &&
              virStreamSendAll(stream, give, &transfer) == 0 && virStreamFinish(stream) == 0;

    /* Said before the stream goes, and the error with it: a full disk is seen here. */
    if (!ok && complain != NULL)
        cannot(t, complain);
    if (stream != NULL && !ok)
        virStreamAbort(stream);
    if (stream != NULL)
        virStreamFree(stream);
    return ok;
}

static int compare(virStreamPtr stream, const char *bytes, size_t len, void *context)
{
    struct volumes_transfer *transfer = context;

    (void)stream;
    if (transfer->target->tick != NULL)
        transfer->target->tick(transfer->target->tick_context);
    if (len > transfer->rest.len || memcmp(bytes, transfer->rest.at, len) != 0)
        return -1;
    transfer->rest = str_from(transfer->rest, len);
    return (int)len;
}

/* Over a network they come once: the transport has its own sums. */
static bool holds(struct target *t, virStorageVolPtr volume, struct str bytes)
{
    virStorageVolInfo info;

    if (virStorageVolGetInfo(volume, &info) != 0)
        return false;
    if (info.capacity != bytes.len)
        return false;
    if (t->is_remote)
        return true;
    struct volumes_transfer transfer = {.target = t, .rest = bytes};
    virStreamPtr stream = virStreamNew(t->conn, 0);
    bool ok = stream != NULL && virStorageVolDownload(volume, stream, 0, bytes.len, 0) == 0 &&
              virStreamRecvAll(stream, compare, &transfer) == 0;
    return volumes_finish(stream, ok) && transfer.rest.len == 0;
}

/* ---------------------------------------------------------------- the volumes */

static virStorageVolPtr make(struct target *t, const char *name, size_t len, virStorageVolPtr from)
{
    const char *xml = pool_printf(&t->memory,
                                  "<volume type=\"file\">\n  <name>%s</name>\n"
                                  "  <capacity unit=\"bytes\">%zu</capacity>\n"
                                  "  <target>\n    <format type=\"raw\"/>\n"
                                  "    <permissions><mode>0644</mode></permissions>\n  </target>\n</volume>\n",
                                  name, len);

    return from != NULL ? virStorageVolCreateXMLFrom(t->pool, xml, from, 0)
                        : virStorageVolCreateXML(t->pool, xml, 0);
}

/* A pool has no way to rename: what has come is copied there. */
static bool bring(struct target *t, const char *name, virStorageVolPtr part, struct str bytes)
{
    if (!send_bytes(t, part, bytes, name))
        return false;
    virStorageVolPtr whole = make(t, name, bytes.len, part);
    if (whole == NULL)
        return cannot(t, name);
    bool ok = holds(t, whole, bytes);
    if (!ok) {
        target_error("%s is not in the storage pool %s as it was sent there", name, t->pool_name);
        virStorageVolDelete(whole, 0);
    }
    virStorageVolFree(whole);
    return ok;
}

bool volumes_upload(struct target *t, const char *name, struct str bytes)
{
    const char *aside = pool_printf(&t->memory, "%s.part", name);
    virStorageVolPtr part = make(t, aside, bytes.len, NULL);

    if (part == NULL)
        return cannot(t, name);
    bool ok = bring(t, name, part, bytes);
    /* With it, the image counts as broken. */
    if (virStorageVolDelete(part, 0) != 0 && ok) {
        ok = target_error("%s is not removed from the storage pool %s", aside, t->pool_name);
        volumes_delete(t, name);
    }
    virStorageVolFree(part);
    virResetLastError();
    return ok;
}

bool volumes_reserve(struct target *t, const char *name, size_t len)
{
    virStorageVolPtr volume = make(t, name, len, NULL);

    if (volume != NULL)
        virStorageVolFree(volume);
    return volume != NULL;
}

bool volumes_write(struct target *t, const char *name, struct str bytes)
{
    virStorageVolPtr volume = virStorageVolLookupByName(t->pool, name);
    bool ok = volume != NULL && send_bytes(t, volume, bytes, NULL);

    if (volume != NULL)
        virStorageVolFree(volume);
    virResetLastError();
    return ok;
}
