#include "serve.h"

#include "assert.h"
#include "http.h"

/* What a connection is waiting for decides which time limit it runs under. Those that wait for the client
 * make room for new clients when the table is full, the one that has waited longest first: half a request
 * holds a place no better than none, or slow clients would hold the house. */
enum phase {
    PHASE_IDLE,    /* no byte of a request: HTTP_IDLE_TIMEOUT_NS */
    PHASE_READING, /* part of a request: HTTP_REQUEST_TIMEOUT_NS from its first byte, whatever trickles in */
    PHASE_SENDING, /* a reply is under way: HTTP_SEND_RATE_MIN over each HTTP_SEND_TIMEOUT_NS */
};

struct serve_conn {
    uint64_t queued_len;   /* bytes given to tcp_send() since TCP_ACCEPTED */
    uint64_t sent_len_due; /* how much of that must have been sent when the send timer expires */
    uint32_t request_count;
    uint8_t phase;    /* enum phase */
    bool peer_closed; /* no more will come: close when the replies are out */
    bool last;        /* the last reply is queued: close when it is out */
};

static struct serve_conn *conns;
static uint32_t conn_count;

/* Bytes that may still be queued when a connection is handed to tcp_close(), which sends them under its own
 * time limit; with more, we wait and watch the progress here. */
#define CLOSE_UNSENT_MAX 65536u

size_t serve_memory_need(uint32_t conn_max)
{
    return (size_t)conn_max * sizeof(struct serve_conn) + 64;
}

bool serve_init(uint32_t conn_max, struct arena *arena)
{
    conns = arena_take(arena, conn_max, sizeof(struct serve_conn), 64);
    conn_count = conn_max;
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

static void enter(uint32_t id, enum phase phase, uint64_t now_ns)
{
    static const uint64_t limit_ns[] = {
        [PHASE_IDLE] = HTTP_IDLE_TIMEOUT_NS,
        [PHASE_READING] = HTTP_REQUEST_TIMEOUT_NS,
        [PHASE_SENDING] = HTTP_SEND_TIMEOUT_NS,
    };
    struct serve_conn *c = &conns[id];
    if (phase == PHASE_READING && c->phase == PHASE_READING)
        return; /* a trickle does not extend the time */
    tcp_set_idle(id, false); /* whoever begins to wait is the youngest of those who do */
    tcp_set_idle(id, phase != PHASE_SENDING);
    c->sent_len_due = sent_due(id);
    c->phase = (uint8_t)phase;
    tcp_set_timeout(id, now_ns + limit_ns[phase]);
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
        int result = http_request(in, wall_s, c->request_count + 1 >= HTTP_REQUESTS_PER_CONN, &reply);
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
        tcp_close(id);
    else if (unsent == 0)
        enter(id, partial ? PHASE_READING : PHASE_IDLE, now_ns);
    else if (c->phase != PHASE_SENDING)
        enter(id, PHASE_SENDING, now_ns);
}

static void timeout(uint32_t id, uint64_t now_ns, uint64_t wall_s)
{
    struct serve_conn *c = &conns[id];
    struct http_reply reply;
    switch ((enum phase)c->phase) {
    case PHASE_SENDING:
        if (c->queued_len - tcp_unsent(id) < c->sent_len_due)
            tcp_abort(id);
        else
            enter(id, PHASE_SENDING, now_ns);
        break;
    case PHASE_READING:
        if (tcp_recv(id).len > 0 && tcp_can_send(id)) {
            http_timeout_reply(wall_s, &reply);
            queue_reply(id, &reply);
        }
        tcp_close(id);
        break;
    case PHASE_IDLE:
        tcp_close(id);
        break;
    }
}

void serve_event(const struct tcp_event *event, uint64_t now_ns, uint64_t wall_s)
{
    uint32_t id = event->conn;
    ASSERT(id < conn_count);
    switch (event->kind) {
    case TCP_ACCEPTED:
        conns[id] = (struct serve_conn){.phase = PHASE_SENDING};
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
        break;
    }
}
