/* serve_conn.h - what serve.c keeps of a connection; pools.c asks how long that is.
 *
 * Layer   kernel/appliance
 */
#ifndef APPLIANCE_SERVE_CONN_H
#define APPLIANCE_SERVE_CONN_H

#include <stdbool.h>
#include <stdint.h>

/* What a connection is waiting for decides which time limit it runs under. Those that wait for the client
 * make room for new clients when the table is full, the one that has waited longest first: half a request
 * holds a place no better than none, or slow clients would hold the house. */
enum serve_phase {
    PHASE_IDLE,    /* no byte of a request: HTTP_IDLE_TIMEOUT_NS */
    PHASE_READING, /* part of a request: HTTP_REQUEST_TIMEOUT_NS from its first byte, whatever trickles in */
    PHASE_SENDING, /* a reply is under way: HTTP_SEND_RATE_MIN over each HTTP_SEND_TIMEOUT_NS */
};

struct serve_conn {
    uint64_t queued_len; /* bytes given to tcp_send() since TCP_ACCEPTED */
    union {
        uint64_t sent_len_due; /* SENDING: how much of that must have been sent when the timer expires */
        uint64_t idle_ns;      /* IDLE: since when */
    };
    uint32_t request_count;
    uint8_t phase;    /* enum serve_phase */
    bool open;        /* ours, from TCP_ACCEPTED to its end */
    bool peer_closed; /* no more will come: close when the replies are out */
    bool last;        /* the last reply is queued: close when it is out */
};

#endif
