/* request.h - the head of an HTTP request, as far as preview has to know it.
 *
 * Layer     sitegen/preview, the bottom
 * Trust     any bytes, from any page that a browser of this machine has open
 */
#ifndef SITEGEN_PREVIEW_REQUEST_H
#define SITEGEN_PREVIEW_REQUEST_H

#include "str.h"

#define REQUEST_MAX 8192u /* bytes of a head */

enum request_result {
    REQUEST_PARTIAL, /* more is to come */
    REQUEST_BAD,
    REQUEST_WHOLE,
};

/* Parts of the bytes that were read; empty where absent. */
struct request {
    struct str method;
    struct str path; /* without its query */
    struct str host;
    struct str origin;
};

enum request_result request_read(struct str bytes, struct request *request);

/* Whether host, "name" or "name:port", is a name that this machine gives itself: pages that lead a name of
 * their own here have no business with us. */
bool request_host_is_local(struct str host);

/* Whether origin is that of the site on this port of this machine. */
bool request_origin_is(struct str origin, unsigned port);

#endif
