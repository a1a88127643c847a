/* netfront.c - the network front end: set up, and asleep. Frames are in netfront_{rx,tx}.c, what xenstore has
 * to say in netfront_bus.c.
 *
 * Barriers: x86 keeps stores in order and loads in order, so that the compiler alone has to be told. The one
 * thing that it reorders is a store with a later load: there, and only there, stands a full fence.
 */
#include "xen/netfront.h"

#include "log.h"
#include "memory.h"
#include "x86/image.h"
#include "xen/grant.h"
#include "xen/netfront_device.h"
#include "xen/xen_clock.h"

_Static_assert(offsetof(struct netif_tx_sring, req_event) == offsetof(struct netfront_indices, req_event) &&
                   offsetof(struct netif_tx_sring, rsp_prod) == offsetof(struct netfront_indices, rsp_prod) &&
                   offsetof(struct netif_rx_sring, rsp_event) == offsetof(struct netfront_indices, rsp_event),
               "io/ring.h, DEFINE_RING_TYPES");
_Static_assert(offsetof(struct netif_tx_sring, ring) == 64 && offsetof(struct netif_rx_sring, ring) == 64,
               "netfront_ring_slot()");
_Static_assert(__CONST_RING_SIZE(netif_tx, XEN_PAGE) == NETFRONT_RING &&
                   __CONST_RING_SIZE(netif_rx, XEN_PAGE) == NETFRONT_RING,
               "io/ring.h, __CONST_RING_SIZE");

struct netfront netfront;

static bool arm(void);
struct event_source netfront_source = {.arm = arm};

/* io/ring.h, SHARED_RING_INIT. But rsp_event 0, which is in the past: no notification until we sleep. */
void netfront_ring_start(struct netfront *nf, struct netfront_ring *ring)
{
    memset((void *)ring->shared, 0, XEN_PAGE);
    ring->shared->req_event = 1;
    ring->req_prod = ring->published = ring->rsp_cons = 0;
    grant_allow(ring->ref, nf->back_domain, ring->shared, true);
}

void netfront_ring_stop(struct netfront_ring *ring)
{
    ring->is_held = !grant_end(ring->ref);
}

bool netfront_rings_regain(struct netfront *nf)
{
    if (nf->rx.is_held)
        netfront_ring_stop(&nf->rx);
    if (nf->tx.is_held)
        netfront_ring_stop(&nf->tx);
    netfront_rx_regain(nf);
    netfront_tx_regain(nf);
    return !nf->rx.is_held && !nf->tx.is_held;
}

/* io/ring.h, RING_PUSH_REQUESTS_AND_CHECK_NOTIFY. */
bool netfront_ring_publish(struct netfront_ring *ring)
{
    uint32_t old = ring->published;

    if (ring->req_prod == old)
        return false;
    __asm__ volatile("" ::: "memory"); /* the requests are there before the index that covers them */
    ring->shared->req_prod = ring->published = ring->req_prod;
    /* The back end stores req_event, fences and looks at req_prod again: one of us sees the other. */
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return ring->req_prod - ring->shared->req_event < ring->req_prod - old;
}

void netfront_flush(struct netfront *nf)
{
    bool tx_wanted, rx_wanted;

    if (!netfront_is_running(nf))
        return;
    tx_wanted = netfront_ring_publish(&nf->tx);
    rx_wanted = netfront_ring_publish(&nf->rx);
    if (!tx_wanted && !rx_wanted)
        return;
    nf->stats.kicks++;
    event_notify(netfront_source.port);
}

bool netfront_slot_end(struct netfront *nf, uint8_t *slot, uint32_t ref)
{
    bool was_held = *slot == NETFRONT_HELD, ended = grant_end(ref);

    *slot = ended ? NETFRONT_IDLE : NETFRONT_HELD;
    nf->held_count += !ended;
    nf->held_count -= was_held;
    return ended;
}

/* Before sleeping (event.h). What xenstore is asked for in here is answered in here, and then there is no
 * sleep: events that arrived meanwhile are looked at first. */
static bool arm(void)
{
    struct netfront *nf = &netfront;
    bool has_input = nf->is_news;

    nf->is_news = false;
    if (xen_clock_mono_ns() >= nf->retry_ns) {
        netfront_bus_look(nf);
        return true;
    }
    netfront_source.deadline_ns = nf->retry_ns;
    if (nf->held_count > 0) {
        netfront_rx_regain(nf);
        netfront_tx_regain(nf);
    }
    netfront_flush(nf);
    if (!netfront_is_running(nf))
        return has_input;
    has_input |= netfront_tx_arm(nf); /* may break the ring */
    return has_input | (netfront_is_running(nf) && netfront_rx_arm(nf));
}

static void backend_info(struct netif_info *info)
{
    *info = netfront.info;
}

static bool backend_recv(struct netif_rx *rx)
{
    return netfront_recv(&netfront, rx);
}

static void backend_release(const struct netif_rx *rx)
{
    netfront_release(&netfront, rx);
}

static bool backend_send(const struct netif_tx *tx)
{
    return netfront_send(&netfront, tx);
}

static unsigned backend_send_room(void)
{
    return netfront_send_room(&netfront);
}

static void backend_flush(void)
{
    netfront_flush(&netfront);
}

static const struct netif_stats *backend_stats(void)
{
    return &netfront.stats;
}

static const struct netif_backend backend = {
    .name = "netfront",
    .info = backend_info,
    .recv = backend_recv,
    .release = backend_release,
    .send = backend_send,
    .send_room = backend_send_room,
    .flush = backend_flush,
    .stats = backend_stats,
};

/* References are reserved for good (grant.h), and event sources stay: once in the life of the machine, also
 * where the driver is set up twice. */
static bool take_references(struct netfront *nf)
{
    static uint32_t first;

    if (first == 0) {
        uint32_t ref = grant_reserve(2 + 2 * NETFRONT_RING);

        if (ref == GRANT_INVALID)
            return false;
        first = ref;
        event_add_source(&netfront_source);
    }
    nf->tx.ref = first;
    nf->rx.ref = first + 1;
    nf->tx_ref = first + 2;
    nf->rx_ref = nf->tx_ref + NETFRONT_RING;
    return true;
}

const struct netif_backend *netfront_probe(struct arena *arena)
{
    struct netfront *nf = &netfront;

    memset(nf, 0, sizeof *nf);
    netfront_source.port = 0;
    nf->payload = kvfs_payload;
    nf->payload_end = kvfs_payload_end;
    if (!take_references(nf) || !netfront_tx_allocate(nf, arena) || !netfront_rx_allocate(nf, arena)) {
        log_error("netfront: no memory, or no grant references");
        return NULL;
    }
    netfront_bus_look(nf);
    if (!netfront_has_vif(nf))
        log_info("netfront: no vif yet");
    return &backend;
}
