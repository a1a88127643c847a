/* load.c - a Jekyll folder -> the site, step by step. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "files.h"
#include "plugins/plugin.h"
#include "theme.h"

#include <string.h>

/* How templates are read, by the configuration's "liquid". */
static void choose_liquid(struct site *site)
{
    struct liquid_options *options = pool_take(&site->pool, sizeof(*options));
    struct value given = value_get(site->config, "liquid"), mode = value_get(given, "error_mode");

    plugins_liquid(site, options);
    if (mode.kind == VALUE_STRING && str_is(mode.string, "strict"))
        options->mode = LIQUID_STRICT;
    else if (mode.kind == VALUE_STRING && str_is(mode.string, "lax"))
        options->mode = LIQUID_LAX;
    options->strict_variables = value_truthy(value_get(given, "strict_variables"));
    options->pass_filters = !value_truthy(value_get(given, "strict_filters"));
    site->liquid = options;
}

static bool names_theme(const struct site *site, const char *key)
{
    struct value theme = value_get(site->config, key);

    return theme.kind == VALUE_STRING && str_trim(theme.string).len > 0;
}

/* Of a theme that the configuration names, its layouts, includes and assets; else there are only the site's
 * own. */
static void choose_theme(struct site *site)
{
    theme_choose(site->theme, site->config, site->config_file);
    if (!names_theme(site, "theme") && !names_theme(site, "remote_theme"))
        theme_use_none(site->theme);
    theme_use_liquid(site->theme, site->liquid);
}

static bool is_known(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (strcmp(site->pages[i]->source, path) == 0)
            return true;
    for (size_t i = 0; i < site->file_count; i++)
        if (strcmp(site->files[i].source, path) == 0)
            return true;
    return false;
}

/* What lies in assets/ of the theme and not in the site. When the theme was installed says nothing about the
 * site, and must not make two bakes differ. */
static void add_assets(struct site *site, const char *dir)
{
    struct walk_rules rules = {0};
    struct walk_entry *entries;
    size_t count;

    if (!files_exists(dir) || !walk_folder(&site->pool, site->diag, dir, &rules, &entries, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct walk_entry *entry = &entries[i];
        entry->path = pool_printf(&site->pool, "assets/%s", entry->path);
        entry->name = files_base(entry->path);
        entry->mtime_s = site->newest_s;
        if (is_known(site, entry->path))
            continue;
        struct page *page = NULL;
        if (!jekyll_has_front_matter(site, entry))
            jekyll_add_file(site, entry, NULL);
        else if ((page = jekyll_page_load(site, entry)) != NULL)
            site_add_page(site, page);
    }
}

static void find_newest(struct site *site)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (site->newest_s < site->pages[i]->modified_s)
            site->newest_s = site->pages[i]->modified_s;
    for (size_t i = 0; i < site->file_count; i++)
        if (site->newest_s < site->files[i].modified_s)
            site->newest_s = site->files[i].modified_s;
}

/* Somebody who comes from a plain folder wonders where the pages are. */
static void hint(struct site *site)
{
    if (site->page_count > 0 || site->diag->error_count > 0)
        return;
    for (size_t i = 0; i < site->file_count; i++) {
        const char *ext = strrchr(site->files[i].source, '.');
        if (ext == NULL || jekyll_format(site, ext) != FORMAT_MARKDOWN)
            continue;
        diag_warning(
            site->diag, site->files[i].full, 0, 0,
            "no file has front matter, so nothing is rendered: a _config.yml makes a folder a Jekyll "
            "site. \"theme: blog\" in it makes it one of sitegen's own, which needs none");
        return;
    }
}

struct outputs {
    struct site *site;
    struct diag diag;
};

static void find_outputs(void *context)
{
    struct outputs *outputs = context;

    jekyll_outputs(outputs->site, &outputs->diag);
}

void jekyll_load(struct site *site)
{
    struct outputs outputs = {.site = site};
    struct aside aside;

    jekyll_config(site);
    jekyll_folders(site);
    plugins_open(site);
    choose_liquid(site);
    choose_theme(site);
    if (!jekyll_read(site))
        return;
    find_newest(site);
    for (size_t i = 0; theme_dir(site->theme, i) != NULL; i++)
        add_assets(site, files_join(&site->pool, theme_dir(site->theme, i), "assets"));
    plugins_load(site);
    hint(site);
    aside_start(&aside, find_outputs, &outputs);
    jekyll_drops(site);
    plugins_drops(site);
    aside_wait(&aside);
    diag_move(site->diag, &outputs.diag);
}
