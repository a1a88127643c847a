/* deploy.h - an image in the forms that other programs start it from.
 *
 * Layer     sitegen/deploy
 */
#ifndef SITEGEN_DEPLOY_DEPLOY_H
#define SITEGEN_DEPLOY_DEPLOY_H

#include "str.h"
#include "text.h"

struct deploy {
    const char *image;   /* its absolute path, without control characters */
    struct str bytes;    /* the image itself */
    const char *name;    /* for a machine: letters, digits, '-', '_', '.', '+' */
    struct str title;    /* of the site: any bytes */
    const char *words;   /* for the site's command line, parted by blanks; each needs no quotes */
    long port;           /* what the words say; 0: nothing */
    int64_t moment_s;    /* when it was baked, where that is known; else 0 */
    uint64_t memory_mib; /* of a machine */

    const struct deploy_domain *domain; /* of libvirt's; NULL: one for people to change */
};

/* What a domain of libvirt's has beyond that. Texts are escaped where they need it, but for metadata. */
struct deploy_domain {
    const char *type;     /* "kvm", "qemu", "xen", "test" */
    const char *metadata; /* XML */
    const char *network;  /* a network of libvirt's; NULL: */
    const char *bridge;
    const char *mac;
    const char *link; /* "down", "up"; NULL: up, and nothing is said of it */
    const char *log;  /* the file that the console is appended to */
    bool is_single;   /* it is not started again, whatever it does */
};

/* A domain of libvirt's, for KVM where nothing else is asked for: https://libvirt.org/formatdomain.html */
void deploy_libvirt(const struct deploy *deploy, struct text *out);

/* Its network interface alone: what changes one that is there. */
void deploy_libvirt_interface(const struct deploy_domain *domain, struct text *out);

/* A service that runs the image as a process: systemd.service(5), systemd.exec(5). */
void deploy_systemd(const struct deploy *deploy, struct text *out);

/* A disk that boots by BIOS (disk.h), written to path. Returns false when that went wrong, which is said. */
enum disk_form { DISK_RAW, DISK_QCOW2 };
bool deploy_disk(const struct deploy *deploy, enum disk_form form, const char *path);

/* An image for container engines (oci.h): a folder, or where the path ends with ".tar" an archive of one. */
bool deploy_oci(const struct deploy *deploy, const char *path);

#endif
