/* switch_check.c - a new version is tried where it is in nobody's way. See switch.h. */
#include "publish/console.h"
#include "publish/health.h"
#include "publish/machine.h"
#include "publish/switch.h"
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* It goes with the connection, however this process ends, where the driver has that. */
static virDomainPtr start_transient(struct publish *p, const char *xml)
{
    virDomainPtr domain = virDomainCreateXML(p->target.conn, xml, VIR_DOMAIN_START_AUTODESTROY);

    if (domain == NULL && virGetLastErrorCode() == VIR_ERR_INVALID_ARG)
        domain = virDomainCreateXML(p->target.conn, xml, 0);
    return domain;
}

static bool can_check(struct publish *p)
{
    const char *ip = p->settings.values[SETTING_IP];

    if (ip == NULL || strcmp(ip, "dhcp") == 0 || p->settings.values[SETTING_CHECK_IP] != NULL)
        return true;
    publish_say("%s: not tried beforehand: publish: has an ip and no check_ip (a spare address)\n",
                machine_name(p, false));
    return false;
}

bool switch_check(struct publish *p)
{
    int64_t start_ms = health_now_ms();

    if (!can_check(p))
        return true;
    const char *name = machine_name(p, true), *log = publish_log_name(p, name);
    virDomainPtr domain = start_transient(p, machine_xml(p, MACHINE_CHECK, (int64_t)time(NULL)));
    if (domain == NULL)
        return target_error("%s cannot be started", name);
    struct answer_wait wait = {.domain = domain,
                               .known_address = machine_address(p, true),
                               .log = log,
                               .start = &p->facts.start};
    enum answer answer = answer_wait(p, &wait);
    if (answer == ANSWER_HTTP)
        publish_say("%s: answers, tried at %s (%.1f s)\n", machine_name(p, false), wait.address,
                    (double)(health_now_ms() - start_ms) / 1000);
    else if (answer != ANSWER_FAILED)
        publish_say("%s: runs, tried; %s is not reached from here\n", machine_name(p, false),
                    wait.address != NULL ? wait.address : "its address");
    else
        fprintf(stderr, "sitegen: error: %s does not answer%s%s: %s\n", machine_name(p, false),
                wait.address != NULL ? " at " : "", wait.address != NULL ? wait.address : "", wait.why);
    if (answer == ANSWER_FAILED)
        console_show(p, log, 0);
    virDomainDestroy(domain);
    virDomainFree(domain);
    volumes_refresh(&p->target);
    volumes_delete(&p->target, log);
    virResetLastError();
    return answer != ANSWER_FAILED;
}
