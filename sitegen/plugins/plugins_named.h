/* plugins_named.h - which plug-ins a site names: its configuration, its Gemfile, the theme that it uses.
 *
 * Layer     sitegen/plugins
 */
#ifndef SITEGEN_PLUGINS_PLUGINS_NAMED_H
#define SITEGEN_PLUGINS_PLUGINS_NAMED_H

#include "site.h"

/* Their names, as keys. What the site names and nobody knows is a warning at its place; so is Ruby in its
 * _plugins. */
const struct hash *plugins_named(struct site *site);

/* The gems that Jekyll loads of a Gemfile: those of its group jekyll_plugins; and github-pages wherever it
 * stands. found is called for each. */
void gemfile_plugins(struct str gemfile, void (*found)(void *context, struct str name, size_t offset),
                     void *context);

#endif
