/* time_wait.c - see time_wait.h. */
#include "tcp/time_wait.h"

#include "memory.h"
#include "tcp/conn.h"
#include "tcp/seq.h"
#include "tcp/tcp_limits.h"

/* A repeated FIN starts the time again at most so often, for each time costs a place in the ring. */
#define REFRESH_MS 1000u

bool time_wait_take(struct time_wait *time_wait, uint32_t conn_max, struct arena *arena)
{
    time_wait->max = time_wait_count(conn_max);
    time_wait->entry = arena_take(arena, time_wait->max, sizeof(struct time_wait_entry), 64);
    time_wait->buckets = arena_take(arena, time_wait->max, sizeof(uint32_t), 64);
    return time_wait->entry && time_wait->buckets;
}

static uint32_t *bucket_of(uint32_t remote, uint16_t remote_port)
{
    struct tcp_tuple key = {.remote = remote, .remote_port = remote_port};

    return &tcp.time_wait.buckets[isn_table_hash(tcp.secret, &key) & (tcp.time_wait.max - 1)];
}

static struct time_wait_entry *find(const struct tcp_tuple *tuple)
{
    uint32_t at;

    if (tuple->local_port != tcp.port)
        return NULL;
    for (at = *bucket_of(tuple->remote, tuple->remote_port); at; at = tcp.time_wait.entry[at - 1].hash_next) {
        struct time_wait_entry *entry = &tcp.time_wait.entry[at - 1];

        if (entry->remote == tuple->remote && entry->remote_port == tuple->remote_port)
            return entry;
    }
    return NULL;
}

/* Out of the hash; its place in the ring stays unused until it is the oldest. */
static void entry_forget(struct time_wait_entry *entry)
{
    uint32_t *at = bucket_of(entry->remote, entry->remote_port);

    while (*at != (uint32_t)(entry - tcp.time_wait.entry) + 1)
        at = &tcp.time_wait.entry[*at - 1].hash_next;
    *at = entry->hash_next;
    entry->remote = 0;
}

static struct time_wait_entry *oldest(void)
{
    return &tcp.time_wait.entry[tcp.time_wait.first];
}

static void oldest_drop(void)
{
    if (oldest()->remote)
        entry_forget(oldest());
    tcp.time_wait.first = (tcp.time_wait.first + 1) & (tcp.time_wait.max - 1);
    tcp.time_wait.count--;
}

void time_wait_add(uint64_t now_ns, const struct tcp_tuple *tuple, uint32_t snd_nxt, uint32_t rcv_nxt)
{
    uint32_t *bucket = bucket_of(tuple->remote, tuple->remote_port);
    uint32_t index;

    if (tcp.time_wait.count == tcp.time_wait.max) {
        tcp.stats.time_wait_recycled += oldest()->remote != 0;
        oldest_drop();
    }
    index = (tcp.time_wait.first + tcp.time_wait.count) & (tcp.time_wait.max - 1);
    tcp.time_wait.count++;
    tcp.time_wait.entry[index] = (struct time_wait_entry){
        .hash_next = *bucket,
        .remote = tuple->remote,
        .snd_nxt = snd_nxt,
        .rcv_nxt = rcv_nxt,
        .expiry_ms = (uint32_t)(now_ns / TCP_MS_NS) + TCP_TIME_WAIT_MS,
        .remote_port = tuple->remote_port,
    };
    *bucket = index + 1;
}

static uint32_t waited_ms(const struct time_wait_entry *entry, uint64_t now_ns)
{
    return (uint32_t)(now_ns / TCP_MS_NS) - (entry->expiry_ms - TCP_TIME_WAIT_MS);
}

enum time_wait_answer time_wait_input(uint64_t now_ns, const struct tcp_segment *segment, uint32_t *iss_after)
{
    struct time_wait_entry *entry = find(&segment->tuple);
    uint32_t snd_nxt, rcv_nxt;

    if (!entry)
        return TIME_WAIT_NONE;
    snd_nxt = entry->snd_nxt;
    rcv_nxt = entry->rcv_nxt;
    if (segment->flags & TCP_RST) {
        /* RFC 5961 3: only the exact number. A peer that is answered below with an ACK for its new SYN says
         * so by such a RST, and must then be let in; that is why RFC 1337's "ignore all RSTs" is not
         * followed. */
        if (segment->seq == rcv_nxt)
            entry_forget(entry);
        else
            tcp.stats.resets_ignored++;
        return TIME_WAIT_DONE;
    }
    /* RFC 1122 4.2.2.13: a SYN beyond what the old connection received cannot be one of its own. */
    if ((segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && seq_lt(rcv_nxt, segment->seq)) {
        *iss_after = snd_nxt;
        entry_forget(entry);
        return TIME_WAIT_OPEN;
    }
    /* RFC 9293 3.10.7.4: a FIN sent again means that our ACK was lost: acknowledge, and wait the whole time
     * again. A bare ACK is not answered, or two hosts that both wait would talk for ever. */
    if (segment_seq_len(segment) > 0) {
        segment_send_bare(now_ns, &(struct tcp_segment){.tuple = segment->tuple,
                                                        .seq = snd_nxt,
                                                        .ack = rcv_nxt,
                                                        .window = TCP_RECV_MAX,
                                                        .flags = TCP_ACK});
        if (segment->flags & TCP_FIN && waited_ms(entry, now_ns) >= REFRESH_MS) {
            entry_forget(entry);
            time_wait_add(now_ns, &segment->tuple, snd_nxt, rcv_nxt);
        }
    }
    return TIME_WAIT_DONE;
}

void time_wait_expire(uint64_t now_ns)
{
    uint32_t now_ms = (uint32_t)(now_ns / TCP_MS_NS);

    while (tcp.time_wait.count > 0 && (!oldest()->remote || (int32_t)(now_ms - oldest()->expiry_ms) >= 0))
        oldest_drop();
}

void time_wait_clear(void)
{
    while (tcp.time_wait.count > 0)
        oldest_drop();
}
