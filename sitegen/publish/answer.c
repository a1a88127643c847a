/* answer.c - see answer.h */
#include "publish/answer.h"

#include "publish/console.h"
#include "publish/health.h"

#include <arpa/inet.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_US       50000   /* between two questions */
#define ASK_FIRST_MS   250     /* for the first answer: a lost SYN is sent again after a second only */
#define ASK_MS         1000    /* for a later one, from far away */
#define CONSOLE_MS     500     /* between two looks at a console */
#define UNREACHABLE_MS 4000    /* how long one that says it serves may be silent before it counts as out of reach */

const char *answer_ready_address(struct str said, struct pool *pool)
{
    const char *found = NULL;

    for (;;) {
        said = str_from(said, str_find(said, STR("ready: http://")) + 14);
        if (said.len == 0)
            return found;
        size_t len = 0;
        while (len < said.len && (char_is_digit(said.at[len]) || said.at[len] == '.'))
            len++;
        const char *address = len < INET_ADDRSTRLEN ? pool_copy(pool, str_head(said, len)) : "";
        if (inet_pton(AF_INET, address, &(struct in_addr){0}) == 1)
            found = address;
    }
}

/* Of the first interface that has one. */
static const char *address_by(virDomainPtr domain, unsigned source, struct pool *pool)
{
    virDomainInterfacePtr *interfaces = NULL;
    const char *found = NULL;
    int count = virDomainInterfaceAddresses(domain, &interfaces, source, 0);

    for (int i = 0; i < count; i++) {
        for (unsigned n = 0; n < interfaces[i]->naddrs; n++)
            if (found == NULL && interfaces[i]->addrs[n].type == VIR_IP_ADDR_TYPE_IPV4)
                found = pool_copy(pool, str_of(interfaces[i]->addrs[n].addr));
        virDomainInterfaceFree(interfaces[i]);
    }
    free(interfaces);
    virResetLastError();
    return found;
}

static const char *address_on_console(struct publish *p, const char *log, uint64_t from)
{
    struct text said = {0};

    console_read(p, log, from, &said);
    const char *found = answer_ready_address(text_str(&said), &p->pool);
    text_free(&said);
    return found;
}

const char *answer_address(struct publish *p, virDomainPtr domain, const char *log, uint64_t log_from)
{
    const char *found = address_by(domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, &p->pool);

    if (found == NULL)
        found = address_by(domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, &p->pool);
    return found != NULL ? found : address_on_console(p, log, log_from);
}

static bool still_runs(virDomainPtr domain, const char **why)
{
    int state = VIR_DOMAIN_NOSTATE, reason;

    *why = "it has ended by itself";
    if (virDomainGetState(domain, &state, &reason, 0) != 0) {
        if (virConnectIsAlive(virDomainGetConnect(domain)) != 1)
            *why = "its host is not reached any more";
        virResetLastError();
    }
    return state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED;
}

struct watching {
    int64_t looked_ms;        /* at the console */
    int64_t ready_ms;         /* it was seen to say that it serves; 0: not yet */
    enum health health;       /* the last answer */
    int ask_ms;               /* for the next one */
};

static void look(struct publish *p, struct answer_wait *wait, struct watching *w, int64_t now_ms)
{
    const char *said = NULL;

    if (now_ms - w->looked_ms < CONSOLE_MS)
        return;
    w->looked_ms = now_ms;
    if (w->ready_ms == 0)
        said = address_on_console(p, wait->log, wait->log_from);
    if (said != NULL)
        w->ready_ms = now_ms;
    if (wait->known_address != NULL)
        return;
    /* A lease may be an old one: what the machine says itself counts more. */
    if (said == NULL && w->ready_ms == 0)
        said = answer_address(p, wait->domain, wait->log, wait->log_from);
    if (said != NULL)
        wait->address = said;
}

/* Whether what the console says has to do. */
static bool is_enough(const struct publish *p, const struct watching *w, int64_t now_ms)
{
    const char *check = p->settings.values[SETTING_CHECK];

    if (w->ready_ms == 0)
        return false;
    if (check != NULL)
        return strcmp(check, "console") == 0;
    return p->target.is_remote && w->health == HEALTH_SILENT && now_ms - w->ready_ms > UNREACHABLE_MS;
}

enum answer answer_wait(struct publish *p, struct answer_wait *wait)
{
    const char *check = p->settings.values[SETTING_CHECK];
    bool by_http = check == NULL || strcmp(check, "http") == 0;
    int64_t start_ms = health_now_ms(), now_ms = start_ms;
    const char *end;
    struct watching w = {.looked_ms = start_ms - CONSOLE_MS, .health = HEALTH_SILENT, .ask_ms = ASK_FIRST_MS};

    wait->address = wait->known_address;
    wait->why = "it has no address";
    for (; now_ms - start_ms < p->timeout_ms; now_ms = health_now_ms()) {
        if (!still_runs(wait->domain, &end)) {
            wait->why = end;
            return ANSWER_FAILED;
        }
        if (p->target.kind == TARGET_TEST)
            return ANSWER_RUNS;
        if (wait->address != NULL && by_http) {
            w.health = health_ask(wait->address, 80, wait->start, w.ask_ms, &wait->why);
            w.ask_ms = w.ask_ms < ASK_MS / 2 ? w.ask_ms * 2 : ASK_MS;
            if (w.health == HEALTH_GOOD)
                return ANSWER_HTTP;
        }
        look(p, wait, &w, now_ms);
        lock_beat(&p->lock);
        if (is_enough(p, &w, now_ms))
            return ANSWER_CONSOLE;
        usleep(PAUSE_US);
    }
    return ANSWER_FAILED;
}
