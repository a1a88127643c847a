/* switch.c - see switch.h */
#include "publish/switch.h"

#include "publish/console.h"
#include "publish/forwarding.h"
#include "publish/health.h"
#include "publish/machine.h"
#include "publish/probe.h"
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SHUTDOWN_MS   3000 /* for the old one to power off */
#define STATE_US      2000 /* between two looks whether it has */
#define BOOT_MS       5000 /* for the new one to boot, before the old one is told */
#define BOOT_US       20000
#define PROBE_WAIT_MS 1000 /* for the probe to see the old one, and then the new one */
#define BOOTED        "virtio-net:" /* a line on its console */

/* ---------------------------------------------------------------- 2: the new one is there */

static bool is_off(virDomainPtr domain)
{
    int state = VIR_DOMAIN_SHUTOFF, reason;

    return virDomainGetState(domain, &state, &reason, 0) != 0 || state == VIR_DOMAIN_SHUTOFF ||
           state == VIR_DOMAIN_CRASHED;
}

enum standby { STANDBY_NONE, STANDBY_LINK, STANDBY_PAUSED, STANDBY_OFF };

struct turn {
    struct publish *p;
    const struct release *old; /* NULL: none */
    virDomainPtr domain;       /* the new one */
    enum standby standby;
    const char *old_address;
    struct answer_wait wait;
    struct probe probe;
    bool was_there;   /* the old one answered when it was told to power off */
    int64_t there_ms; /* when the new one has answered */
};

static bool start_as(struct turn *t)
{
    const struct publish *p = t->p;
    bool is_free = t->old == NULL || !release_runs(t->old);

    t->standby = is_free ? STANDBY_NONE : p->target.kind == TARGET_QEMU ? STANDBY_LINK : STANDBY_PAUSED;
    if (t->standby != STANDBY_PAUSED)
        return virDomainCreate(t->domain) == 0;
    if (virDomainCreateWithFlags(t->domain, VIR_DOMAIN_START_PAUSED) == 0)
        return true;
    t->standby = STANDBY_OFF; /* the driver starts none paused */
    return virGetLastErrorCode() == VIR_ERR_INVALID_ARG;
}

/* Where nobody serves, it starts as it is to be; else it stands by. */
static bool start_new(struct turn *t)
{
    struct publish *p = t->p;
    bool stands_by = t->old != NULL && release_runs(t->old) && p->target.kind == TARGET_QEMU;
    enum machine machine = stands_by ? MACHINE_STANDBY : MACHINE_SITE;

    t->wait.domain = t->domain = virDomainDefineXML(p->target.conn, machine_xml(p, machine, (int64_t)time(NULL)));
    if (t->domain != NULL && start_as(t))
        return true;
    target_error("%s cannot be started", machine_name(p, false));
    if (t->domain != NULL)
        release_remove(t->domain);
    return false;
}

/* Until a machine that stands by has come to where it needs a network: what it takes until then costs no visitor
 * anything. Returns false when it has ended instead. */
static bool wait_booted(struct turn *t)
{
    int64_t deadline_ms = health_now_ms() + BOOT_MS;
    bool is_there = false;

    while (t->standby == STANDBY_LINK && !is_there && health_now_ms() < deadline_ms) {
        struct text said = {0};
        if (is_off(t->domain))
            return false;
        console_read(t->p, t->wait.log, t->wait.log_from, &said);
        is_there = str_find(text_str(&said), STR(BOOTED)) < said.len;
        text_free(&said);
        lock_beat(&t->p->lock);
        usleep(BOOT_US);
    }
    virResetLastError();
    return true;
}

/* And until its bridge would let through what it says: its port is there, with the link of the machine down. */
static void wait_forwarded(const struct turn *t, int64_t started_ms)
{
    int64_t left_ms = started_ms - health_now_ms();

    if (t->standby == STANDBY_LINK)
        left_ms += forwarding_wait_ms(t->p);
    if (left_ms > 0)
        usleep((useconds_t)left_ms * 1000);
}

/* ---------------------------------------------------------------- 3: one stops, the other goes on */

static void stop_old(const struct release *old)
{
    int64_t deadline_ms = health_now_ms() + SHUTDOWN_MS;

    virDomainShutdown(old->domain);
    while (!is_off(old->domain) && health_now_ms() < deadline_ms)
        usleep(STATE_US);
    if (!is_off(old->domain))
        virDomainDestroy(old->domain);
    virResetLastError();
}

static bool go_on(struct turn *t)
{
    unsigned flags = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;

    switch (t->standby) {
    case STANDBY_LINK:
        return virDomainUpdateDeviceFlags(t->domain, machine_interface(t->p), flags) == 0;
    case STANDBY_PAUSED:
        return virDomainResume(t->domain) == 0;
    case STANDBY_OFF:
        return virDomainCreate(t->domain) == 0;
    case STANDBY_NONE:
        break;
    }
    return true;
}

