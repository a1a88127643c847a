/* keep.h - sites that have crashed are started again.
 *
 * libvirt starts domains with their host, and lets those reset that crash inside; one whose QEMU has ended stays off.
 * sitegen keep listens to libvirt's events, on the machine where the domains run: as a service where systemd is
 * there, else as a process that publish starts.
 *
 * Layer     sitegen/publish
 */
#ifndef SITEGEN_PUBLISH_KEEP_H
#define SITEGEN_PUBLISH_KEEP_H

#include "publish/publish.h"

/* The command: until it is ended. */
int keep_command(struct publish *publish);

/* After a publish: somebody keeps the sites of this target. Says what was installed or started, once, or what is to
 * be done on another host. */
void keep_ensure(struct publish *publish);

/* After an unpublish: nobody does any more, when that was the last one. */
void keep_release(struct publish *publish);

/* The unit for systemd. The texts have no control characters. */
void keep_unit(const char *sitegen, const char *uri, struct text *out);

/* ---------------------------------------------------------------- the brake */

#define KEEP_WAIT_MAX_MS 60000 /* between two starts of one that crashes at once again */
#define KEEP_CALM_MS     60000 /* it ran for so long: what was before is forgotten */

struct keep_brake {
    unsigned crashes;   /* in a row */
    int64_t started_ms; /* the last start; 0: never */
};

/* It has crashed: when it may be started again. At once the first time, then after 1, 2, 4 ... s. */
int64_t keep_brake_crash(struct keep_brake *brake, int64_t now_ms);

#endif
