/* netfront_vif.c - the vif: found in xenstore, told from another in its place, and what stands there about
 * it.
 *
 * Source    io/netif.h (names); Xen, docs/misc/xenstore-paths
 */
#include "format.h"
#include "log.h"
#include "memory.h"
#include "platform.h"
#include "words.h"
#include "xen/netfront.h"
#include "xen/netfront_device.h"

#define VIFS          "device/vif"
#define DIRECTORY_MAX 512u
#define MAC_TEXT_LEN  17u
#define ADDRESS_TEXT  128u /* bytes of several addresses */
#define MTU_MAX       1500u
#define MTU_MIN       68u /* RFC 791: every link carries that */

/* ---------------------------------------------------------------- names */

struct path {
    char text[XENSTORE_PATH_MAX];
};

static const char *join(struct path *path, const char *directory, const char *name)
{
    format(path->text, sizeof path->text, "%s/%s", directory, name);
    return path->text;
}

static bool is_unread; /* xenstore was in trouble, so that what we take for absent may be there */

static enum xenstore_result note(enum xenstore_result result)
{
    is_unread |= result == XENSTORE_REFUSED || result == XENSTORE_DEAD || result == XENSTORE_AGAIN;
    return result;
}

static enum xenstore_result read(const char *directory, const char *name, char *text, size_t cap)
{
    struct path path;

    return note(xenstore_read(0, join(&path, directory, name), text, cap));
}

enum xenstore_result netfront_read_number(const char *directory, const char *name, uint64_t *value)
{
    struct path path;

    return note(xenstore_read_number(0, join(&path, directory, name), value));
}

uint64_t netfront_number(const char *directory, const char *name, uint64_t otherwise)
{
    uint64_t value;

    return netfront_read_number(directory, name, &value) == XENSTORE_OK ? value : otherwise;
}

enum xenstore_result netfront_write_number(uint32_t transaction, const char *directory, const char *name,
                                           uint64_t value)
{
    struct path path;

    return xenstore_write_number(transaction, join(&path, directory, name), value);
}

/* ---------------------------------------------------------------- properties */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "00:16:3e:01:02:03". A group's address, or none at all, is nobody's. */
static bool read_mac(const char *directory, uint8_t mac[6])
{
    char text[MAC_TEXT_LEN + 1];
    uint8_t parsed[6], any = 0;

    if (read(directory, "mac", text, sizeof text) != XENSTORE_OK || strlen(text) != MAC_TEXT_LEN)
        return false;
    for (unsigned i = 0; i < 6; i++) {
        int high = hex_digit(text[3 * i]), low = hex_digit(text[3 * i + 1]);

        if (high < 0 || low < 0 || text[3 * i + 2] != (i < 5 ? ':' : 0))
            return false;
        parsed[i] = (uint8_t)(high << 4 | low);
        any |= parsed[i];
    }
    if ((parsed[0] & 1) != 0 || any == 0)
        return false;
    memcpy(mac, parsed, sizeof parsed);
    return true;
}

static void choose_mac(struct netfront *nf)
{
    if (read_mac(nf->front_path, nf->info.mac) || read_mac(nf->back_path, nf->info.mac))
        return;
    log_error("netfront: no mac in %s: one of our own", nf->front_path);
    platform_entropy(nf->info.mac, sizeof nf->info.mac);
    nf->info.mac[0] = (uint8_t)((nf->info.mac[0] & ~0x01u) | 0x02u); /* one station, locally administered */
}

/* What was read just now is all that there is. Otherwise look again in a while. */
static bool is_read(struct netfront *nf)
{
    bool trouble = is_unread;

    is_unread = false;
    if (trouble)
        netfront_trouble(nf, "the vif cannot be read");
    return !trouble;
}

