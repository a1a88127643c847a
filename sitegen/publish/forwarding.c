/* forwarding.c - see forwarding.h */
#include "publish/forwarding.h"

#include "files.h"

#include <libvirt/virterror.h>
#include <stdlib.h>

#define DELAY_MIN_MS 2000  /* BR_MIN_FORWARD_DELAY of Linux */
#define DELAY_MAX_MS 30000 /* BR_MAX_FORWARD_DELAY */
#define MARGIN_MS    200   /* it turns by timers of its own */

static int64_t wait_of(int64_t delay_ms)
{
    if (delay_ms < DELAY_MIN_MS)
        delay_ms = DELAY_MIN_MS;
    return 2 * (delay_ms < DELAY_MAX_MS ? delay_ms : DELAY_MAX_MS) + MARGIN_MS;
}

/* <bridge name='virbr0' stp='on' delay='0'/>, as libvirt writes it: the delay in seconds. */
int64_t forwarding_of_network(struct str xml)
{
    struct str bridge = str_from(xml, str_find(xml, STR("<bridge ")));

    bridge = str_head(bridge, str_find_char(bridge, '>'));
    if (str_find(bridge, STR(" stp='on'")) == bridge.len)
        return 0;
    struct str delay = str_from(bridge, str_find(bridge, STR(" delay='")) + 8);
    int64_t delay_s = 0;
    for (; delay.len > 0 && char_is_digit(*delay.at) && delay_s < DELAY_MAX_MS; delay = str_from(delay, 1))
        delay_s = 10 * delay_s + (*delay.at - '0');
    return wait_of(delay_s * 1000);
}

static int64_t ask_libvirt(struct publish *p, const char *name)
{
    virNetworkPtr network = virNetworkLookupByName(p->target.conn, name);
    char *xml = network != NULL ? virNetworkGetXMLDesc(network, 0) : NULL;
    int64_t wait_ms = forwarding_of_network(str_of(xml));

    free(xml);
    if (network != NULL)
        virNetworkFree(network);
    virResetLastError();
    return wait_ms;
}

/* A number that Linux says of a bridge of this machine, or 0. */
static int64_t ask_linux(struct publish *p, const char *bridge, const char *what)
{
    const char *file = pool_printf(&p->pool, "/sys/class/net/%s/bridge/%s", bridge, what);
    struct str text;

    return files_read(file, &p->pool, &text) ? strtoll(pool_copy(&p->pool, text), NULL, 10) : 0;
}

int64_t forwarding_wait_ms(struct publish *p)
{
    const char *bridge = p->settings.values[SETTING_BRIDGE];

    if (bridge == NULL)
        return ask_libvirt(p, publish_setting(p, SETTING_NETWORK, "default"));
    if (p->target.is_remote || ask_linux(p, bridge, "stp_state") == 0)
        return 0;
    return wait_of(ask_linux(p, bridge, "forward_delay") * 10); /* in hundredths of a second */
}
