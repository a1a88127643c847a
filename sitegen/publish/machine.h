/* machine.h - the machine that a release runs as: libvirt's XML for it, made of settings and facts.
 *
 * Layer     sitegen/publish; over deploy/
 */
#ifndef SITEGEN_PUBLISH_MACHINE_H
#define SITEGEN_PUBLISH_MACHINE_H

#include "publish/publish.h"

enum machine {
    MACHINE_SITE,
    MACHINE_STANDBY, /* the same, with the link of its network interface down */
    MACHINE_CHECK,   /* it only tries the image, under other addresses */
};

/* The domain of the release; since_s: its moment. */
const char *machine_xml(struct publish *publish, enum machine machine, int64_t since_s);

/* The network interface of MACHINE_SITE, with its link up. */
const char *machine_interface(struct publish *publish);
const char *machine_name(struct publish *publish, bool is_check); /* "blog.3", "blog.3.check" */

/* A digest of how the site is started, whichever release of it. */
void machine_settings(struct publish *publish, char hex[DIGEST_HEX_SIZE]);

/* Its address without the length, when that is known beforehand; else NULL. */
const char *machine_address(struct publish *publish, bool is_check);

/* 52:54:00 and three bytes that follow from the text: the same on every machine that publishes the site. */
const char *machine_mac(const char *text, struct pool *pool);

#endif
