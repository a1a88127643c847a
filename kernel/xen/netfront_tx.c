/* netfront_tx.c - the transmit ring: its memory, its responses, and the room that they make. Requests are
 * written by netfront_send.c.
 *
 * Responses do not notify, but while the machine sleeps and somebody waits for room: they are taken when
 * room is asked for.
 *
 * Source    io/netif.h, "Guest transmit"
 */
#include "assert.h"
#include "xen/netfront_device.h"

#define HALF_ROOM (NETFRONT_RING / NETFRONT_FRAME_SLOTS / 2) /* less room is worth a look at the responses */

bool netfront_tx_allocate(struct netfront *nf, struct arena *arena)
{
    _Static_assert(NETFRONT_HEAD_LEN >= NETIF_HEAD_MAX && XEN_PAGE % NETFRONT_HEAD_LEN == 0, "heads");
    _Static_assert(NETFRONT_COPY_LEN >= NETIF_FRAME_MAX && XEN_PAGE % NETFRONT_COPY_LEN == 0, "copies");
    nf->tx.shared = arena_take(arena, 1, XEN_PAGE, XEN_PAGE);
    nf->tx_heads = arena_take(arena, NETFRONT_RING, NETFRONT_HEAD_LEN, XEN_PAGE);
    nf->tx_copies = arena_take(arena, NETFRONT_COPY_COUNT, NETFRONT_COPY_LEN, XEN_PAGE);
    for (unsigned i = 0; i < NETFRONT_COPY_COUNT; i++)
        nf->copy_free[nf->copy_free_count++] = (uint8_t)(i + 1);
    for (unsigned i = 0; i < NETFRONT_RING; i++)
        nf->tx_free[nf->tx_free_count++] = (uint8_t)(NETFRONT_RING - 1 - i);
    return nf->tx.shared != NULL && nf->tx_heads != NULL && nf->tx_copies != NULL;
}

void netfront_tx_start(struct netfront *nf)
{
    netfront_ring_start(nf, &nf->tx);
    nf->tx_extras = 0;
    nf->tx_is_waited = false;
}

/* An id whose page is no longer granted is free again, with the place of the frame's copy. */
static void give_back(struct netfront *nf, unsigned id)
{
    nf->tx_slot[id] = NETFRONT_IDLE;
    nf->tx_free[nf->tx_free_count++] = (uint8_t)id;
    if (nf->tx_copy[id] != 0)
        nf->copy_free[nf->copy_free_count++] = nf->tx_copy[id];
    nf->tx_copy[id] = 0;
    ASSERT(nf->tx_free_count <= NETFRONT_RING && nf->copy_free_count <= NETFRONT_COPY_COUNT);
}

static void end(struct netfront *nf, unsigned id)
{
    if (netfront_slot_end(nf, &nf->tx_slot[id], nf->tx_ref + id))
        give_back(nf, id);
}

void netfront_tx_stop(struct netfront *nf)
{
    for (unsigned id = 0; id < NETFRONT_RING; id++) {
        if (nf->tx_slot[id] == NETFRONT_POSTED)
            end(nf, id);
    }
    netfront_ring_stop(&nf->tx);
}

void netfront_tx_regain(struct netfront *nf)
{
    for (unsigned id = 0; id < NETFRONT_RING; id++) {
        if (nf->tx_slot[id] == NETFRONT_HELD)
            end(nf, id);
    }
}

void netfront_tx_forget(struct netfront *nf)
{
    for (unsigned id = 0; id < NETFRONT_RING; id++) {
        if (nf->tx_slot[id] != NETFRONT_IDLE)
            give_back(nf, id);
    }
}

/* ---------------------------------------------------------------- responses */

/* One response. False when it answers nothing that was asked. */
static bool complete(struct netfront *nf, const struct netif_tx_response *response)
{
    /* io/netif.h: what answers an extra info has no id. */
    if (response->status == NETIF_RSP_NULL && nf->tx_extras > 0) {
        nf->tx_extras--;
        return true;
    }
    if (response->id >= NETFRONT_RING || nf->tx_slot[response->id] != NETFRONT_POSTED)
        return false;
    nf->stats.tx_errors += response->status != NETIF_RSP_OKAY; /* for each piece of the frame */
    end(nf, response->id);
    return true;
}

void netfront_tx_reap(struct netfront *nf)
{
    struct netfront_ring *ring = &nf->tx;
    uint32_t waiting = netfront_ring_waiting(ring);

    if (!netfront_ring_is_sane(ring, waiting)) {
        nf->stats.tx_errors++;
        netfront_break(nf, "impossible index in the transmit ring");
        return;
    }
    for (; waiting > 0; waiting--) {
        struct netif_tx_response response = *(volatile struct netif_tx_response *)netfront_ring_slot(
            ring, ring->rsp_cons, sizeof(union netif_tx_sring_entry));

        ring->rsp_cons++;
        if (!complete(nf, &response)) {
            nf->stats.tx_errors++;
            netfront_break(nf, "response to nothing in the transmit ring");
            return;
        }
    }
}

unsigned netfront_tx_slots(const struct netfront *nf)
{
    unsigned in_ring = NETFRONT_RING - (nf->tx.req_prod - nf->tx.rsp_cons);

    return in_ring < nf->tx_free_count ? in_ring : nf->tx_free_count;
}

/* Frames that certainly fit. Without scatter-gather each is one piece, and perhaps a copy. */
static unsigned room(const struct netfront *nf)
{
    unsigned slots = netfront_tx_slots(nf);

    if (!netfront_is_running(nf))
        return 0;
    if (nf->has_sg)
        return slots / NETFRONT_FRAME_SLOTS;
    return slots < nf->copy_free_count ? slots : nf->copy_free_count;
}

unsigned netfront_send_room(struct netfront *nf)
{
    if (netfront_is_running(nf) && room(nf) < HALF_ROOM)
        netfront_tx_reap(nf);
    nf->tx_told = room(nf);
    nf->tx_is_waited |= nf->tx_told < HALF_ROOM;
    return nf->tx_told;
}

bool netfront_tx_arm(struct netfront *nf)
{
    struct netfront_ring *ring = &nf->tx;
    uint32_t enough;

    if (!nf->tx_is_waited)
        return false;
    netfront_tx_reap(nf);
    if (!netfront_is_running(nf))
        return true; /* broken just now: the next look restarts it */
    if (room(nf) > nf->tx_told) {
        nf->tx_is_waited = false; /* once is enough: whoever still wants to send asks again */
        return true;
    }
    /* Room for one frame more, or all that can come. */
    enough = ring->published - ring->rsp_cons;
    if (enough > NETFRONT_FRAME_SLOTS)
        enough = NETFRONT_FRAME_SLOTS;
    if (enough == 0)
        return false;
    /* As in netfront_rx_arm(). */
    ring->shared->rsp_event = ring->rsp_cons + enough;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return netfront_ring_waiting(ring) >= enough;
}
