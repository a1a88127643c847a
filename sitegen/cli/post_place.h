/* post_place.h - where a site keeps its posts and drafts.
 *
 * Layer     sitegen/cli
 */
#ifndef SITEGEN_CLI_POST_PLACE_H
#define SITEGEN_CLI_POST_PLACE_H

#include "pool.h"

#include <stdbool.h>

struct post_place {
    const char *dir; /* "site/_posts" or "site/_drafts"; it may not be there yet */
    bool says_draft; /* a draft lies among the posts, and its front matter says what it is */
};

/* The folder for a new post of the site in dir. A Jekyll site's configuration decides (source,
 * collections_dir); where it has no _posts yet but one of its folders has ("blog/_posts"), that one. A plain
 * folder has no folder of drafts. */
struct post_place post_place_find(const char *dir, bool is_draft, struct pool *pool);

#endif
