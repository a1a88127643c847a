/* volumes.h - files in the target's storage pool: images (NAME.N.img) and what consoles say (NAME.N.log).
 *
 * Layer     sitegen/publish; over libvirt
 * Source    https://libvirt.org/html/libvirt-libvirt-storage.html
 */
#ifndef SITEGEN_PUBLISH_VOLUMES_H
#define SITEGEN_PUBLISH_VOLUMES_H

#include "publish/target.h"

/* Bring the bytes there under this name: under another one first, so that half an image never has it. */
bool volumes_upload(struct target *target, const char *name, struct str bytes);

/* What a volume holds from a byte on, at most len_max bytes, added to out. A volume that is not there has nothing.
 * Returns false, and says nothing, when it could not be read. */
bool volumes_read(struct target *target, const char *name, uint64_t from, uint64_t len_max, struct text *out);

uint64_t volumes_len(struct target *target, const char *name); /* bytes; 0 when it is not there */
void volumes_refresh(struct target *target);                   /* see what others have written */
bool volumes_delete(struct target *target, const char *name);  /* true when it is gone */

/* The numbers of the releases whose image is there, in ascending order. */
struct volumes_releases {
    long *numbers;
    size_t count;
};
bool volumes_releases(struct target *target, const char *site, struct volumes_releases *releases);

/* All files of a site go: "SITE.N..." for any number N. Returns how many were there. */
size_t volumes_delete_all(struct target *target, const char *site);

/* The number in "SITE.12.img": 12; -1 when the name is not one of the site's with this ending (NULL: any). */
long volumes_release_of(const char *name, const char *site, const char *ending);

#endif
