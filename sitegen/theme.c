/* theme.c - see theme.h */
#include "theme.h"

#include "content/front_matter.h"
#include "content/walk.h"
#include "files.h"
#include "theme_name.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define THEME_DIRS_MAX 2u /* the theme, and what all built-in themes share */

/* Of the layouts that there are, so many are named where one is missing, from folders so deep. */
#define LAYOUT_NAMES_MAX   20u
#define LAYOUT_FOLDERS_MAX 8u

struct cached_layout {
    struct layout layout;
    bool exists;
};

struct theme {
    /* layouts and includes: name -> place in the lists below, which only grow. */
    struct pool *pool;
    struct diag *diag;
    const char *site_dir;
    const char *templates_dir;
    const char *layouts_dir; /* of the site: "_layouts" */
    const char *includes_dir;
    struct theme_name name;
    const char *dirs[THEME_DIRS_MAX + 1]; /* NULL behind the last */
    struct hash *layouts;
    struct cached_layout **layout_list;
    size_t layout_count;
    size_t layout_cap;
    struct hash *includes;
    const struct liquid_template **include_list; /* NULL: there is none of this name */
    size_t include_count;
    size_t include_cap;
    const struct liquid_template *empty;
    const struct liquid_options *liquid;
};

static void use(struct theme *theme, struct theme_name name)
{
    theme->name = name;
    theme->dirs[0] = files_join(theme->pool, theme->templates_dir, name.name);
    theme->dirs[1] = files_join(theme->pool, theme->templates_dir, "base");
}

struct theme *theme_open(struct pool *pool, struct diag *diag, const char *site_dir,
                         const char *templates_dir)
{
    struct theme *theme = pool_take(pool, sizeof(*theme));

    *theme = (struct theme){.pool = pool,
                            .diag = diag,
                            .site_dir = site_dir,
                            .templates_dir = templates_dir,
                            .layouts_dir = "_layouts",
                            .includes_dir = "_includes"};
    theme->layouts = value_hash(pool).hash;
    theme->includes = value_hash(pool).hash;
    theme->empty = liquid_parse(pool, diag, "", STR(""), 0);
    use(theme, theme_name_read(diag, value_hash(pool), ""));
    return theme;
}

/* A name is a file below its folder, and leads nowhere else. */
static bool is_safe(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL;
}

static const char *dir_of(struct theme *theme, struct value config, const char *key, const char *otherwise)
{
    struct value given = value_get(config, key);
    const char *dir = given.kind == VALUE_STRING ? pool_copy(theme->pool, given.string) : otherwise;

    return is_safe(dir) ? dir : otherwise;
}

void theme_choose(struct theme *theme, struct value config, const char *config_file)
{
    theme->layouts_dir = dir_of(theme, config, "layouts_dir", "_layouts");
    theme->includes_dir = dir_of(theme, config, "includes_dir", "_includes");
    use(theme, theme_name_read(theme->diag, config, config_file));
}

void theme_use_folder(struct theme *theme, const char *site_dir)
{
    theme->site_dir = site_dir;
}

void theme_use_none(struct theme *theme)
{
    theme->dirs[0] = NULL;
    theme->name.is_other = false;
}

void theme_use_liquid(struct theme *theme, const struct liquid_options *options)
{
    theme->liquid = options;
}

const char *theme_name(const struct theme *theme)
{
    return theme->name.name;
}

bool theme_lays_out(const struct theme *theme)
{
    return theme->name.is_ours;
}

const char *theme_dir(const struct theme *theme, size_t index)
{
    return index < THEME_DIRS_MAX ? theme->dirs[index] : NULL;
}

/* The file of a layout or an include: the site's, else the theme's; NULL when neither has it. */
static const char *find(struct theme *theme, const char *own, const char *built_in, const char *name)
{
    if (!is_safe(name))
        return NULL;
    const char *file = pool_printf(theme->pool, "%s/%s/%s", theme->site_dir, own, name);
    if (files_exists(file))
        return file;
    for (size_t i = 0; theme->dirs[i] != NULL; i++) {
        file = pool_printf(theme->pool, "%s/%s/%s", theme->dirs[i], built_in, name);
        if (files_exists(file))
            return file;
    }
    return NULL;
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
    layout->template =
        liquid_parse_with(theme->liquid, theme->pool, theme->diag, layout->file, source, front.body);
}

/* Layouts are named without their extension, whatever it is; with it they are found too. */
static const char *find_layout(struct theme *theme, const char *name)
{
    static const char *const extensions[] = {".html", "",    ".xml",      ".json", ".htm", ".txt",
                                             ".css",  ".js", ".markdown", ".md",   NULL};
    const char *file = NULL;

    for (size_t i = 0; file == NULL && extensions[i] != NULL; i++)
        file = find(theme, theme->layouts_dir, "_layouts",
                    pool_printf(theme->pool, "%s%s", name, extensions[i]));
    return file;
}

static struct cached_layout *load_layout(struct theme *theme, const char *name)
{
    struct cached_layout *cached = pool_take(theme->pool, sizeof(*cached));

