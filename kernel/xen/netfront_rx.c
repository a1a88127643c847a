/* netfront_rx.c - receiving: pages circle between the back end, which copies into them, us, and who borrows
 * frames.
 *
 * We offer neither scatter-gather nor segments to be joined, so a frame is one response, and a chain of them
 * nothing that we asked for.
 *
 * Source    io/netif.h, "Guest receive"
 */
#include "assert.h"
#include "log.h"
#include "memory.h"
#include "xen/grant.h"
#include "xen/netfront_device.h"

static uint8_t *page(const struct netfront *nf, unsigned slot)
{
    return nf->rx_pages + (size_t)slot * XEN_PAGE;
}

bool netfront_rx_allocate(struct netfront *nf, struct arena *arena)
{
    size_t affordable = arena_left(arena) / 8 / XEN_PAGE;

    nf->rx_count = NETFRONT_RING;
    while (nf->rx_count > NETFRONT_RX_MIN && nf->rx_count > affordable)
        nf->rx_count /= 2;
    nf->rx.shared = arena_take(arena, 1, XEN_PAGE, XEN_PAGE);
    nf->rx_pages = arena_take(arena, nf->rx_count, XEN_PAGE, XEN_PAGE);
    return nf->rx.shared != NULL && nf->rx_pages != NULL;
}

/* There is always room: a page is in the ring at most once. */
static void post(struct netfront *nf, unsigned slot)
{
    struct netfront_ring *ring = &nf->rx;
    volatile struct netif_rx_request *request =
        netfront_ring_slot(ring, ring->req_prod, sizeof(union netif_rx_sring_entry));

    ASSERT(ring->req_prod - ring->rsp_cons < NETFRONT_RING && nf->rx_slot[slot] == NETFRONT_IDLE);
    grant_allow(nf->rx_ref + slot, nf->back_domain, page(nf, slot), true);
    request->id = (uint16_t)slot;
    request->pad = 0;
    request->gref = nf->rx_ref + slot;
    nf->rx_slot[slot] = NETFRONT_POSTED;
    nf->rx_posted[ring->req_prod % NETFRONT_RING] = (uint8_t)slot;
    ring->req_prod++;
}

void netfront_rx_start(struct netfront *nf)
{
    netfront_ring_start(nf, &nf->rx);
    nf->rx_more = nf->rx_extra = false;
    for (unsigned i = 0; i < nf->rx_count; i++) {
        if (nf->rx_slot[i] == NETFRONT_IDLE)
            post(nf, i);
    }
    (void)netfront_ring_publish(&nf->rx); /* a back end that connects looks without being told */
}

void netfront_rx_stop(struct netfront *nf)
{
    for (unsigned i = 0; i < nf->rx_count; i++) {
        if (nf->rx_slot[i] == NETFRONT_POSTED)
            netfront_slot_end(nf, &nf->rx_slot[i], nf->rx_ref + i);
    }
    netfront_ring_stop(&nf->rx);
}

void netfront_rx_regain(struct netfront *nf)
{
    for (unsigned i = 0; i < nf->rx_count; i++) {
        if (nf->rx_slot[i] == NETFRONT_HELD && netfront_slot_end(nf, &nf->rx_slot[i], nf->rx_ref + i) &&
            netfront_is_open(nf))
            post(nf, i);
    }
}

void netfront_rx_forget(struct netfront *nf)
{
    for (unsigned i = 0; i < nf->rx_count; i++) {
        if (nf->rx_slot[i] != NETFRONT_LENT)
            nf->rx_slot[i] = NETFRONT_IDLE;
    }
}

/* Does this response, or the extra info in its place, belong to more than one? io/netif.h: a response,
 * extra infos as long as each says that one more follows, then the next part of the frame. Counted once. */
static bool is_chained(struct netfront *nf, const struct netif_rx_response *response)
{
    bool continues = nf->rx_more;

    if (nf->rx_extra) {
        struct netif_extra_info extra;

        memcpy(&extra, response, sizeof extra);
        nf->rx_extra = (extra.flags & XEN_NETIF_EXTRA_FLAG_MORE) != 0;
        return true;
    }
    nf->rx_more = (response->flags & NETRXF_more_data) != 0;
    nf->rx_extra = (response->flags & NETRXF_extra_info) != 0;
    if (continues)
        return true;
    nf->stats.rx_dropped_device += nf->rx_more || nf->rx_extra;
    return nf->rx_more || nf->rx_extra;
}

