/* source_place.h - where in the sources something stands that was seen in the rendered HTML.
 *
 * Layer     sitegen/check
 * Method    a source is taken apart at blanks, quotes and brackets, as Markdown, HTML, YAML and Liquid all
 *           set addresses off; its words are looked up among those that are wanted. So one pass over a source
 *           finds any number of them.
 * Memory    the pool's
 */
#ifndef SITEGEN_CHECK_SOURCE_PLACE_H
#define SITEGEN_CHECK_SOURCE_PLACE_H

#include "pool.h"

struct source_place {
    const char *file; /* NULL: not found */
    unsigned line;    /* from 1 */
    unsigned column;  /* from 1, in characters */
};

struct source_places {
    struct pool *pool;
    struct hash *wanted; /* word -> index into list */
    struct source_place (*list)[2]; /* the first two places of each */
    size_t count;
    size_t cap;
};

void source_places_open(struct source_places *places, struct pool *pool);

/* A link as it stands in the HTML, and what Liquid's filters may have put in front of it. */
struct source_link {
    struct str written;
    struct str url;
    struct str baseurl;
    bool has_page; /* its page is there: it is its fragment that matters */
};

/* Look for a link as a source may write it. Its words are copied. */
void source_places_want_link(struct source_places *places, const struct source_link *link);
struct source_place source_places_of_link(const struct source_places *places, const struct source_link *link);

/* Look for the second definition of an id: id="x", {: #x}. */
void source_places_want_id(struct source_places *places, struct str id);
struct source_place source_places_of_id(const struct source_places *places, struct str id);

/* Look through the bytes of source from start on. file is kept. */
void source_places_read(struct source_places *places, const char *file, struct str source, size_t start);

#endif
