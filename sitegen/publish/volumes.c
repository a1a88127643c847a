/* volumes.c - see volumes.h */
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REFRESH_TRIES 20 /* while somebody else looks through the pool */
#define REFRESH_US    50000

/* ---------------------------------------------------------------- streams */

static int give(virStreamPtr stream, char *buf, size_t len, void *context)
{
    struct str *rest = context;

    (void)stream;
    if (len > rest->len)
        len = rest->len;
    memcpy(buf, rest->at, len);
    *rest = str_from(*rest, len);
    return (int)len;
}

static int take(virStreamPtr stream, const char *bytes, size_t len, void *context)
{
    (void)stream;
    text_add(context, (struct str){bytes, len});
    return (int)len;
}

static bool finish(virStreamPtr stream, bool ok)
{
    if (stream == NULL)
        return false;
    if (ok)
        ok = virStreamFinish(stream) == 0;
    else
        virStreamAbort(stream);
    virStreamFree(stream);
    return ok;
}

static bool send_bytes(struct target *t, virStorageVolPtr volume, struct str bytes)
{
    virStreamPtr stream = virStreamNew(t->conn, 0);
    bool ok = stream != NULL && virStorageVolUpload(volume, stream, 0, bytes.len, 0) == 0 &&
              virStreamSendAll(stream, give, &bytes) == 0;

    return finish(stream, ok);
}

/* ---------------------------------------------------------------- one volume */

static virStorageVolPtr find(struct target *t, const char *name)
{
    virStorageVolPtr volume = t->pool != NULL ? virStorageVolLookupByName(t->pool, name) : NULL;

    virResetLastError();
    return volume;
}

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

/* A pool has no way to rename: what has come whole is copied there. */
bool volumes_upload(struct target *t, const char *name, struct str bytes)
{
    const char *aside = pool_printf(&t->memory, "%s.part", name);
    virStorageVolPtr whole = NULL;

    volumes_delete(t, aside); /* of an upload that was broken off */
    virStorageVolPtr part = make(t, aside, bytes.len, NULL);
    bool ok = part != NULL && send_bytes(t, part, bytes);
    if (ok) {
        whole = make(t, name, bytes.len, part);
        ok = whole != NULL;
    }
    if (!ok)
        target_error("the image cannot be brought to the storage pool %s as %s", t->pool_name, name);
    if (part != NULL) {
        virStorageVolDelete(part, 0);
        virStorageVolFree(part);
    }
    if (whole != NULL)
        virStorageVolFree(whole);
    return ok;
}

bool volumes_read(struct target *t, const char *name, uint64_t from, uint64_t len_max, struct text *out)
{
    virStorageVolPtr volume = find(t, name);
    virStorageVolInfo info;

    if (volume == NULL)
        return true;
    bool ok = virStorageVolGetInfo(volume, &info) == 0;
    if (ok && info.capacity > from) {
        uint64_t len = info.capacity - from < len_max ? info.capacity - from : len_max;
        virStreamPtr stream = virStreamNew(t->conn, 0);
        ok = stream != NULL && virStorageVolDownload(volume, stream, from, len, 0) == 0 &&
             virStreamRecvAll(stream, take, out) == 0;
        ok = finish(stream, ok);
    }
    virStorageVolFree(volume);
    return ok;
}

uint64_t volumes_len(struct target *t, const char *name)
{
    virStorageVolPtr volume = find(t, name);
    virStorageVolInfo info = {.capacity = 0};

    if (volume == NULL)
        return 0;
    if (virStorageVolGetInfo(volume, &info) != 0)
        virResetLastError();
    virStorageVolFree(volume);
    return info.capacity;
}

void volumes_refresh(struct target *t)
{
    for (int i = 0; i < REFRESH_TRIES && t->pool != NULL && virStoragePoolRefresh(t->pool, 0) != 0; i++)
        usleep(REFRESH_US);
    virResetLastError();
}

bool volumes_delete(struct target *t, const char *name)
{
    virStorageVolPtr volume = find(t, name);
    bool ok = volume == NULL || virStorageVolDelete(volume, 0) == 0;

    if (volume != NULL)
        virStorageVolFree(volume);
    return ok;
}

/* ---------------------------------------------------------------- those of a site */

long volumes_release_of(const char *name, const char *site, const char *ending)
{
    size_t len = strlen(site);
    char *end;

    if (strncmp(name, site, len) != 0 || name[len] != '.' || !char_is_digit(name[len + 1]))
        return -1;
    long number = strtol(name + len + 1, &end, 10);
    if (*end != '.' || number <= 0 || number == LONG_MAX)
        return -1;
    return ending == NULL || strcmp(end, ending) == 0 ? number : -1;
}

/* Calls each() with the name of every volume. Returns false when they cannot be listed. */
static bool for_each(struct target *t, void (*each)(struct target *, const char *, void *), void *context)
{
    virStorageVolPtr *volumes = NULL;

    if (t->pool == NULL)
        return true;
    volumes_refresh(t);
    int count = virStoragePoolListAllVolumes(t->pool, &volumes, 0);
    for (int i = 0; i < count; i++) {
        each(t, virStorageVolGetName(volumes[i]), context);
        virStorageVolFree(volumes[i]);
    }
    free(volumes);
    return count >= 0 || target_error("the storage pool %s cannot be listed", t->pool_name);
}

struct listing {
    const char *site;
    struct volumes_releases *releases;
    size_t cap;
    size_t deleted;
};

static void note_release(struct target *t, const char *name, void *context)
{
    struct listing *listing = context;
    struct volumes_releases *r = listing->releases;
    long number = volumes_release_of(name, listing->site, ".img");

    if (number < 0)
        return;
    r->numbers = pool_grow(&t->memory, r->numbers, r->count, &listing->cap, sizeof(*r->numbers));
    r->numbers[r->count++] = number;
}

static int compare(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;

    return (x > y) - (x < y);
}

bool volumes_releases(struct target *t, const char *site, struct volumes_releases *releases)
{
    struct listing listing = {.site = site, .releases = releases};

    *releases = (struct volumes_releases){0};
    if (!for_each(t, note_release, &listing))
        return false;
    if (releases->count > 0)
        qsort(releases->numbers, releases->count, sizeof(*releases->numbers), compare);
    return true;
}

static void delete_own(struct target *t, const char *name, void *context)
{
    struct listing *listing = context;

    if (volumes_release_of(name, listing->site, NULL) > 0)
        listing->deleted += volumes_delete(t, name);
}

size_t volumes_delete_all(struct target *t, const char *site)
{
    struct listing listing = {.site = site};

    for_each(t, delete_own, &listing);
    return listing.deleted;
}