/* io/netif.h: csum_blank is what never left a wire, data_validated what the hardware has looked at. */
static uint32_t checksum_flags(uint16_t flags)
{
    if ((flags & NETRXF_csum_blank) != 0)
        return NETIF_RX_CSUM_PARTIAL;
    return (flags & NETRXF_data_validated) != 0 ? NETIF_RX_CSUM_OK : 0;
}

/* What the back end says of the page in this slot. False when it is no frame to hand on (counted). */
static bool accept(struct netfront *nf, unsigned slot, const struct netif_rx_response *response,
                   struct netif_rx *rx)
{
    uint32_t len = (uint32_t)response->status;

    if (is_chained(nf, response))
        return false;
    /* A negative status is an error, NETIF_RSP_*. */
    if (response->id != slot || response->status < 0 || response->offset + len > XEN_PAGE) {
        nf->stats.rx_dropped_device++;
        return false;
    }
    if (len < NETIF_FRAME_MIN || len > NETIF_FRAME_MAX) {
        nf->stats.rx_dropped_length++;
        return false;
    }
    *rx = (struct netif_rx){
        .frame = page(nf, slot) + response->offset,
        .len = len,
        .flags = checksum_flags(response->flags),
        .cookie = (void *)(uintptr_t)slot,
    };
    return true;
}

/* Take the next response. io/netif.h: it stands where its request stood, also where extra info has covered
 * its id. The grant ends before anybody looks at the page: from then on the frame stays as it is. */
static bool take(struct netfront *nf, struct netif_rx *rx)
{
    struct netfront_ring *ring = &nf->rx;
    unsigned slot = nf->rx_posted[ring->rsp_cons % NETFRONT_RING];
    struct netif_rx_response response = *(volatile struct netif_rx_response *)netfront_ring_slot(
        ring, ring->rsp_cons, sizeof(union netif_rx_sring_entry));
    bool is_ours, is_frame;

    ring->rsp_cons++;
    is_ours = netfront_slot_end(nf, &nf->rx_slot[slot], nf->rx_ref + slot);
    is_frame = accept(nf, slot, &response, rx);
    if (!is_ours) {
        nf->stats.rx_dropped_device += is_frame; /* otherwise it is counted already */
        return false;
    }
    if (is_frame)
        nf->rx_slot[slot] = NETFRONT_LENT;
    else
        post(nf, slot);
    return is_frame;
}

bool netfront_recv(struct netfront *nf, struct netif_rx *rx)
{
    uint32_t waiting;

    if (!netfront_is_running(nf))
        return false;
    waiting = netfront_ring_waiting(&nf->rx);
    if (!netfront_ring_is_sane(&nf->rx, waiting)) {
        nf->stats.rx_dropped_device++;
        netfront_break(nf, "impossible index in the receive ring");
        return false;
    }
    for (; waiting > 0; waiting--) {
        if (take(nf, rx)) {
            nf->restart_count = 0;
            nf->stats.rx_frames++;
            nf->stats.rx_bytes += rx->len;
            return true;
        }
    }
    return false;
}

void netfront_release(struct netfront *nf, const struct netif_rx *rx)
{
    uintptr_t slot = (uintptr_t)rx->cookie;

    ASSERT(slot < nf->rx_count && nf->rx_slot[slot] == NETFRONT_LENT);
    nf->rx_slot[slot] = NETFRONT_IDLE;
    if (netfront_is_open(nf))
        post(nf, (unsigned)slot);
}

bool netfront_rx_arm(struct netfront *nf)
{
    /* io/ring.h, RING_FINAL_CHECK_FOR_RESPONSES: the back end stores rsp_prod, fences and reads rsp_event; so
     * one of us sees the other. */
    nf->rx.shared->rsp_event = nf->rx.rsp_cons + 1;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return netfront_ring_waiting(&nf->rx) != 0;
}
