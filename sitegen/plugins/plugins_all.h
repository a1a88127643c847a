/* plugins_all.h - one constant for each file of this folder. Private to sitegen/plugins.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_PLUGINS_ALL_H
#define SITEGEN_PLUGINS_PLUGINS_ALL_H

#include "plugins/plugin.h"

extern const struct plugin plugin_archives;
extern const struct plugin plugin_avatar;
extern const struct plugin plugin_coffeescript;
extern const struct plugin plugin_default_layout;
extern const struct plugin plugin_feed;
extern const struct plugin plugin_gist;
extern const struct plugin plugin_github_metadata;
extern const struct plugin plugin_include_cache;
extern const struct plugin plugin_jemoji;
extern const struct plugin plugin_last_modified_at;
extern const struct plugin plugin_mentions;
extern const struct plugin plugin_optional_front_matter;
extern const struct plugin plugin_paginate;
extern const struct plugin plugin_paginate_v2;
extern const struct plugin plugin_readme_index;
extern const struct plugin plugin_redirect_from;
extern const struct plugin plugin_relative_links;
extern const struct plugin plugin_seo_tag;
extern const struct plugin plugin_sitemap;
extern const struct plugin plugin_target_blank;
extern const struct plugin plugin_titles_from_headings;
extern const struct plugin plugin_toc;

#endif
