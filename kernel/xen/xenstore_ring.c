/* xenstore_ring.c - what comes from the store's daemon: replies, with watch events in between. See
 * xenstore_ring.h.
 */
#include "xen/xenstore_ring.h"

#include "log.h"
#include "xen/event.h"

#define RING       XENSTORE_RING_SIZE
#define TOKEN_NONE UINT32_MAX
#define TOKEN_MAX  (UINT32_MAX / 10 - 1) /* one more digit still fits */

struct xenstore_stats xenstore_stats;
struct xenstore_ring xenstore_ring;
static struct xenstore_ring *const ring = &xenstore_ring;

/* The message that is coming in. */
static struct {
    enum { DRAIN, REPLY, EVENT } kind; /* REPLY only while ring->reply != NULL */
    uint32_t count;                    /* bytes of it so far, header included */
    struct xsd_sockmsg header;
    /* Of an event: path, NUL, token, NUL. The path may be of any length; what counts is the token. */
    unsigned nul_count;
    uint32_t token; /* TOKEN_NONE: not a number of ours */
    bool has_token;
} in;

void xenstore_ring_give_up(const char *why)
{
    if (!ring->is_dead)
        log_error("xen: xenstore given up: %s", why);
    ring->is_dead = true;
}

static void begin_message(void)
{
    const struct xsd_sockmsg *header = &in.header;

    /* xs_wire.h: "Violating this is very bad". Behind such a header there is no next one. */
    if (header->len > XENSTORE_PAYLOAD_MAX || header->type >= XS_TYPE_COUNT) {
        xenstore_stats.bad_message++;
        xenstore_ring_give_up("impossible message");
        return;
    }
    in.kind = DRAIN;
    in.nul_count = 0;
    in.token = 0;
    in.has_token = false;
    if (header->type == XS_WATCH_EVENT) {
        in.kind = EVENT;
    } else if (ring->reply != NULL && !ring->is_answered && header->req_id == ring->request_id) {
        in.kind = REPLY; /* xs_wire.h: req_id is echoed; nothing else tells whose reply this is */
        ring->answer_type = header->type;
    } else if (ring->request_id - header->req_id < UINT32_MAX / 2) {
        xenstore_stats.replies_late++;
    } else {
        xenstore_stats.bad_message++; /* never asked for; whole, so the stream goes on */
    }
}

static void take_event_byte(char byte)
{
    if (byte == 0) {
        in.nul_count++;
    } else if (in.nul_count >= 2) {
        in.nul_count = 3; /* something behind the token */
    } else if (in.nul_count == 1) {
        bool fits = byte >= '0' && byte <= '9' && in.token <= TOKEN_MAX;

        in.token = fits ? in.token * 10 + (uint32_t)(byte - '0') : TOKEN_NONE;
        in.has_token = true;
    }
}

/* Byte at of a payload. */
static void take_payload(char byte, uint32_t at)
{
    struct xenstore_reply *reply = ring->reply;

    if (in.kind == EVENT) {
        take_event_byte(byte);
    } else if (in.kind == REPLY && in.header.type == XS_ERROR) {
        if (at < sizeof reply->error)
            reply->error[at] = byte;
    } else if (in.kind == REPLY && at < reply->cap) {
        reply->buf[at] = byte;
    }
}

static void end_message(void)
{
    in.count = 0;
    if (in.kind == REPLY) {
        ring->is_answered = true;
        ring->reply->len = in.header.len;
    } else if (in.kind == EVENT && in.nul_count != 2) {
        xenstore_stats.bad_message++;
    } else if (in.kind == EVENT) {
        xenstore_stats.events++;
        xenstore_event(in.has_token ? in.token : TOKEN_NONE);
    }
}

static void take_byte(char byte)
{
    if (in.count < sizeof in.header) {
        ((char *)&in.header)[in.count++] = byte;
        if (in.count == sizeof in.header)
            begin_message();
    } else {
        take_payload(byte, in.count++ - (uint32_t)sizeof in.header);
    }
    if (!ring->is_dead && in.count >= sizeof in.header && in.count == sizeof in.header + in.header.len)
        end_message();
}

bool xenstore_ring_has_input(void)
{
    return ring->page != NULL && !ring->is_dead && ring->page->rsp_prod != ring->rsp_cons;
}

void xenstore_ring_take(void)
{
    uint32_t prod = ring->page->rsp_prod, first = ring->rsp_cons;

    if (ring->is_dead || prod == first)
        return;
    if (prod - first > RING) {
        xenstore_stats.bad_index++;
        xenstore_ring_give_up("impossible index");
        return;
    }
    __asm__ volatile("" ::: "memory"); /* the bytes after the index that covers them */
    while (ring->rsp_cons != prod && !ring->is_dead)
        take_byte(ring->page->rsp[MASK_XENSTORE_IDX(ring->rsp_cons++)]);
    __asm__ volatile("" ::: "memory");
    ring->page->rsp_cons = ring->rsp_cons;
    /* A daemon that has more to say than fitted waits for a word that there is room; one that has not is left
     * in peace. The fence: it looks at our index after it has stored its own. */
    __asm__ volatile("mfence" ::: "memory");
    if (ring->page->rsp_prod - first == RING)
        event_notify(ring->port);
}

void xenstore_ring_forget(void)
{
    ring->reply = NULL;
    if (in.kind == REPLY && in.count >= sizeof in.header) {
        in.kind = DRAIN;
        xenstore_stats.replies_late++;
    }
}

void xenstore_ring_start(volatile struct xenstore_domain_interface *page, uint32_t port)
{
    ring->page = page;
    ring->port = port;
    ring->is_dead = ring->is_slow = false;
    ring->reply = NULL;
    in.count = 0;
    in.kind = DRAIN;
    /* A daemon that was started over has an empty page; otherwise what is there was for somebody else, and
     * ended. What cannot be is put right by giving our index the daemon's value. */
    ring->req_prod = ring->page->req_prod;
    if (ring->req_prod - ring->page->req_cons > RING)
        ring->req_prod = ring->page->req_cons;
    ring->rsp_cons = ring->page->rsp_prod;
    ring->page->req_prod = ring->req_prod;
    ring->page->rsp_cons = ring->rsp_cons;
}