/* ---------------------------------------------------------------- the end, one way or the other */

static void report(struct turn *t, enum answer answer)
{
    struct publish *p = t->p;
    const char *address = t->wait.address;

    if (address != NULL)
        publish_say("%s: release %ld is served at http://%s/ by %s\n", p->name, p->release, address, p->target.uri);
    else
        publish_say("%s: release %ld runs on %s; its address is not known\n", p->name, p->release, p->target.uri);
    if (answer == ANSWER_CONSOLE)
        publish_say("Not checked: the address is not reached from here; its console says that it serves.\n");
    if (answer == ANSWER_RUNS)
        publish_say("Not checked: what it answers.\n");
    if (t->old == NULL)
        return;
    /* Where the address is another one now, the last answer is an old one. */
    if (t->was_there && t->probe.last_good_ms > t->there_ms)
        publish_say("The address was without a server for %.2f s; who connected then is served at the next try, by TCP "
                    "after a second.\n",
                    (double)t->probe.longest_ms / 1000);
    else
        publish_say("How long the address was without a server was not measured.\n");
}

/* Another one starts with the host from now on, and the old domain is no more. */
static void settle(struct turn *t)
{
    if (virDomainSetAutostart(t->domain, 1) != 0)
        target_warning("%s does not start with its host", machine_name(t->p, false));
    if (t->old == NULL || strcmp(t->old->domain_name, machine_name(t->p, false)) == 0)
        return;
    /* It may run again: sitegen keep starts one that has crashed. */
    if (!release_remove(t->old->domain))
        target_warning("%s is still there: \"sitegen publish\" tries again to remove it", t->old->domain_name);
}

static void complain(struct turn *t)
{
    const char *address = t->wait.address;

    fprintf(stderr, "sitegen: error: %s does not answer%s%s: %s\n", machine_name(t->p, false),
            address != NULL ? " at " : "", address != NULL ? address : "", t->wait.why);
    console_show(t->p, t->wait.log, t->wait.log_from);
}

static bool turn(struct turn *t)
{
    enum answer answer = ANSWER_FAILED;
    int64_t started_ms = health_now_ms();
    bool goes_on = wait_booted(t);

    t->wait.why = "it has ended by itself";
    if (goes_on)
        wait_forwarded(t, started_ms);
    if (goes_on && t->standby != STANDBY_NONE) {
        probe_start(&t->probe, t->old_address, 80);
        probe_wait(&t->probe, 0, PROBE_WAIT_MS);
        t->was_there = t->probe.last_good_ms != 0;
        stop_old(t->old);
        goes_on = go_on(t);
        t->wait.why = "it cannot be given its network";
        if (!goes_on)
            target_error("%s cannot go on", machine_name(t->p, false));
    }
    if (goes_on)
        answer = answer_wait(t->p, &t->wait);
    t->there_ms = health_now_ms();
    if (answer == ANSWER_HTTP)
        probe_wait(&t->probe, t->there_ms, PROBE_WAIT_MS);
    probe_stop(&t->probe);
    if (answer == ANSWER_FAILED) {
        complain(t);
        switch_back(t->p, t->domain, t->old, t->old_address);
        return false;
    }
    settle(t);
    report(t, answer);
    return true;
}

static const char *address_of(struct publish *p, const struct release *release)
{
    struct str ip = str_of(release->note.ip);

    if (ip.len > 0 && strchr(release->note.ip, '/') != NULL)
        return pool_copy(&p->pool, str_head(ip, str_find_char(ip, '/')));
    return answer_address(p, release->domain, publish_log_name(p, release->domain_name), 0);
}

bool switch_over(struct publish *p, const struct release *old)
{
    const char *log = publish_log_name(p, machine_name(p, false));
    struct turn t = {.p = p, .old = old};

    if (old != NULL && release_runs(old))
        t.old_address = address_of(p, old);
    volumes_refresh(&p->target);
    p->log_from = volumes_len(&p->target, log);
    t.wait = (struct answer_wait){.known_address = machine_address(p, false),
                                  .log = log,
                                  .log_from = p->log_from,
                                  .start = &p->facts.start};
    quiet_start(&p->quiet);
    bool ok = start_new(&t) && turn(&t);
    if (t.domain != NULL)
        virDomainFree(t.domain);
    return ok;
}

bool switch_tidy(struct publish *p, const struct release *current)
{
    bool ok = true;

    for (size_t i = 0; i < p->releases.count; i++)
        if (&p->releases.items[i] != current)
            ok = release_remove(p->releases.items[i].domain) && ok;
    return ok;
}
