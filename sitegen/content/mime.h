/* mime.h - a file name's media type.
 *
 * Layer     sitegen/content
 * Source    IANA media types; RFC 9239 for JavaScript
 */
#ifndef SITEGEN_CONTENT_MIME_H
#define SITEGEN_CONTENT_MIME_H

#include <stdbool.h>

struct mime_type {
    const char *extension;    /* lower case, without the dot */
    const char *content_type; /* the whole value of Content-Type */
    bool compressible;        /* worth trying gzip: not compressed by its own format */
};

/* By the extension behind the last dot, whatever its case. Never NULL: application/octet-stream for what is
 * not known, text/plain for names without an extension that are texts by convention (LICENSE, README, CNAME).
 */
const struct mime_type *mime_of(const char *name);

#endif
