/* kramdown_tag.h - HTML tags as kramdown reads them.
 *
 * Layer     sitegen/markdown
 * Names     those of known elements are compared in lower case
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_TAG_H
#define SITEGEN_MARKDOWN_KRAMDOWN_TAG_H

#include "markdown/kramdown_tree.h"

struct kramdown_tag {
    struct str name;       /* as written */
    struct str attributes; /* what stands between the name and "/>" or ">" */
    bool closed;           /* "/>" */
    size_t end;            /* offset behind '>' */
};

/* A start tag with all of its attributes well formed, or an end tag, from '<' at at on. */
bool kramdown_start_tag(struct str s, size_t at, struct kramdown_tag *tag);
bool kramdown_end_tag(struct str s, size_t at, struct kramdown_tag *tag);

void kramdown_tag_attributes(struct pool *pool, const struct kramdown_tag *tag, bool is_known,
                             struct kramdown_attrs *attrs);

bool kramdown_is_known_tag(struct str name); /* in lower case, as below */
bool kramdown_is_span_tag(struct str name);
bool kramdown_is_block_tag(struct str name);
bool kramdown_is_void_tag(struct str name); /* has no content: <br> */
enum kramdown_model kramdown_tag_model(struct str name);

/* The name in lower case where it is a known one. */
struct str kramdown_tag_known_name(struct pool *pool, struct str name);

/* Where "</name" stands from at on, whatever its case if is_known; s.len when nowhere. tag is filled in. */
size_t kramdown_find_end_tag(struct str s, size_t at, struct str name, bool is_known,
                             struct kramdown_tag *tag);

#endif
