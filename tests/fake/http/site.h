/* site.h - a small site in place of a generated one, and a client for it.
 *
 * The site      /            page, gzip
 *               /a/          page, gzip; /a redirects to it
 *               /plain.txt   no gzip
 *               /ü 1%.txt    a name that has to be encoded, no gzip
 *               and a 404 page with gzip
 * Validators    every etag is "identity" or "gzip" with quotes; all was last modified at FAKE_MODIFIED_S
 */
#ifndef FAKE_HTTP_SITE_H
#define FAKE_HTTP_SITE_H

#include "http.h"

#define FAKE_MODIFIED_S  784111777u  /* Sun, 06 Nov 1994 08:49:37 GMT */
#define FAKE_NOW_S       1700000000u /* Tue, 14 Nov 2023 22:13:20 GMT */
#define FAKE_PAYLOAD_CAP 8192u

/* All that the site can send. */
extern uint8_t fake_payload[FAKE_PAYLOAD_CAP];
extern size_t fake_payload_len;

/* Send a request of text_len bytes, from a buffer that ends where they end, so that a sanitizer sees what
 * reads further. */
int fake_ask_bytes(const void *text, size_t text_len, bool last, struct http_reply *reply);
int fake_ask(const char *text, struct http_reply *reply);

/* The reply as it stands on the wire, NUL-terminated; the buffer is used again by the next call. */
const char *fake_wire(const struct http_reply *reply);

/* What follows the header section in it. */
const char *fake_body(const struct http_reply *reply);

#endif
