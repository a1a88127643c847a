/* netfront_bus.c - xenbus: our state and the back end's.
 *
 * Everything is level triggered: whenever a watch says that something has changed, netfront_bus_look() reads
 * what there is and does what is due, so that events may come late, doubled, or many in one.
 *
 *      the back end is                      we do
 *      InitWait                             set up rings, publish them, become Connected
 *      Connected                            use them; where they are broken or not ours, become Closing
 *      Closing, Closed, gone                take everything back, become Closed
 *      Closed, and we want it back          become Initialising, which makes it begin again
 *      Initialising, Initialised, ...       wait
 *
 * Source    io/xenbus.h (states), io/netif.h (names)
 */
#include "log.h"
#include "xen/netfront.h"
#include "xen/netfront_device.h"
#include "xen/xen_clock.h"

#define RETRY_NS      1000000000u
#define PUBLISH_TRIES 8u

void netfront_trouble(struct netfront *nf, const char *what)
{
    nf->retry_ns = xen_clock_mono_ns() + RETRY_NS;
    if (!nf->has_trouble)
        log_error("netfront: %s vif=%u", what, nf->vif);
    nf->has_trouble = true;
}

void netfront_break(struct netfront *nf, const char *why)
{
    nf->is_broken = true;
    nf->restart_count++;
    nf->retry_ns = 0;
    log_error("netfront: restart why=\"%s\" count=%u", why, nf->restart_count);
}

static void set_link(struct netfront *nf, bool up)
{
    if (nf->info.link_up == up)
        return;
    nf->info.link_up = up;
    nf->is_news = true;
    log_info("netfront: link %s", up ? "up" : "down");
}

static bool set_state(struct netfront *nf, enum xenbus_state state)
{
    if (nf->front_state == state)
        return true;
    if (netfront_write_number(0, nf->front_path, "state", state) != XENSTORE_OK) {
        netfront_trouble(nf, "our state cannot be written");
        return false;
    }
    nf->front_state = state;
    return true;
}

/* The rings are nobody's any more; frames under way are lost. */
static void disconnect(struct netfront *nf)
{
    set_link(nf, false);
    if (!nf->published)
        return;
    nf->published = nf->connected = nf->is_broken = false;
    event_close(netfront_source.port);
    netfront_source.port = 0;
    netfront_rx_stop(nf);
    netfront_tx_stop(nf);
}

/* ---------------------------------------------------------------- connecting */

/* io/netif.h. What we do not want is said, too: whoever ran in this domain before may have said otherwise. */
static enum xenstore_result publish_in(const struct netfront *nf, uint32_t transaction)
{
    const struct {
        const char *name;
        uint32_t value;
    } entries[] = {
        {"tx-ring-ref", nf->tx.ref}, {"rx-ring-ref", nf->rx.ref}, {"event-channel", netfront_source.port},
        {"request-rx-copy", 1},      {"feature-rx-notify", 1},    {"feature-sg", 0},
        {"feature-gso-tcpv4", 0},    {"feature-gso-tcpv6", 0},    {"feature-no-csum-offload", 0},
    };
    enum xenstore_result result = XENSTORE_OK;

    for (unsigned i = 0; result == XENSTORE_OK && i < sizeof entries / sizeof entries[0]; i++)
        result = netfront_write_number(transaction, nf->front_path, entries[i].name, entries[i].value);
    return result;
}

static bool publish(const struct netfront *nf)
{
    enum xenstore_result result = XENSTORE_AGAIN;

    for (unsigned i = 0; result == XENSTORE_AGAIN && i < PUBLISH_TRIES; i++) {
        uint32_t transaction;

        result = xenstore_transaction_start(&transaction);
        if (result != XENSTORE_OK)
            continue;
        result = publish_in(nf, transaction);
        if (result == XENSTORE_OK)
            result = xenstore_transaction_end(transaction, true);
        else
            (void)xenstore_transaction_end(transaction, false);
    }
    return result == XENSTORE_OK;
}

static void connect(struct netfront *nf)
{
    bool fits;

    if (!netfront_vif_read(nf, &fits))
        return;
    if (!fits) {
        if (nf->front_state != XenbusStateClosed)
            log_error("netfront: no backend-id, or a back end that does not copy vif=%u", nf->vif);
        set_state(nf, XenbusStateClosed);
        return;
    }
    /* A back end that begins again by itself is given all chances again; and where it thinks that we are
     * connected it would take what was published before. */
    if (nf->front_state != XenbusStateInitialising)
        nf->restart_count = 0;
    if (nf->front_state == XenbusStateConnected && !set_state(nf, XenbusStateInitialising))
        return;
    if (!netfront_rings_regain(nf) || (netfront_source.port = event_listen(nf->back_domain)) == 0) {
        netfront_trouble(nf, "no event channel, or rings that are still mapped");
        return;
    }
    netfront_rx_start(nf);
    netfront_tx_start(nf);
    nf->published = true;
    nf->revive = false;
    if (!publish(nf) || !set_state(nf, XenbusStateConnected)) {
        disconnect(nf);
        netfront_trouble(nf, "rings cannot be published");
    }
}

