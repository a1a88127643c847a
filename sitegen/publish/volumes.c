/* volumes.c - see volumes.h */
#include "publish/volumes.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REFRESH_TRIES 20 /* while somebody else looks through the pool */
#define REFRESH_US    50000

/* ---------------------------------------------------------------- streams */

static int take(virStreamPtr stream, const char *bytes, size_t len, void *context)
{
    struct volumes_transfer *transfer = context;

    (void)stream;
    text_add(transfer->text, (struct str){bytes, len});
    if (transfer->target->tick != NULL)
        transfer->target->tick(transfer->target->tick_context);
    return (int)len;
}

bool volumes_finish(virStreamPtr stream, bool ok)
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

/* ---------------------------------------------------------------- one volume */

static virStorageVolPtr find(struct target *t, const char *name)
{
    virStorageVolPtr volume = t->pool != NULL ? virStorageVolLookupByName(t->pool, name) : NULL;

    virResetLastError();
    return volume;
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
        struct volumes_transfer transfer = {.target = t, .text = out};
        virStreamPtr stream = virStreamNew(t->conn, 0);
        ok = stream != NULL && virStorageVolDownload(volume, stream, from, len, 0) == 0 &&
             virStreamRecvAll(stream, take, &transfer) == 0;
        ok = volumes_finish(stream, ok);
    }
    virStorageVolFree(volume);
    return ok;
}

bool volumes_is_there(struct target *t, const char *name)
{
    virStorageVolPtr volume = find(t, name);

    if (volume != NULL)
        virStorageVolFree(volume);
    return volume != NULL;
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

/* A pool may hold files of others: "blog.2.qcow2" is none of ours. virtlogd(8) begins a new log at 2 MiB, and keeps
 * three of those before. */
static const char *const endings[] = {".img",   VOLUMES_PART, ".log",      ".log.0",
                                      ".log.1", ".log.2",     ".check.log"};

long volumes_release_of(const char *name, const char *site, const char *ending)
{
    size_t len = strlen(site);
    char *end;

    if (strncmp(name, site, len) != 0 || name[len] != '.' || !char_is_digit(name[len + 1]))
        return -1;
    errno = 0;
    long number = strtol(name + len + 1, &end, 10);
    if (number <= 0 || number > VOLUMES_RELEASE_MAX || errno != 0)
        return -1;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (strcmp(end, ending != NULL ? ending : endings[i]) == 0)
            return number;
    return -1;
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
    bool failed;
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

static bool is_among(const struct volumes_releases *releases, long number)
{
    for (size_t i = 0; i < releases->count; i++)
        if (releases->numbers[i] == number)
            return true;
    return false;
}

static void delete_own(struct target *t, const char *name, void *context)
{
    struct listing *listing = context;
    long number = volumes_release_of(name, listing->site, NULL);
    /* What was said in a trial is of no interest afterwards. */
    bool stays = is_among(listing->releases, number) &&
                 volumes_release_of(name, listing->site, ".check.log") < 0;

    if (number > 0 && !stays && !volumes_delete(t, name))
        listing->failed = !target_error("%s is not removed from the storage pool %s", name, t->pool_name);
}

bool volumes_delete_but(struct target *t, const char *site, const struct volumes_releases *kept)
{
    struct volumes_releases releases = *kept;
    struct listing listing = {.site = site, .releases = &releases};

    return for_each(t, delete_own, &listing) && !listing.failed;
}

/* The image is a copy of the part that may have been broken off as well (volumes_upload()). */
static void delete_broken(struct target *t, const char *name, void *context)
{
    struct listing *listing = context;
    long number = volumes_release_of(name, listing->site, VOLUMES_PART);

    if (number < 0)
        return;
    const char *image = pool_printf(&t->memory, "%s.%ld.img", listing->site, number);
    if (!volumes_delete(t, image) || !volumes_delete(t, name))
        listing->failed = !target_error("%s is not removed from the storage pool %s", name, t->pool_name);
}

bool volumes_delete_broken(struct target *t, const char *site)
{
    struct listing listing = {.site = site};

    return for_each(t, delete_broken, &listing) && !listing.failed;
}
