/* boot.h - sitegen boot IMAGE: what its kinds of machine share.
 *
 * Layer     sitegen/cli
 */
#ifndef SITEGEN_CLI_BOOT_H
#define SITEGEN_CLI_BOOT_H

#include "image/capacity.h"
#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

struct boot {
    const char *image;
    uint64_t image_len; /* bytes */
    uint64_t image_end; /* in memory (capacity.h) */
    const char *words;  /* for the machine's command line, parted by blanks; "" for none. Checked */
    long site_port;     /* of the machine: 80, or what port= says */
    long memory_mib;    /* 0: enough for the image */
    struct pool pool;

    /* For QEMU. */
    long port;           /* of this machine, that leads to it; 0: the first free one from 8080 on */
    const char *accel;   /* NULL: the best that works */
    const char *machine; /* as QEMU names it, without options; NULL: microvm */

    /* For Xen. */
    const char *bridge; /* NULL: xenbr0 */
    const char *mac;    /* NULL: xl makes one at each start */
    const char *output; /* the configuration; NULL: beside the image */
};

/* Start the machine in this process's place. Return only when that was not possible (said), or when there was
 * nothing to start: the exit status. */
int boot_qemu(struct boot *boot);
int boot_xen(struct boot *boot);

/* The image's length in MiB, rounded up. */
long boot_image_mib(const struct boot *boot);

/* The folder's real name and the image's own: a link that is turned to the next version stays a link. Returns
 * NULL with errno. */
const char *boot_absolute(const char *path, struct pool *pool);

/* Is this a word of the appliance's, key=value, that needs no quotes anywhere? Returns NULL, or what is wrong
 * with it. */
const char *boot_word_error(const char *word);

/* The first line of a configuration that may be replaced. */
#define BOOT_XEN_MARK "# Written by sitegen boot, which replaces it: keep your own under another name."

/* Memory below which the image does not start on Xen, MiB. */
long boot_xen_memory_min(const struct boot *boot);

/* A name for the domain, of letters, digits, '-', '_', '.' and '+', and not a number, from the image's. */
char *boot_xen_name(const char *image, struct pool *pool);

/* The text of an xl configuration (xl.cfg(5)).
 *
 * kernel    the image's absolute path
 * Returns   NULL when the path cannot be said in one: it holds a control character
 */
const char *boot_xen_config(struct boot *boot, const char *kernel);

#endif
