/* publish.h - a site is brought to a target and put in the place of its last release.
 *
 * Layer     sitegen/publish; above cli/cli.h (the bake), deploy/, image/; a program of its own: libvirt's libraries
 *           take longer to load than a bake takes, so sitegen starts it for the commands that need them
 * Arrows    main.c -> commands (publish.c, status.c, rollback.c, logs.c, unpublish.c, keep.c) -> switch.c ->
 *           machine.c, answer.c, forwarding.c, probe.c -> releases.c, lock.c, volumes.c, health.c -> target.c;
 *           settings.c, facts.c beside
 */
#ifndef SITEGEN_PUBLISH_PUBLISH_H
#define SITEGEN_PUBLISH_PUBLISH_H

#include "cli/cli.h"
#include "publish/facts.h"
#include "publish/lock.h"
#include "publish/quiet.h"
#include "publish/releases.h"
#include "publish/settings.h"
#include "publish/target.h"

#define PUBLISH_KEPT       5u /* releases whose image stays */
#define PUBLISH_TIMEOUT_S  30

struct publish {
    struct settings settings;
    const char *source; /* a folder, or an image; NULL: none was named */
    const char *name;   /* of the site */
    bool dry_run;
    bool yes;
    bool follow;     /* logs -f */
    long timeout_ms; /* for a new version to answer */
    long before;     /* the release in whose place it comes */
    uint64_t log_from; /* bytes that its log has already */
    long release;    /* the one that is to be served; for rollback, 0: the one before the current */
    struct bake_flags flags;

    struct target target;
    struct lock lock;   /* of the site */
    struct quiet quiet; /* from a switch on */
    struct facts facts; /* of the image */
    struct releases releases;
    struct pool pool;
};

/* The commands. Each returns the exit status. */
int publish_command(struct publish *publish);
int status_command(struct publish *publish);
int rollback_command(struct publish *publish);
int logs_command(struct publish *publish);
int unpublish_command(struct publish *publish);

/* Which release a rollback goes to, of those that are there in ascending order: the wanted one; when that is
 * 0, the one in whose place the current one came, or else the last before it. 0: none. */
struct volumes_releases;
long rollback_choose(const struct volumes_releases *there, long wanted, long current, long before);

/* What the commands share: settings of the source, name, and the connection. Say what is wrong. */
bool publish_settings(struct publish *publish);
bool publish_connect(struct publish *publish);
bool publish_lock(struct publish *publish); /* nobody else changes the site; releases are read after that */
const char *publish_setting(const struct publish *publish, enum setting setting, const char *otherwise);

/* Put release (whose image lies in the pool, and whose facts are known) in the place of the current one, with all
 * that follows from it. Returns the exit status. */
int publish_release(struct publish *publish);

/* Print and flush at once: what takes its time says where it is. */
void publish_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Names in the pool: "blog.3.img", "blog.3.log". */
const char *publish_image_name(struct publish *publish, long release);
const char *publish_log_name(struct publish *publish, const char *domain_name);

#endif
