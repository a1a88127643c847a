/* model_digest.h - a digest of everything about a site that a page's templates can see, but for the texts of
 * pages, what lies outside (other files, the clock) and when files were changed: render_reads.h follows those.
 *
 * Layer     sitegen; above the model, themes
 */
#ifndef SITEGEN_MODEL_DIGEST_H
#define SITEGEN_MODEL_DIGEST_H

#include "site.h"

struct model_digest {
    uint64_t high;
    uint64_t low;
};

/* Of a site that was loaded, and that nobody sets anything in just now: hashes of it get numbers as their sums. */
struct model_digest model_digest(const struct site *site);

/* Of its layouts and includes alone, which are read for it: a bake that takes it before and after knows whether
 * they stayed as they were. Part of the other. */
struct model_digest model_digest_templates(const struct site *site);

#endif