bool netfront_vif_read(struct netfront *nf, bool *fits)
{
    uint64_t domain = netfront_number(nf->front_path, "backend-id", DOMID_FIRST_RESERVED);
    uint64_t mtu = netfront_number(nf->front_path, "mtu", MTU_MAX);
    struct netif_info *info = &nf->info;

    *fits = domain < DOMID_FIRST_RESERVED && netfront_number(nf->back_path, "feature-rx-copy", 0) != 0;
    nf->back_domain = (uint16_t)domain;
    nf->has_sg = netfront_number(nf->back_path, "feature-sg", 0) != 0;
    info->mtu = (uint16_t)(mtu >= MTU_MIN && mtu <= MTU_MAX ? mtu : MTU_MAX);
    info->offloads = netfront_number(nf->back_path, "feature-no-csum-offload", 0) == 0 ? NETIF_TX_CSUM : 0;
    if (info->offloads != 0 && nf->has_sg && netfront_number(nf->back_path, "feature-gso-tcpv4", 0) != 0)
        info->offloads |= NETIF_TX_TSO4;
    info->tso_max = (info->offloads & NETIF_TX_TSO4) != 0 ? NETFRONT_TSO_MAX : 0;
    return is_read(nf);
}

bool netfront_address(uint32_t *address, uint8_t *prefix_len)
{
    char text[ADDRESS_TEXT];
    size_t len = 0;

    if (!netfront_has_vif(&netfront) || read(netfront.back_path, "ip", text, sizeof text) != XENSTORE_OK)
        return false;
    while (text[len] != 0 && text[len] != ' ' && text[len] != ',')
        len++;
    *prefix_len = 0;
    if (word_get_ipv4(text, len, address) || word_get_ipv4_prefix(text, len, address, prefix_len))
        return true;
    log_error("netfront: no IPv4 address: ip=\"%s\"", text);
    return false;
}

/* ---------------------------------------------------------------- which vif */

static void vifs_changed(void)
{
    netfront_bus_look(&netfront);
}

static void back_end_changed(void)
{
    netfront_bus_look(&netfront);
}

/* The next of a directory's names that is a number; false at the end. */
static bool next_number(const char **at, const char *end, uint32_t *vif)
{
    while (*at < end) {
        const char *name = *at;
        size_t len = 0;

        while (name + len < end && name[len] != 0)
            len++;
        *at = name + len < end ? name + len + 1 : end;
        if (word_get_u32(name, len, 0, UINT32_MAX, vif))
            return true;
    }
    return false;
}

/* The lowest that has a back end: what a detached one may leave behind has none. */
static bool choose(struct netfront *nf, const char *names, const char *end)
{
    const char *at = names;
    uint32_t vif;
    bool found = false;

    while (next_number(&at, end, &vif)) {
        char front[sizeof nf->front_path], back[sizeof nf->back_path];

        format(front, sizeof front, VIFS "/%u", vif);
        if ((found && vif >= nf->vif) || read(front, "backend", back, sizeof back) != XENSTORE_OK ||
            back[0] == 0)
            continue;
        found = true;
        nf->vif = vif;
        memcpy(nf->front_path, front, sizeof front);
        memcpy(nf->back_path, back, sizeof back);
    }
    for (at = names; found && next_number(&at, end, &vif);) {
        if (vif != nf->vif)
            log_info("netfront: not used vif=%u", vif);
    }
    return found;
}

bool netfront_vif_find(struct netfront *nf)
{
    char names[DIRECTORY_MAX];
    size_t len = 0;

    if (!nf->is_watching)
        nf->is_watching = note(xenstore_watch(VIFS, vifs_changed)) == XENSTORE_OK;
    if (note(xenstore_directory(0, VIFS, names, sizeof names, &len)) == XENSTORE_OK &&
        choose(nf, names, names + len)) {
        nf->front_state = (unsigned)netfront_number(nf->front_path, "state", XenbusStateUnknown);
        nf->restart_count = 0;
        nf->revive = true;
        choose_mac(nf);
        note(xenstore_watch(nf->back_path, back_end_changed));
    }
    if (!is_read(nf))
        netfront_vif_forget(nf);
    return netfront_has_vif(nf);
}

bool netfront_vif_is_same(struct netfront *nf)
{
    char back[sizeof nf->back_path];
    uint64_t state;
    bool is_same = netfront_read_number(nf->front_path, "state", &state) == XENSTORE_OK &&
                   state == nf->front_state &&
                   read(nf->front_path, "backend", back, sizeof back) == XENSTORE_OK &&
                   strlen(back) == strlen(nf->back_path) && memcmp(back, nf->back_path, strlen(back)) == 0;

    return !is_read(nf) || is_same; /* trouble is xenstore's, not the vif's */
}

void netfront_vif_forget(struct netfront *nf)
{
    xenstore_unwatch(back_end_changed);
    nf->front_path[0] = nf->back_path[0] = 0;
}
