/* theme.h - layouts and includes: the site's own, then those of the theme that it names, then those that all
 * built-in themes share.
 *
 * Layer     sitegen
 * Folders   a theme is a folder as Jekyll's are: _layouts, _includes, _sass, assets. Each file of the site
 * stands for the theme's file of the same name.
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

/* templates_dir holds the built-in themes. Until theme_choose() it is the one of a plain folder. */
struct theme *theme_open(struct pool *pool, struct diag *diag, const char *site_dir,
                         const char *templates_dir);

/* Take the theme that the configuration names (theme, remote_theme), and the folders of the site's own
 * layouts and includes (layouts_dir, includes_dir). A theme that is not known is a warning, and the nearest
 * built-in one is taken.
 *
 * config    a hash, read from config_file
 */
void theme_choose(struct theme *theme, struct value config, const char *config_file);

/* Without a theme: there are only the site's own layouts and includes. */
void theme_use_none(struct theme *theme);

/* The site's own parts lie in this folder, not in the one that the theme was opened with. */
void theme_use_folder(struct theme *theme, const char *site_dir);

/* How templates are parsed from now on; NULL, as at first: liquid_parse(). */
void theme_use_liquid(struct theme *theme, const struct liquid_options *options);

/* "blog", "minima"; never NULL. */
const char *theme_name(const struct theme *theme);

/* Whether a page that names no layout gets one of the theme's: sites that were written for Jekyll name
 * them. */
bool theme_lays_out(const struct theme *theme);

/* The folders of the theme, in the order in which a file is looked for in them; NULL behind the last. */
const char *theme_dir(const struct theme *theme, size_t index);

/* Every file that layouts and includes may be read from: its path, and what is in it. */
typedef void theme_visit(void *context, const char *file, struct str content);
void theme_each_file(const struct theme *theme, theme_visit *visit, void *context);

/* NULL: there is none of this name. A name is that of a file below _layouts without its extension. */
const struct layout *theme_layout(struct theme *theme, const char *name);

/* All names of layouts, sorted: "default, home, page". */
const char *theme_layout_names(struct theme *theme, struct pool *pool);

/* NULL: there is none of this name. One with errors is empty: the errors are in diag. */
const struct liquid_template *theme_include(struct theme *theme, struct str name);

#endif
