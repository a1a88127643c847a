/* liquid.h - the template language: text with {{ values }} and {% tags %}.
 *
 * Layer     sitegen/liquid; below it: value, diag
 * Memory    a template lives in the pool that it was parsed into and can be rendered any number of times;
 * what a render makes lives in the pool of that render Errors    with file:line:column, in diag Trust
 * templates are the author's: nesting, includes and loops are bounded all the same, so that a mistake ends
 *           with a message
 */
#ifndef SITEGEN_LIQUID_LIQUID_H
#define SITEGEN_LIQUID_LIQUID_H

#include "diag.h"
#include "value.h"

#define LIQUID_NESTING_MAX 100u                  /* blocks within blocks */
#define LIQUID_INCLUDE_MAX 50u                   /* includes within includes */
#define LIQUID_OUTPUT_MAX  (64u * 1024u * 1024u) /* bytes of one page */
#define LIQUID_STEPS_MAX   5000000u              /* turns of loops in one page */

struct liquid_template;

/* Parse the bytes of source from start on.
 *
 * file, source  the whole file and its name for messages; both must outlive the template
 * Returns       NULL when there are errors; as many as can be found are in diag
 */
const struct liquid_template *liquid_parse(struct pool *pool, struct diag *diag, const char *file,
                                           struct str source, size_t start);

/* What a render asks of the site. */
struct liquid_host {
    const struct liquid_template *(*include)(void *context, struct str name); /* NULL: there is none */
    struct str (*markdown)(void *context, struct str text, struct pool *pool);
    void *context;
    struct str url;     /* of the site: "https://example.org", may be empty */
    struct str baseurl; /* "/blog", may be empty */
    int64_t now_s;      /* what the date "now" means */
};

/* Render.
 *
 * globals   the variables that the template starts with; what it assigns is seen by includes and later parts
 * of the same render, and not put into globals Returns   false when something failed; out then holds what
 * came before
 */
bool liquid_render(const struct liquid_template *template, const struct hash *globals,
                   const struct liquid_host *host, struct pool *pool, struct diag *diag, struct text *out);

#endif
