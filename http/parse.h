/* parse.h - the syntax of one request: what http_request() acts on.
 *
 * Layer     http, internal; below serve.c
 * Memory    spans point into the request's bytes
 * Trust     hostile bytes; everything that is not RFC 9112's grammar is refused, nothing is repaired
 * Source    RFC 9112 2 to 6
 */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include "http.h"

#define HTTP_METHOD_MAX 32u /* bytes: 501 beyond */
#define HTTP_LIST_LINES 4u  /* lines of one If-None-Match or If-Match: 431 beyond */

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_METHOD_KNOWN, /* of RFC 9110 or 5789, but nothing that a site which does not change can do: 405 */
    HTTP_METHOD_UNKNOWN,
};

/* Qualities of Accept-Encoding in thousandths; -1: not mentioned. */
struct http_accept {
    int16_t gzip;
    int16_t identity;
    int16_t any;
};

/* Field lines that form one list together (RFC 9110 5.3). */
struct http_lines {
    struct span line[HTTP_LIST_LINES];
    uint32_t count;
};

struct http_parsed {
    enum http_method method;
    uint8_t minor; /* 0 for HTTP/1.0, 1 for 1.1 and later */
    bool connection_close;
    bool connection_keep_alive;
    bool has_content_length;
    bool has_body;                 /* Content-Length other than 0, or Transfer-Encoding */
    uint8_t transfer_lines;        /* Transfer-Encoding lines, saturating */
    struct span transfer_encoding; /* the last of them */
    struct span target;
    struct span host;
    uint32_t host_count;
    uint32_t field_count;
    struct http_accept accept;
    struct http_lines if_match;
    struct http_lines if_none_match;
    struct span if_modified_since; /* bytes NULL: absent. Given twice: len 0, which is no date */
    struct span if_unmodified_since;
};

/* Parse the request at the start of in, up to the empty line that ends its header section, in one pass.
 *
 * Returns   its length in bytes; 0 when it is not complete; -status when it must be refused, as early as
 *           that can be seen. What comes behind a prefix never changes what was said of the prefix.
 * Cost      O(in.len), from the start each time: a client that dribbles pays a segment for each of our
 *           passes over at most HTTP_REQUEST_MAX bytes
 */
int http_parse(struct span in, struct http_parsed *parsed);

/* fields.c: take notice of one field line. Returns 0, or -status. */
int http_field(struct http_parsed *parsed, struct span name, struct span value);

/* Take the next element of a comma-separated list (RFC 9110 5.6.1), without the blanks around it. Empty
 * elements are skipped. Returns false at the end. Not for lists of quoted strings. */
bool http_list_next(struct span *rest, struct span *element);

#endif
