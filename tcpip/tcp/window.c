/* window.c - see window.h. */
#include "tcp/window.h"

#include "ip/ipv4.h"
#include "tcp/congestion.h"
#include "tcp/segment.h"

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint16_t window_own_mss(void)
{
    return (uint16_t)(ipv4_mtu() - IPV4_HEADER - TCP_HEADER);
}

/* The largest payload of one ipv4_send(), a multiple of the MSS. */
static uint32_t payload_max(const struct tcp_conn *conn)
{
    uint32_t gso_max = smaller(ipv4_gso_max(), UINT16_MAX);

    if (gso_max < 2u * conn->mss + IPV4_HEADER + TCP_HEADER)
        return conn->mss;
    return (gso_max - IPV4_HEADER - TCP_HEADER) / conn->mss * conn->mss;
}

uint32_t window_sendable(const struct tcp_conn *conn)
{
    uint32_t in_flight = conn->snd_nxt - conn->snd_una, usable, len;
    uint32_t window = smaller(conn->snd_wnd, congestion_window(conn));
    uint64_t waiting;

    if (in_flight >= conn->queue.len || in_flight >= window)
        return 0;
    waiting = conn->queue.len - in_flight;
    usable = window - in_flight;
    len = smaller(usable, payload_max(conn));
    if (waiting <= len)
        return (uint32_t)waiting;
    if (len >= conn->mss)
        return len / conn->mss * conn->mss;
    /* RFC 9293 3.8.6.2.1: no little segments into a window that only just opens; the persist timer overrides
     * it. A window that was never larger than two such pieces has to be served so. */
    return conn->snd_wnd - in_flight == usable && len >= conn->snd_wnd_max / 2 ? len : 0;
}

/* RFC 9293 3.8.6.2.2: hold the right edge until it can move by a segment or half the buffer, or a peer with a
 * little to send is drawn into sending little pieces for ever. */
bool window_update_due(const struct tcp_conn *conn)
{
    uint32_t edge = conn->rcv_nxt + recv_window(conn);

    return edge - conn->rcv_adv >= smaller(window_own_mss(), TCP_RECV_MAX / 2);
}

uint16_t window_announce(struct tcp_conn *conn)
{
    if (window_update_due(conn))
        conn->rcv_adv = conn->rcv_nxt + recv_window(conn);
    return (uint16_t)(conn->rcv_adv - conn->rcv_nxt);
}
