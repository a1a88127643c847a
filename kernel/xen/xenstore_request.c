/* xenstore_request.c - what goes to the store's daemon, and the wait for the reply. See xenstore_ring.h. */
#include "assert.h"
#include "log.h"
#include "memory.h"
#include "xen/event.h"
#include "xen/xen_clock.h"
#include "xen/xenstore_ring.h"

#define RING XENSTORE_RING_SIZE

static struct xenstore_ring *const ring = &xenstore_ring;

/* Bytes free for requests; 0 and the end of the connection when the daemon's index cannot be. */
static uint32_t room(void)
{
    uint32_t used = ring->req_prod - ring->page->req_cons;

    if (used <= RING)
        return RING - used;
    xenstore_stats.bad_index++;
    xenstore_ring_give_up("impossible index");
    return 0;
}

/* Take what comes until so many bytes are free, with 0: until the reply is there. */
static bool wait_for(uint32_t free, uint64_t deadline_ns)
{
    for (;;) {
        bool is_late = xen_clock_mono_ns() >= deadline_ns;

        /* Before the look at the page: what comes after it ends the poll at once. */
        event_take(ring->port);
        xenstore_ring_take();
        if (!ring->is_dead && (free == 0 ? ring->is_answered : room() >= free))
            return true;
        if (ring->is_dead)
            return false;
        if (is_late) {
            if (xenstore_stats.timeouts++ == 0)
                log_error("xen: xenstore does not answer");
            return false;
        }
        event_poll(&ring->port, 1, deadline_ns);
    }
}

static void publish(void)
{
    __asm__ volatile("" ::: "memory"); /* the bytes before the index that covers them */
    ring->page->req_prod = ring->req_prod;
    event_notify(ring->port);
}

/* Write all parts, len bytes together. What fits into the ring at all waits until it fits: so a daemon that
 * sleeps is left with half a request only where it is longer than the ring. */
static bool send(const struct xenstore_part *parts, unsigned count, uint32_t len, uint64_t deadline_ns)
{
    uint32_t free = 0, sent = 0;

    for (unsigned i = 0; i < count; i++) {
        for (size_t at = 0; at < parts[i].len; at++) {
            if (free == 0) {
                if (sent != 0)
                    publish();
                free = len - sent < RING ? len - sent : RING;
                if (!wait_for(free, deadline_ns)) {
                    if (sent != 0)
                        xenstore_ring_give_up("request not taken");
                    return false;
                }
            }
            ring->page->req[MASK_XENSTORE_IDX(ring->req_prod++)] = ((const char *)parts[i].bytes)[at];
            free--;
            sent++;
        }
    }
    publish();
    return true;
}

static bool error_is(const struct xenstore_reply *reply, const char *name)
{
    return memcmp(reply->error, name, strlen(name) + 1) == 0;
}

/* What the answer to a request of this type means: the same type, or XS_ERROR with the error's name
 * (xs_wire.h: "We hand errors as strings"), whose NUL is not insisted on. */
static enum xenstore_result result_of(uint32_t type, const struct xenstore_reply *reply)
{
    if (ring->answer_type == type)
        return reply->len <= reply->cap || reply->buf == NULL ? XENSTORE_OK : XENSTORE_TOO_LONG;
    if (ring->answer_type != XS_ERROR) {
        xenstore_stats.bad_message++;
        return XENSTORE_MALFORMED;
    }
    if (error_is(reply, "ENOENT"))
        return XENSTORE_ABSENT;
    if (error_is(reply, "EAGAIN"))
        return XENSTORE_AGAIN;
    return error_is(reply, "E2BIG") ? XENSTORE_TOO_LONG : XENSTORE_REFUSED;
}

enum xenstore_result xenstore_request(uint32_t type, uint32_t transaction, const struct xenstore_part *parts,
                                      unsigned count, struct xenstore_reply *reply)
{
    struct xsd_sockmsg header = {.type = type, .req_id = ring->request_id + 1, .tx_id = transaction};
    struct xenstore_part all[1 + XENSTORE_PART_MAX] = {{&header, sizeof header}};
    uint64_t deadline_ns = xen_clock_mono_ns() + (ring->is_slow ? XENSTORE_SLOW_NS : XENSTORE_WAIT_NS);
    size_t len = 0;

    ASSERT(ring->reply == NULL && count <= XENSTORE_PART_MAX);
    for (unsigned i = 0; i < count; i++) {
        all[1 + i] = parts[i];
        len += parts[i].len;
    }
    if (len > XENSTORE_PAYLOAD_MAX)
        return XENSTORE_TOO_LONG;
    if (ring->page == NULL || ring->is_dead)
        return XENSTORE_DEAD;
    header.len = (uint32_t)len;
    xenstore_stats.requests++;
    ring->request_id++;
    ring->is_answered = false;
    ring->reply = reply;
    bool is_answered =
        send(all, 1 + count, (uint32_t)(sizeof header + len), deadline_ns) && wait_for(0, deadline_ns);
    ring->is_slow = !is_answered;
    xenstore_ring_forget();
    return is_answered ? result_of(type, reply) : XENSTORE_DEAD;
}