    cached->layout.name = pool_copy(theme->pool, str_of(name));
    cached->layout.file = find_layout(theme, name);
    /* Where another theme stands for the one that the site was written for, a layout that only that one has
     * is a page. */
    if (cached->layout.file == NULL && theme->name.is_other && is_safe(name))
        cached->layout.file = find_layout(theme, "page");
    cached->exists = cached->layout.file != NULL;
    if (cached->exists)
        read_layout(theme, &cached->layout);
    return cached;
}

const struct layout *theme_layout(struct theme *theme, const char *name)
{
    struct value index = hash_get(theme->layouts, str_of(name));
    struct cached_layout *cached;

    if (index.kind == VALUE_INT) {
        cached = theme->layout_list[index.integer];
    } else {
        cached = load_layout(theme, name);
        theme->layout_list = pool_grow(theme->pool, theme->layout_list, theme->layout_count,
                                       &theme->layout_cap, sizeof(*theme->layout_list));
        hash_set(theme->layouts, str_of(cached->layout.name), value_int((int64_t)theme->layout_count));
        theme->layout_list[theme->layout_count++] = cached;
    }
    return cached->exists ? &cached->layout : NULL;
}

/* The names of the layouts below folder; those of its folders are "folder/name". */
static void add_names(struct pool *pool, const char *folder, const char *below, unsigned depth,
                      struct array *names)
{
    DIR *dir = opendir(files_join(pool, folder, below));
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const char *path = pool_printf(pool, "%s%s", below, entry->d_name);
        struct str name = str_of(path);
        if (entry->d_name[0] == '.')
            continue;
        if (str_ends(name, ".html"))
            array_add(names, value_str(str_head(name, name.len - 5)));
        else if (depth > 0)
            add_names(pool, folder, pool_printf(pool, "%s/", path), depth - 1, names);
    }
    if (dir != NULL)
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
    size_t named = 0;

    add_names(pool, files_join(pool, theme->site_dir, theme->layouts_dir), "", LAYOUT_FOLDERS_MAX, names);
    for (size_t i = 0; theme->dirs[i] != NULL; i++)
        add_names(pool, files_join(pool, theme->dirs[i], "_layouts"), "", LAYOUT_FOLDERS_MAX, names);
    if (names->count > 0)
        qsort(names->items, names->count, sizeof(*names->items), compare);
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0 && str_eq(names->items[i].string, names->items[i - 1].string))
            continue;
        if (named++ == LAYOUT_NAMES_MAX) {
            text_add_c(&text, ", ...");
            break;
        }
        text_printf(&text, "%s%.*s", text.len > 0 ? ", " : "", STR_ARG(names->items[i].string));
    }
    return text_finish(&text, pool).at;
}

/* "/a/b.html" is below the folder of includes as well. */
static const struct liquid_template *load_include(struct theme *theme, const char *name)
{
    const char *file = find(theme, theme->includes_dir, "_includes", *name == '/' ? name + 1 : name);
    const struct liquid_template *template = NULL;
    struct str source;

    if (file != NULL && read_text(theme, file, &source))
        template = liquid_parse_with(theme->liquid, theme->pool, theme->diag, file, source, 0);
    return file != NULL && template == NULL ? theme->empty : template;
}

const struct liquid_template *theme_include(struct theme *theme, struct str name)
{
    struct value index = hash_get(theme->includes, name);

    if (index.kind == VALUE_INT)
        return theme->include_list[index.integer];
    const char *copy = pool_copy(theme->pool, name);
    const struct liquid_template *template = load_include(theme, copy);
    theme->include_list = pool_grow(theme->pool, theme->include_list, theme->include_count,
                                    &theme->include_cap, sizeof(*theme->include_list));
    hash_set(theme->includes, str_of(copy), value_int((int64_t)theme->include_count));
    theme->include_list[theme->include_count++] = template;
    return template;
}

static bool every_file(void *context, const char *path, bool is_folder)
{
    (void)context, (void)path, (void)is_folder;
    return true;
}

static void visit_folder(const char *dir, theme_visit *visit, void *context)
{
    struct walk_rules rules = {.is_content = every_file};
    struct walk_entry *entries;
    struct pool pool = {0};
    struct diag ignored = {0}; /* who needs a file that cannot be read reports it */
    size_t count;

    if (files_exists(dir) && walk_folder(&pool, &ignored, dir, &rules, &entries, &count)) {
        for (size_t i = 0; i < count; i++) {
            struct str content = STR("");
            files_read(entries[i].full, &pool, &content);
            visit(context, entries[i].full, content);
        }
    }
    diag_free(&ignored);
    pool_free(&pool);
}

void theme_each_file(const struct theme *theme, theme_visit *visit, void *context)
{
    const char *const own[] = {theme->layouts_dir, theme->includes_dir};
    static const char *const built_in[] = {"_layouts", "_includes"};

    for (size_t i = 0; i < 2; i++)
        visit_folder(files_join(theme->pool, theme->site_dir, own[i]), visit, context);
    for (size_t i = 0; theme->dirs[i] != NULL; i++)
        for (size_t j = 0; j < 2; j++)
            visit_folder(files_join(theme->pool, theme->dirs[i], built_in[j]), visit, context);
}
