/* theme.h - layouts and includes: the site's own (_layouts, _includes), then those of the built-in theme.
 *
 * Layer     sitegen
 * Memory    each file is read and parsed once, when it is first asked for, and kept
 */
#ifndef SITEGEN_THEME_H
#define SITEGEN_THEME_H

#include "liquid/liquid.h"

struct theme;

struct layout {
    const char *name;
    const char *file;
    const struct liquid_template *template; /* NULL: it has errors, which are in diag */
    const char *parent;                     /* the layout around this one, or NULL */
    unsigned parent_line;                   /* where it is named */
    unsigned parent_column;
    struct value front; /* the layout's front matter: a hash */
};

struct theme *theme_open(struct pool *pool, struct diag *diag, const char *site_dir, const char *theme_dir);

/* NULL: there is none of this name. */
const struct layout *theme_layout(struct theme *theme, const char *name);

/* All names of layouts, sorted: "default, home, page". */
const char *theme_layout_names(struct theme *theme, struct pool *pool);

/* NULL: there is none of this name. One with errors is empty: the errors are in diag. */
const struct liquid_template *theme_include(struct theme *theme, struct str name);

#endif
