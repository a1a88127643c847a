/* theme_name.h - which built-in theme stands for the one that a configuration names.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_THEME_NAME_H
#define SITEGEN_THEME_NAME_H

#include "diag.h"
#include "value.h"

struct theme_name {
    const char *name; /* a folder of templates/ */
    bool is_ours;     /* not made after a theme that sites of Jekyll know */
    bool is_other;    /* stands for a theme that is not built in, whose layouts may have other names */
};

/* Read theme and remote_theme of config, a hash that was read from config_file. What is not built in is a
 * warning there. Without either key: what a plain folder gets. */
struct theme_name theme_name_read(struct diag *diag, struct value config, const char *config_file);

#endif