/* ---------------------------------------------------------------- following the back end */

static void become_connected(struct netfront *nf)
{
    const uint8_t *mac = nf->info.mac;

    nf->connected = nf->is_news = true;
    nf->has_trouble = false;
    /* The stack announces itself again when this number has changed. */
    nf->stats.device_resets += nf->connect_count++ > 0;
    log_info("netfront: vif=%u mac=%02x:%02x:%02x:%02x:%02x:%02x mtu=%u backend=%u connected "
             "features=%s%s%s rx=%u",
             nf->vif, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], nf->info.mtu, nf->back_domain,
             nf->has_sg ? "sg," : "", (nf->info.offloads & NETIF_TX_TSO4) != 0 ? "gso," : "",
             (nf->info.offloads & NETIF_TX_CSUM) != 0 ? "csum" : "", nf->rx_count);
    nf->stats.kicks++;
    event_notify(netfront_source.port); /* it may not have seen yet what was posted before */
}

/* The back end uses rings, but broken ones, or somebody's before us. */
static void ask_for_end(struct netfront *nf)
{
    set_link(nf, false);
    nf->revive = nf->restart_count <= NETFRONT_RESTART_MAX;
    if (!nf->revive && nf->front_state != XenbusStateClosing)
        log_error("netfront: given up restarts=%u", nf->restart_count - 1);
    set_state(nf, XenbusStateClosing);
}

/* The name "online" is the toolstack's: 0 where it is taking the vif away. */
static void follow_closed(struct netfront *nf, bool may_revive)
{
    disconnect(nf);
    if (!set_state(nf, XenbusStateClosed) || !may_revive || !nf->revive ||
        netfront_number(nf->back_path, "online", 1) == 0)
        return;
    if (set_state(nf, XenbusStateInitialising))
        nf->revive = false;
}

static void follow_back_end(struct netfront *nf)
{
    uint64_t state;
    enum xenstore_result result = netfront_read_number(nf->back_path, "state", &state);

    if (result == XENSTORE_ABSENT || result == XENSTORE_MALFORMED) {
        state = XenbusStateUnknown;
    } else if (result != XENSTORE_OK) {
        netfront_trouble(nf, "the back end's state cannot be read");
        return;
    }
    switch (state) {
    case XenbusStateInitWait:
        if (nf->connected)
            disconnect(nf); /* it has begun again without a word */
        if (!nf->published)
            connect(nf);
        break;
    case XenbusStateConnected:
        if (!netfront_is_open(nf)) {
            ask_for_end(nf);
            break;
        }
        if (!nf->connected)
            become_connected(nf);
        /* io/netif.h, "Link state": a back end that says nothing has its link up. */
        set_link(nf, netfront_number(nf->back_path, "carrier", 1) != 0);
        break;
    case XenbusStateClosing:
    case XenbusStateClosed:
        follow_closed(nf, state == XenbusStateClosed);
        break;
    case XenbusStateUnknown:
        if (nf->published)
            follow_closed(nf, false);
        break;
    default: /* Initialising, Initialised, or a number without meaning */
        if (nf->connected) {
            disconnect(nf);
            set_state(nf, XenbusStateInitialising);
        }
    }
}

void netfront_bus_look(struct netfront *nf)
{
    nf->retry_ns = UINT64_MAX;
    if (netfront_has_vif(nf) && !netfront_vif_is_same(nf)) {
        log_info("netfront: vif=%u is gone", nf->vif);
        disconnect(nf);
        netfront_vif_forget(nf);
    }
    if (netfront_has_vif(nf) || netfront_vif_find(nf))
        follow_back_end(nf);
}

void netfront_resume(void)
{
    struct netfront *nf = &netfront;

    set_link(nf, false);
    nf->published = nf->connected = nf->is_broken = false;
    netfront_source.port = 0; /* not closed: by now the number may be somebody else's */
    netfront_rx_forget(nf);
    netfront_tx_forget(nf);
    nf->rx.is_held = nf->tx.is_held = false;
    nf->held_count = 0;
    nf->front_path[0] = nf->back_path[0] = 0;
    netfront_bus_look(nf);
}
