/* http.h - an HTTP/1.1 server engine for a site that does not change.
 *
 * Layer     http; below: kvfs. Callers: the appliance, tests, fuzzers. No I/O, no allocation, no clock.
 * Memory    a reply is a head in the caller's struct and spans into the image; no body is ever copied
 * Trust     every byte of a request is hostile; every limit is here
 * Source    RFC 9110 (semantics), RFC 9112 (HTTP/1.1 syntax)
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_REQUEST_MAX        8192u /* bytes of request line and header section: 414 or 431 beyond */
#define HTTP_TARGET_MAX         4096u /* bytes of request target: 414 beyond */
#define HTTP_FIELD_MAX          100u  /* field lines: 431 beyond */
#define HTTP_HEAD_MAX           320u  /* bytes of http_reply.head */
#define HTTP_REQUESTS_PER_CONN  100000u /* then Connection: close */

#define HTTP_REQUEST_TIMEOUT_NS (10ull * 1000 * 1000 * 1000) /* from a request's first byte to its last */
#define HTTP_DRAIN_FIRST_NS     (250ull * 1000 * 1000) /* a server that drains: how long a new connection may */
#define HTTP_DRAIN_NEXT_NS      (50ull * 1000 * 1000)  /* have been without a request, and one that had some */
#define HTTP_IDLE_TIMEOUT_NS    (60ull * 1000 * 1000 * 1000) /* keep-alive between requests: closed */
#define HTTP_SEND_TIMEOUT_NS    (30ull * 1000 * 1000 * 1000) /* below HTTP_SEND_RATE_MIN: aborted */
#define HTTP_SEND_RATE_MIN      1024u /* bytes a second that a client takes of its replies, on average */

/* A reply: on the wire, head, then spans. */
struct http_reply {
    char head[HTTP_HEAD_MAX]; /* status line, Date, Connection ...: whatever is not baked */
    size_t head_len;
    struct span spans[2]; /* baked header block and body; one span where both go out */
    size_t span_count;
    uint16_t status;
    bool close; /* close the connection behind this reply */
};

/* What http_request() says; > 0: bytes consumed, and *reply is to be sent. */
enum http_result {
    HTTP_BAD = -1,    /* *reply is an error reply with close set; read nothing more from this connection */
    HTTP_PARTIAL = 0, /* not yet a whole request: call again with the same bytes and more behind them */
};

/* Answer the first request in the bytes that a connection has received.
 *
 * bytes        in.len bytes from the start of a request on; pipelined requests may follow and are left alone
 * wall_s       seconds since 1970, for Date
 * last         true: reply with Connection: close, because this connection has had its share
 *              (HTTP_REQUESTS_PER_CONN), or because the server drains
 * Returns      the length of the request in bytes (then *reply is valid), or HTTP_PARTIAL, or HTTP_BAD. Never
 *              partial once in.len >= HTTP_REQUEST_MAX. Empty lines before a request line are consumed with
 *              it (RFC 9112, 2.2).
 */
int http_request(struct span in, uint64_t wall_s, bool last, struct http_reply *reply);

/* The reply for a request that did not arrive in time (408), to be sent before closing. */
void http_timeout_reply(uint64_t wall_s, struct http_reply *reply);

/* Counted since boot, by status class and cause. */
struct http_stats {
    uint64_t requests;
    uint64_t replies_200;
    uint64_t replies_gzip; /* of replies_200 */
    uint64_t replies_301;
    uint64_t replies_304;
    uint64_t replies_404;
    uint64_t replies_400;
    uint64_t replies_405;
    uint64_t replies_408;
    uint64_t replies_413;
    uint64_t replies_414;
    uint64_t replies_431;
    uint64_t replies_501;
    uint64_t replies_505;
    uint64_t replies_other;
};
const struct http_stats *http_stats(void);

#endif
