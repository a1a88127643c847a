/* theme.c - see theme.h */
#include "theme.h"

#include "content/front_matter.h"
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct cached {
    struct cached *next;
    const char *name;
    struct layout layout;                   /* of a layout */
    const struct liquid_template *template; /* of an include */
    bool exists;
};

struct theme {
    struct pool *pool;
    struct diag *diag;
    const char *site_dir;
    const char *theme_dir;
    struct cached *layouts;
    struct cached *includes;
    const struct liquid_template *empty;
};

struct theme *theme_open(struct pool *pool, struct diag *diag, const char *site_dir, const char *theme_dir)
{
    struct theme *theme = pool_take(pool, sizeof(*theme));

    *theme = (struct theme){.pool = pool, .diag = diag, .site_dir = site_dir, .theme_dir = theme_dir};
    theme->empty = liquid_parse(pool, diag, "", STR(""), 0);
    return theme;
}

/* A name is a file below its folder, and leads nowhere else. */
static bool is_safe(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL;
}

/* The file of a layout or an include: the site's, else the theme's; NULL when neither has it. */
static const char *find(struct theme *theme, const char *own, const char *built_in, const char *name)
{
    const char *file;

    if (!is_safe(name))
        return NULL;
    file = pool_printf(theme->pool, "%s/%s/%s", theme->site_dir, own, name);
    if (files_exists(file))
        return file;
    file = pool_printf(theme->pool, "%s/%s/%s", theme->theme_dir, built_in, name);
    return files_exists(file) ? file : NULL;
}

static bool read_text(struct theme *theme, const char *file, struct str *source)
{
    if (files_read(file, theme->pool, source))
        return front_matter_check_utf8(theme->diag, file, *source);
    diag_error(theme->diag, file, 0, 0, "cannot be read: %s", strerror(errno));
    return false;
}

static void read_layout(struct theme *theme, struct layout *layout)
{
    struct front_matter front;
    struct str source;

    layout->front = value_hash(theme->pool);
    if (!read_text(theme, layout->file, &source) ||
        !front_matter_read(theme->pool, theme->diag, layout->file, source, &front))
        return;
    layout->front = front.values;
    const struct hash_entry *parent = hash_entry(front.values.hash, STR("layout"));
    if (parent != NULL && parent->value.kind == VALUE_STRING && !str_is(parent->value.string, "none")) {
        layout->parent = pool_copy(theme->pool, parent->value.string);
        layout->parent_line = parent->line;
        layout->parent_column = parent->column;
    }
    layout->template = liquid_parse(theme->pool, theme->diag, layout->file, source, front.body);
}

const struct layout *theme_layout(struct theme *theme, const char *name)
{
    for (const struct cached *cached = theme->layouts; cached != NULL; cached = cached->next)
        if (strcmp(cached->name, name) == 0)
            return cached->exists ? &cached->layout : NULL;
    struct cached *cached = pool_take(theme->pool, sizeof(*cached));
    cached->name = cached->layout.name = pool_copy(theme->pool, str_of(name));
    cached->next = theme->layouts;
    theme->layouts = cached;
    cached->layout.file = find(theme, "_layouts", "layouts", pool_printf(theme->pool, "%s.html", name));
    if (cached->layout.file == NULL) /* layouts of XML bear their whole name */
        cached->layout.file = find(theme, "_layouts", "layouts", name);
    cached->exists = cached->layout.file != NULL;
    if (cached->exists)
        read_layout(theme, &cached->layout);
    return cached->exists ? &cached->layout : NULL;
}

static void add_names(struct pool *pool, const char *folder, struct array *names)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL) {
        struct str name = str_of(entry->d_name);
        if (str_ends(name, ".html") && name.at[0] != '.')
            array_add(names, value_str(pool_str(pool, str_head(name, name.len - 5))));
    }
    closedir(dir);
}

static int compare(const void *a, const void *b)
{
    return str_cmp(((const struct value *)a)->string, ((const struct value *)b)->string);
}

const char *theme_layout_names(struct theme *theme, struct pool *pool)
{
    struct array *names = value_array(pool).array;
    struct text text = {0};

    add_names(pool, pool_printf(pool, "%s/_layouts", theme->site_dir), names);
    add_names(pool, pool_printf(pool, "%s/layouts", theme->theme_dir), names);
    if (names->count > 0)
        qsort(names->items, names->count, sizeof(*names->items), compare);
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0 && str_eq(names->items[i].string, names->items[i - 1].string))
            continue;
        text_printf(&text, "%s%.*s", text.len > 0 ? ", " : "", STR_ARG(names->items[i].string));
    }
    return text_finish(&text, pool).at;
}

const struct liquid_template *theme_include(struct theme *theme, struct str name)
{
    for (const struct cached *cached = theme->includes; cached != NULL; cached = cached->next)
        if (str_is(name, cached->name))
            return cached->template;
    struct cached *cached = pool_take(theme->pool, sizeof(*cached));
    struct str source;
    cached->name = pool_copy(theme->pool, name);
    cached->next = theme->includes;
    theme->includes = cached;
    const char *file = find(theme, "_includes", "includes", cached->name);
    if (file != NULL && read_text(theme, file, &source))
        cached->template = liquid_parse(theme->pool, theme->diag, file, source, 0);
    if (file != NULL && cached->template == NULL)
        cached->template = theme->empty;
    return cached->template;
}
