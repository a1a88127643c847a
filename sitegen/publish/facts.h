/* facts.h - what publishing needs to know of an image: what it answers, what it needs, which one it is.
 *
 * Layer     sitegen/publish; over sitegen/image
 */
#ifndef SITEGEN_PUBLISH_FACTS_H
#define SITEGEN_PUBLISH_FACTS_H

#include "digest.h"
#include "image/inspect.h"

/* What its start page is answered with. */
struct start_page {
    int status;           /* 200, 301, 404 */
    struct str etag;      /* of the body as it is, with its quotes; empty: none */
    struct str gzip_etag; /* of the body compressed */
};

struct facts {
    const char *file;
    struct str bytes; /* mapped */
    struct inspect inspect;
    char digest[DIGEST_HEX_SIZE];
    uint64_t memory_mib;     /* for its usual number of connections */
    uint64_t memory_min_mib; /* to start at all */
    struct start_page start;
};

/* Returns NULL, or what is wrong with the image. facts_close() in any case. */
const char *facts_open(struct facts *facts, const char *file);
void facts_close(struct facts *facts);

#endif
