/* reply.h - the part of a reply that is not baked, and the replies that are not of the site's.
 *
 * Layer     http, internal
 * Memory    the text of the Date line is kept from one reply to the next of the same second
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http.h"

/* What the reply says about the connection (RFC 9112 9.3). */
enum http_persistence {
    HTTP_KEEP,     /* HTTP/1.1 persists unless somebody says otherwise */
    HTTP_KEEP_SAY, /* an HTTP/1.0 client that asked for it must be told */
    HTTP_CLOSE,
};

/* Begin a reply: status line, Date, Connection; no spans yet. Counts the status. */
void http_reply_start(struct http_reply *reply, int status, uint64_t wall_s,
                      enum http_persistence persistence);

/* A whole reply with a line of text for its body, which a HEAD does not get (RFC 9110 9.3.2). Counts, too. */
void http_reply_plain(struct http_reply *reply, int status, uint64_t wall_s,
                      enum http_persistence persistence, bool is_head);

/* What http_stats() shows; reply.c counts the statuses, serve.c the rest. */
extern struct http_stats http_counters;

#endif
