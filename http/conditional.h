/* conditional.h - which representation is meant, and whether the client has it already.
 *
 * Layer     http, internal; no clock
 * Source    RFC 9110 12.5.3 (Accept-Encoding), 13 (conditional requests)
 */
#ifndef HTTP_CONDITIONAL_H
#define HTTP_CONDITIONAL_H

#include "parse.h"

/* Whether a client that sent this would rather have gzip than identity. Without the field: no. */
bool http_wants_gzip(const struct http_accept *accept);

/* Evaluate the preconditions of a GET or HEAD in the order of RFC 9110 13.2.2.
 *
 * etag      of the selected representation, with quotes, strong; len 0: no validators, nothing is evaluated
 * wall_s    seconds since 1970, for dates with two digits of year
 * Returns   200, 304 or 412
 */
int http_conditional(const struct http_parsed *parsed, struct span etag, uint64_t last_modified_s,
                     uint64_t wall_s);

#endif
