#include "serve.h"

#include "assert.h"
#include "http.h"
#include "serve_conn.h"

static struct serve_conn *conns;
static uint32_t conn_count;
static uint32_t used_count; /* those from here on have never been open */
static bool draining;

/* Bytes that may still be queued when a connection is handed to tcp_close(), which sends them under its own
 * time limit; with more, we wait and watch the progress here. */
#define CLOSE_UNSENT_MAX 65536u

bool serve_init(uint32_t conn_max, struct arena *arena)
{
    conns = arena_take(arena, conn_max, sizeof(struct serve_conn), 64);
    conn_count = conn_max;
    used_count = 0;
    draining = false;
    return conns != NULL;
}

/* What a client that takes HTTP_SEND_RATE_MIN will have taken by the end of the time; all, where that is
 * less. (Replies may overlap for ever, each acknowledged with the next request: there need be no moment at
 * which nothing waits.) */
static uint64_t sent_due(uint32_t id)
{
    uint64_t unsent = tcp_unsent(id), least = HTTP_SEND_RATE_MIN * (HTTP_SEND_TIMEOUT_NS / 1000000000u);

    return conns[id].queued_len - unsent + (unsent < least ? unsent : least);
}

static void close_conn(uint32_t id)
{
    conns[id].open = false;
    tcp_close(id);
}

static void abort_conn(uint32_t id)
{
    conns[id].open = false;
    tcp_abort(id);
}

/* How long a connection may be in its phase. */
static uint64_t limit_ns(const struct serve_conn *c)
{
    static const uint64_t limits[] = {
        [PHASE_IDLE] = HTTP_IDLE_TIMEOUT_NS,
        [PHASE_READING] = HTTP_REQUEST_TIMEOUT_NS,
        [PHASE_SENDING] = HTTP_SEND_TIMEOUT_NS,
    };
    if (draining && c->phase == PHASE_IDLE)
        return c->request_count == 0 ? HTTP_DRAIN_FIRST_NS : HTTP_DRAIN_NEXT_NS;
    return limits[c->phase];
}

static void enter(uint32_t id, enum serve_phase phase, uint64_t now_ns)
{
    struct serve_conn *c = &conns[id];
    if (phase == PHASE_READING && c->phase == PHASE_READING)
        return; /* a trickle does not extend the time */
    tcp_set_idle(id, false); /* whoever begins to wait is the youngest of those who do */
    tcp_set_idle(id, phase != PHASE_SENDING);
    c->idle_ns = now_ns;
    if (phase == PHASE_SENDING)
        c->sent_len_due = sent_due(id);
    c->phase = (uint8_t)phase;
    tcp_set_timeout(id, now_ns + limit_ns(c));
}

static void queue_reply(uint32_t id, const struct http_reply *reply)
{
    struct serve_conn *c = &conns[id];
    tcp_send(id, reply->head, reply->head_len, reply->spans, reply->span_count);
    c->queued_len += reply->head_len;
    for (size_t i = 0; i < reply->span_count; i++)
        c->queued_len += reply->spans[i].len;
    c->request_count++;
    c->last |= reply->close;
}

/* Answer what has been received, as far as there is room for replies. */
static void answer(uint32_t id, uint64_t now_ns, uint64_t wall_s)
{
    struct serve_conn *c = &conns[id];
    struct http_reply reply;
    bool partial = false;
    while (!c->last && !partial && tcp_can_send(id)) {
        struct span in = tcp_recv(id);
        if (in.len == 0)
            break;
        bool last = draining || c->request_count + 1 >= HTTP_REQUESTS_PER_CONN;
        int result = http_request(in, wall_s, last, &reply);
        if (result == HTTP_PARTIAL) {
            partial = true;
        } else {
            tcp_consume(id, result > 0 ? (size_t)result : in.len);
            queue_reply(id, &reply);
        }
    }
    uint64_t unsent = tcp_unsent(id);
    bool done = c->last || (c->peer_closed && (partial || tcp_recv(id).len == 0));
    if (done && unsent <= CLOSE_UNSENT_MAX)
        close_conn(id);
    else if (unsent == 0)
        enter(id, partial ? PHASE_READING : PHASE_IDLE, now_ns);
    else if (c->phase != PHASE_SENDING)
        enter(id, PHASE_SENDING, now_ns);
}

static void timeout(uint32_t id, uint64_t now_ns, uint64_t wall_s)
{
    struct serve_conn *c = &conns[id];
    struct http_reply reply;
    switch ((enum serve_phase)c->phase) {
    case PHASE_SENDING:
        if (c->queued_len - tcp_unsent(id) < c->sent_len_due)
            abort_conn(id);
        else
            enter(id, PHASE_SENDING, now_ns);
        break;
    case PHASE_READING:
        if (tcp_recv(id).len > 0 && tcp_can_send(id)) {
            http_timeout_reply(wall_s, &reply);
            queue_reply(id, &reply);
        }
        close_conn(id);
        break;
    case PHASE_IDLE:
        close_conn(id);
        break;
    }
}

void serve_event(const struct tcp_event *event, uint64_t now_ns, uint64_t wall_s)
{
    uint32_t id = event->conn;
    ASSERT(id < conn_count);
    switch (event->kind) {
    case TCP_ACCEPTED:
        conns[id] = (struct serve_conn){.phase = PHASE_SENDING, .open = true};
        used_count = id < used_count ? used_count : id + 1;
        enter(id, PHASE_IDLE, now_ns);
        break;
    case TCP_PEER_CLOSED:
        conns[id].peer_closed = true;
        answer(id, now_ns, wall_s);
        break;
    case TCP_RECEIVED:
    case TCP_SENT:
        answer(id, now_ns, wall_s);
        break;
    case TCP_TIMEOUT:
        timeout(id, now_ns, wall_s);
        break;
    case TCP_CLOSED:
        conns[id].open = false;
        break;
    }
}

__attribute__((cold)) void serve_drain(void)
{
    draining = true;
    for (uint32_t id = 0; id < used_count; id++) {
        struct serve_conn *c = &conns[id];
        if (c->open && c->phase == PHASE_IDLE)
            tcp_set_timeout(id, c->idle_ns + limit_ns(c)); /* for most, that has passed */
    }
}

__attribute__((cold)) uint32_t serve_abort_all(void)
{
    uint32_t count = 0;
    for (uint32_t id = 0; id < used_count; id++) {
        if (!conns[id].open)
            continue;
        abort_conn(id);
        count++;
    }
    return count;
}
