/* front_matter.h - what stands at the start of a page between two lines of "---" (YAML) or "+++" (TOML).
 *
 * Layer     sitegen/content
 */
#ifndef SITEGEN_CONTENT_FRONT_MATTER_H
#define SITEGEN_CONTENT_FRONT_MATTER_H

#include "diag.h"
#include "value.h"

struct front_matter {
    struct value values; /* always a hash */
    size_t body;         /* offset of what follows it; 0, or behind a byte order mark, when there is none */
    bool present;
};

/* Whether a file that starts with these bytes has front matter: a line of exactly "---" or "+++", and blanks.
 */
bool front_matter_starts(struct str head);

/* Whether front matter that starts is closed by such a line, or for YAML by one of "...". */
bool front_matter_is_closed(struct str source);

/* Read it. source must be UTF-8 (front_matter_check_utf8()). Returns false when there are errors, which are
 * in diag. */
bool front_matter_read(struct pool *pool, struct diag *diag, const char *file, struct str source,
                       struct front_matter *front);

/* Report the first byte that is not UTF-8. */
bool front_matter_check_utf8(struct diag *diag, const char *file, struct str source);

#endif
