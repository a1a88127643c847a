/* theme_name.c - see theme_name.h */
#include "theme_name.h"

#define OF_A_PLAIN_FOLDER "blog"
#define OF_ANY_GEM        "minima"
#define BUILT_IN          "blog, docs, minima, plain"

/* Where neither is_ours nor is_other, it is our own equivalent of a theme of Jekyll's. */
static const struct {
    const char *given;
    struct theme_name theme;
} themes[] = {
    {"blog", {.name = "blog", .is_ours = true}},           {"docs", {.name = "docs", .is_ours = true}},
    {"plain", {.name = "plain", .is_ours = true}},         {"minima", {.name = "minima"}},
    {"just-the-docs", {.name = "docs", .is_other = true}},
};

/* "mmistakes/minimal-mistakes@4.24.0" is the theme minimal-mistakes. */
static struct str bare_name(struct str given)
{
    struct str name = str_trim(str_head(given, str_find_char(given, '@')));

    for (size_t slash; (slash = str_find_char(name, '/')) < name.len;)
        name = str_from(name, slash + 1);
    return name;
}

static struct theme_name nearest(struct diag *diag, const char *file, const struct hash_entry *entry)
{
    struct str given = entry->value.string, name = bare_name(given);
    struct theme_name theme = {.name = OF_ANY_GEM, .is_other = true};

    for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
        if (!str_is_nocase(name, themes[i].given))
            continue;
        theme = themes[i].theme;
        break;
    }
    if (theme.is_other)
        diag_warning(diag, file, entry->line, entry->column,
                     "the theme \"%.*s\" is not built in: \"%s\" stands for it (built in: " BUILT_IN ")",
                     STR_ARG(given), theme.name);
    return theme;
}

struct theme_name theme_name_read(struct diag *diag, struct value config, const char *config_file)
{
    static const char *const keys[] = {"remote_theme", "theme"};
    const struct hash_entry *entry = NULL;

    for (size_t i = 0; entry == NULL && i < sizeof(keys) / sizeof(keys[0]); i++) {
        entry = hash_entry(config.hash, str_of(keys[i]));
        if (entry == NULL || !value_truthy(entry->value)) {
            entry = NULL;
        } else if (entry->value.kind != VALUE_STRING || str_trim(entry->value.string).len == 0) {
            diag_warning(diag, config_file, entry->line, entry->column, "%s must be the name of a theme",
                         keys[i]);
            entry = NULL;
        }
    }
    if (entry == NULL)
        return (struct theme_name){.name = OF_A_PLAIN_FOLDER, .is_ours = true};
    return nearest(diag, config_file, entry);
}
