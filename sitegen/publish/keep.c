/* keep.c - sitegen keep [--to URI]. See keep.h. */
#include "publish/keep.h"

#include "publish/health.h"
#include "publish/keep_lock.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TURN_MS      1000 /* a turn of the loop at the latest */
#define RECONNECT_MS 1000
#define KEPT_MAX     256u /* domains that have crashed lately */

struct kept {
    char uuid[VIR_UUID_BUFLEN];
    struct keep_brake brake;
    int64_t due_ms; /* 0: it runs */
};

struct keep {
    struct publish *publish;
    struct kept kept[KEPT_MAX];
    size_t count;
    bool is_dirty; /* something has ended: look */
    bool is_lost;  /* the connection */
    int callback;  /* for events; -1: none */
};

int64_t keep_brake_crash(struct keep_brake *brake, int64_t now_ms)
{
    if (brake->started_ms != 0 && now_ms - brake->started_ms >= KEEP_CALM_MS)
        brake->crashes = 0;
    int64_t wait_ms = brake->crashes == 0 ? 0 : brake->crashes > 6 ? KEEP_WAIT_MAX_MS : 500 << brake->crashes;
    brake->crashes++;
    return now_ms + (wait_ms < KEEP_WAIT_MAX_MS ? wait_ms : KEEP_WAIT_MAX_MS);
}

/* ---------------------------------------------------------------- events */

/* Within the callback, nothing may be asked of the connection. */
static int on_event(virConnectPtr conn, virDomainPtr domain, int event, int detail, void *context)
{
    struct keep *keep = context;

    (void)conn;
    (void)domain;
    (void)detail;
    if (event == VIR_DOMAIN_EVENT_STOPPED || event == VIR_DOMAIN_EVENT_CRASHED)
        keep->is_dirty = true;
    return 0;
}

static void on_close(virConnectPtr conn, int reason, void *context)
{
    struct keep *keep = context;

    (void)conn;
    (void)reason;
    keep->is_lost = true;
}

static void on_turn(int timer, void *context)
{
    (void)timer;
    (void)context;
}

/* ---------------------------------------------------------------- what has crashed */

static struct kept *find(struct keep *keep, virDomainPtr domain)
{
    char uuid[VIR_UUID_BUFLEN];

    if (virDomainGetUUID(domain, (unsigned char *)uuid) != 0)
        return NULL;
    for (size_t i = 0; i < keep->count; i++)
        if (memcmp(keep->kept[i].uuid, uuid, sizeof(uuid)) == 0)
            return &keep->kept[i];
    /* When the table is full, those of old are forgotten. */
    if (keep->count == KEPT_MAX)
        keep->count = 0;
    struct kept *kept = &keep->kept[keep->count++];
    *kept = (struct kept){0};
    memcpy(kept->uuid, uuid, sizeof(uuid));
    return kept;
}

/* Off, and nobody has asked for that. A current release starts with its host; one that is being tried, or was
 * replaced, does not. */
static bool has_crashed(const struct release *r)
{
    return r->is_persistent && r->is_autostart && !r->note.is_check &&
           ((r->state == VIR_DOMAIN_SHUTOFF &&
             (r->reason == VIR_DOMAIN_SHUTOFF_CRASHED || r->reason == VIR_DOMAIN_SHUTOFF_FAILED ||
              r->reason == VIR_DOMAIN_SHUTOFF_DAEMON)) ||
            r->state == VIR_DOMAIN_CRASHED);
}

static void start(struct kept *kept, const struct release *r, int64_t now_ms)
{
    kept->due_ms = 0;
    kept->brake.started_ms = now_ms;
    if (virDomainCreate(r->domain) == 0)
        publish_say("keep: started domain=%s crashes=%u\n", r->domain_name, kept->brake.crashes);
    else
        target_error("keep: %s cannot be started", r->domain_name);
}

/* Returns whether somebody is waiting to be started. */
static bool sweep(struct keep *keep)
{
    struct releases releases;
    bool is_waiting = false;
    int64_t now_ms = health_now_ms();

    if (!releases_list(&releases, &keep->publish->target, NULL)) {
        releases_free(&releases);
        return true;
    }
    for (size_t i = 0; i < releases.count; i++) {
        const struct release *r = &releases.items[i];
        struct kept *kept = has_crashed(r) ? find(keep, r->domain) : NULL;
        if (kept == NULL)
            continue;
        if (kept->due_ms == 0) {
            kept->due_ms = keep_brake_crash(&kept->brake, now_ms);
            if (kept->due_ms > now_ms)
                publish_say("keep: waiting domain=%s crashes=%u wait_ms=%lld\n", r->domain_name,
                            kept->brake.crashes, (long long)(kept->due_ms - now_ms));
        }
        if (kept->due_ms <= now_ms)
            start(kept, r, now_ms);
        is_waiting = true;
    }
    releases_free(&releases);
    return is_waiting;
}

/* ---------------------------------------------------------------- the loop */

/* is_quiet: that it does not work has been said. */
static bool connect_to(struct keep *keep, const char *uri, bool is_quiet)
{
    struct target *target = &keep->publish->target;

    keep->callback = -1;
    if (is_quiet ? !target_open_quietly(target, uri) : !target_open(target, uri))
        return false;
    virConnectRegisterCloseCallback(target->conn, on_close, keep, NULL);
    keep->callback = virConnectDomainEventRegisterAny(target->conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                      VIR_DOMAIN_EVENT_CALLBACK(on_event), keep, NULL);
    keep->is_lost = false;
    keep->is_dirty = true;
    return keep->callback >= 0 || (!is_quiet && target_error("%s tells no events", uri));
}

/* What is registered holds the connection, and its file descriptors. */
static void disconnect(struct keep *keep)
{
    virConnectPtr conn = keep->publish->target.conn;

    if (keep->callback >= 0)
        virConnectDomainEventDeregisterAny(conn, keep->callback);
    if (conn != NULL)
        virConnectUnregisterCloseCallback(conn, on_close);
    target_close(&keep->publish->target);
    virResetLastError();
}

/* As long as the connection lasts. */
static void watch(struct keep *keep)
{
    while (!keep->is_lost) {
        if (keep->is_dirty)
            keep->is_dirty = sweep(keep);
        if (virEventRunDefaultImpl() < 0)
            return;
        if (virConnectIsAlive(keep->publish->target.conn) != 1)
            return;
    }
}

int keep_command(struct publish *p)
{
    const char *uri = publish_setting(p, SETTING_TO, TARGET_URI_DEFAULT);
    struct keep *keep = pool_take(&p->pool, sizeof(*keep));

    keep->publish = p;
    target_silence();
    if (!keep_lock(uri, &p->pool)) {
        fprintf(stderr, "sitegen: error: somebody keeps the sites of %s already\n", uri);
        return EXIT_CONTENT;
    }
    if (virEventRegisterDefaultImpl() != 0 || virEventAddTimeout(TURN_MS, on_turn, NULL, NULL) < 0)
        return target_error("there is no loop") ? 0 : EXIT_CONTENT;
    for (bool was_there = true;;) {
        bool is_there = connect_to(keep, uri, !was_there);
        if (is_there) {
            publish_say("keep: connected uri=%s\n", uri);
            watch(keep);
            publish_say("keep: lost uri=%s\n", uri);
        } else if (was_there) {
            publish_say("keep: waiting uri=%s\n", uri);
        }
        was_there = is_there;
        disconnect(keep);
        usleep(RECONNECT_MS * 1000);
    }
}
