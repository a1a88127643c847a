/* volumes.h - files in the target's storage pool: images (NAME.N.img) and what consoles say (NAME.N.log).
 *
 * Layer     sitegen/publish; over libvirt
 * Source    https://libvirt.org/html/libvirt-libvirt-storage.html
 */
#ifndef SITEGEN_PUBLISH_VOLUMES_H
#define SITEGEN_PUBLISH_VOLUMES_H

#include "publish/target.h"

#define VOLUMES_PART        ".img.part" /* an upload that is not whole */
#define VOLUMES_RELEASE_MAX 999999999

/* Bring the bytes there under this name, and see that they have come: the size, and on this machine each
 * byte. As long as NAME.part is there, NAME is not whole: volumes_delete_broken(). */
bool volumes_upload(struct target *target, const char *name, struct str bytes);

/* What a volume holds from a byte on, at most len_max bytes, added to out. A volume that is not there has nothing.
 * Returns false, and says nothing, when it could not be read. */
bool volumes_read(struct target *target, const char *name, uint64_t from, uint64_t len_max, struct text *out);

/* Make a volume of this size. Returns false, and says nothing, when there is one of this name, or it cannot
 * be made. */
bool volumes_reserve(struct target *target, const char *name, size_t len);
bool volumes_is_there(struct target *target, const char *name);

/* Write to the start of one. Returns false, and says nothing, when that went wrong. */
bool volumes_write(struct target *target, const char *name, struct str bytes);

uint64_t volumes_len(struct target *target, const char *name); /* bytes; 0 when it is not there */
void volumes_refresh(struct target *target);                   /* see what others have written */
bool volumes_delete(struct target *target, const char *name);  /* true when it is gone */

/* The numbers of the releases whose image is there, in ascending order. */
struct volumes_releases {
    long *numbers;
    size_t count;
};
bool volumes_releases(struct target *target, const char *site, struct volumes_releases *releases);

/* The files of all other releases of a site go, and what was said in trials. Returns false when one has
 * stayed, which is said. */
bool volumes_delete_but(struct target *target, const char *site, const struct volumes_releases *kept);

/* What uploads that were broken off have left goes. Nobody else may be at work on the site. */
bool volumes_delete_broken(struct target *target, const char *site);

/* What a transfer is about, and where: for the functions that move its bytes. */
struct volumes_transfer {
    struct target *target;
    struct str rest;   /* that is still to be sent, or to be compared */
    struct text *text; /* that is received */
};

/* End a stream, which may be NULL. Returns whether all went well. */
bool volumes_finish(virStreamPtr stream, bool ok);

/* The number in "SITE.12.img": 12; -1 when the name is not one of the site's with this ending (NULL: any of
 * those that a release has, as .img, .img.part, .log). */
long volumes_release_of(const char *name, const char *site, const char *ending);

#endif
