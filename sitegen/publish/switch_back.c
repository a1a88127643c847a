/* switch_back.c - a new release is not there: the old one serves again. See switch.h. */
#include "publish/health.h"
#include "publish/machine.h"
#include "publish/switch.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <unistd.h>

#define AGAIN_MS 30000 /* for a lost connection to be made again */
#define AGAIN_US 500000

/* What is to go, and what is to come back; of another connection, where the first one was lost. */
struct back {
    virConnectPtr conn; /* NULL: the first one is there */
    virDomainPtr bad;   /* NULL: it is not there */
    virDomainPtr old;   /* NULL: there was none, or it is not there */
};

/* Somebody who waits for a host that does not answer may break that off. */
static virConnectPtr connect_again(struct publish *p)
{
    int64_t deadline_ms = health_now_ms() + AGAIN_MS;
    virConnectPtr conn;

    fprintf(stderr, "sitegen: error: the connection to %s is lost: it is tried again\n", p->target.uri);
    quiet_end(&p->quiet);
    while ((conn = target_connect(p->target.uri)) == NULL && health_now_ms() < deadline_ms)
        usleep(AGAIN_US);
    quiet_start(&p->quiet);
    return conn;
}

static bool find(struct publish *p, struct back *back, virDomainPtr bad, const struct release *old)
{
    *back = (struct back){.bad = bad, .old = old != NULL ? old->domain : NULL};
    if (virConnectIsAlive(p->target.conn) == 1)
        return true;
    back->bad = back->old = NULL;
    back->conn = connect_again(p);
    if (back->conn == NULL)
        return target_error("%s cannot be reached", p->target.uri);
    back->bad = virDomainLookupByName(back->conn, machine_name(p, false));
    if (old != NULL)
        back->old = virDomainLookupByName(back->conn, old->domain_name);
    return true;
}

static void let_go(struct back *back)
{
    if (back->conn == NULL)
        return;
    if (back->bad != NULL)
        virDomainFree(back->bad);
    if (back->old != NULL)
        virDomainFree(back->old);
    virConnectClose(back->conn);
}

static void wake(struct publish *p, virDomainPtr old, const struct release *release, const char *address)
{
    struct answer_wait wait = {
        .domain = old, .known_address = address, .log = publish_log_name(p, release->domain_name)};

    if (virDomainIsActive(old) != 1 && virDomainCreate(old) != 0) {
        target_error("%s cannot be started again", release->domain_name);
        return;
    }
    enum answer answer = answer_wait(p, &wait);
    if (answer == ANSWER_HTTP)
        fprintf(stderr, "%s serves again, at http://%s/\n", release->domain_name, wait.address);
    else if (answer != ANSWER_FAILED)
        fprintf(stderr, "%s runs again.\n", release->domain_name);
    else
        fprintf(stderr, "%s was started again, and does not answer either: %s\n", release->domain_name,
                wait.why);
}

void switch_back(struct publish *p, virDomainPtr bad, const struct release *old, const char *old_address)
{
    struct back back;

    bool is_found = find(p, &back, bad, old);
    if (back.bad != NULL)
        release_remove(back.bad);
    if (back.old != NULL)
        wake(p, back.old, old, old_address);
    else if (old == NULL)
        fputs("Nothing is published.\n", stderr);
    else
        fprintf(stderr, "%s is %s: \"sitegen publish\" or \"sitegen rollback\" start again\n",
                old->domain_name, is_found ? "not there any more" : "not reached, and may be off");
    let_go(&back);
    virResetLastError();
}
