/* plugins_all.c - the plug-ins there are, in the order in which they run. See plugin.h. */
#include "plugins/plugins_all.h"

/* As Jekyll would run them: what makes pages out of files, what makes pages, what looks at
 * all of them. */
const struct plugin *const plugins_all[] = {
    &plugin_github_metadata,
    &plugin_last_modified_at,
    &plugin_optional_front_matter,
    &plugin_coffeescript,
    &plugin_archives,
    &plugin_redirect_from,
    &plugin_readme_index,
    &plugin_default_layout,
    &plugin_titles_from_headings,
    &plugin_relative_links,
    &plugin_paginate,
    &plugin_paginate_v2,
    &plugin_feed,
    &plugin_sitemap,
    &plugin_seo_tag,
    &plugin_toc,
    &plugin_include_cache,
    &plugin_gist,
    &plugin_avatar,
    &plugin_jemoji,
    &plugin_mentions,
    &plugin_target_blank,
    NULL,
};
