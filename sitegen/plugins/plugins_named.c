/* plugins_named.c - see plugins_named.h */
#include "plugins/plugins_named.h"

#include "content/model.h"
#include "content/walk.h"
#include "files.h"
#include "plugins/plugin.h"
#include "plugins/plugins_missing.h"
#include "theme_name.h"

#include <string.h>

/* What needs nothing to be done: sitegen does it anyway, or it concerns commands that are not run here. */
static const char *const nothing_to_do[] = {
    "jekyll",
    "jekyll-admin",
    "jekyll-commonmark",
    "jekyll-commonmark-ghpages",
    "jekyll-compose",
    "jekyll-sass-converter",
    "jekyll-theme-minimal",
    "jekyll-remote-theme",
    "jekyll-watch",
    "jekyll-livereload",
    "kramdown-parser-gfm",
    "kramdown-math-katex",
    "jekyll-sanity",
    "webrick",
    "tzinfo",
    "tzinfo-data",
    "rouge",
    "wdm",
    "html-proofer",
    "jekyll-manager",
    "http_parser.rb",
    "rake",
    "kramdown",
    "sass-embedded",
};

/* What GitHub Pages has without being asked. */
static const char *const github_pages[] = {
    "jekyll-coffeescript", "jekyll-gist",           "jekyll-github-metadata",
    "jekyll-paginate",     "jekyll-relative-links", "jekyll-optional-front-matter",
    "jekyll-readme-index", "jekyll-default-layout", "jekyll-titles-from-headings",
};

/* The themes that GitHub Pages offers. */
static const char *const github_themes[] = {
    "jekyll-theme-architect", "jekyll-theme-cayman",   "jekyll-theme-dinky",   "jekyll-theme-hacker",
    "jekyll-theme-leap-day",  "jekyll-theme-merlot",   "jekyll-theme-minimal", "jekyll-theme-midnight",
    "jekyll-theme-modernist", "jekyll-theme-primer",   "jekyll-theme-slate",   "jekyll-theme-tactile",
    "jekyll-theme-time-machine",
};

/* What themes bring along. */
static const struct {
    const char *theme;
    const char *plugins[6];
} theme_plugins[] = {
    {"minima", {"jekyll-feed", "jekyll-seo-tag"}},
    {"minimal-mistakes-jekyll",
     {"jekyll-paginate", "jekyll-sitemap", "jekyll-gist", "jekyll-feed", "jekyll-include-cache"}},
    {"just-the-docs", {"jekyll-seo-tag", "jekyll-include-cache"}},
    {"jekyll-theme-chirpy",
     {"jekyll-paginate", "jekyll-redirect-from", "jekyll-seo-tag", "jekyll-archives", "jekyll-sitemap",
      "jekyll-include-cache"}},
    {"beautiful-jekyll-theme", {"jekyll-paginate", "jekyll-sitemap"}},
};

struct naming {
    struct site *site;
    struct hash *names;
    const char *file; /* where names stand, */
    struct str source;
};

static bool is_one_of(struct str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, list[i]))
            return true;
    return false;
}

static bool is_built_in(struct str name)
{
    for (size_t i = 0; plugins_all[i] != NULL; i++)
        if (str_is(name, plugins_all[i]->name))
            return true;
    return false;
}

static void add(struct naming *naming, const char *name)
{
    hash_set(naming->names, str_of(name), value_nil);
}

static void add_github_pages(struct naming *naming)
{
    for (size_t i = 0; i < sizeof(github_pages) / sizeof(github_pages[0]); i++)
        add(naming, github_pages[i]);
}

/* A name at offset of the file. */
static void add_named(void *context, struct str name, size_t offset)
{
    struct naming *naming = context;

    if (str_is(name, "github-pages"))
        add_github_pages(naming);
    else if (is_built_in(name))
        add(naming, pool_copy(&naming->site->pool, name));
    else if (!is_one_of(name, nothing_to_do, sizeof(nothing_to_do) / sizeof(nothing_to_do[0])) &&
             !str_starts(name, "jekyll-theme-"))
        diag_warning_at(naming->site->diag, naming->file, naming->source, offset,
                        "the plug-in \"%.*s\" is not built in: %s", STR_ARG(name), plugins_missing(name));
}

/* Where a line of the source starts. */
static size_t line_start(struct str source, unsigned line)
{
    size_t at = 0;

    for (unsigned i = 1; i < line && at < source.len; i++)
        at += str_find_char(str_from(source, at), '\n') + 1;
    return at < source.len ? at : source.len;
}

static void add_list(struct naming *naming, const char *key)
{
    const struct hash_entry *entry = hash_entry(naming->site->config.hash, str_of(key));

    if (entry == NULL)
        return;
    size_t start = line_start(naming->source, entry->line);
    if (entry->value.kind == VALUE_STRING)
        add_named(naming, entry->value.string, start);
    for (size_t i = 0; entry->value.kind == VALUE_ARRAY && i < entry->value.array->count; i++) {
        struct value name = entry->value.array->items[i];
        if (name.kind != VALUE_STRING)
            continue;
        size_t at = start + str_find(str_from(naming->source, start), name.string);
        add_named(naming, name.string, at < naming->source.len ? at : start);
    }
}

static void add_brought_along(struct naming *naming, struct str theme)
{
    for (size_t i = 0; i < sizeof(theme_plugins) / sizeof(theme_plugins[0]); i++)
        for (size_t j = 0;
             str_is(theme, theme_plugins[i].theme) && j < 6 && theme_plugins[i].plugins[j] != NULL; j++)
            add(naming, theme_plugins[i].plugins[j]);
}

/* The theme that is named, and the built-in one that stands for it: that one's layouts are used. */
static void add_of_theme(struct naming *naming)
{
    struct str theme = config_text(naming->site, "theme", "");
    struct diag reported_elsewhere = {0};
    struct theme_name built_in =
        theme_name_read(&reported_elsewhere, naming->site->config, naming->site->config_file);

    diag_free(&reported_elsewhere);
    if (str_starts(theme, "jekyll-theme-"))
        add(naming, "jekyll-seo-tag");
    add_brought_along(naming, theme);
    add_brought_along(naming, str_of(built_in.name));
}

/* A theme of GitHub's or from the net, and no Gemfile to get it with: nothing but GitHub Pages builds that. */
static bool is_of_github(const struct site *site)
{
    struct str theme = config_text(site, "theme", "");

    return config_text(site, "remote_theme", "").len > 0 ||
           is_one_of(theme, github_themes, sizeof(github_themes) / sizeof(github_themes[0]));
}

/* Ruby is not run. */
static void warn_of_ruby(struct site *site)
{
    const char *dir = files_join(&site->pool, site->dir,
                                 pool_copy(&site->pool, config_text(site, "plugins_dir", "_plugins")));
    struct walk_rules rules = {0};
    struct walk_entry *entries;
    size_t count, ruby_count = 0;
    const char *first = NULL;

    if (!files_exists(dir) || !walk_folder(&site->pool, site->diag, dir, &rules, &entries, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(str_of(entries[i].name), ".rb"))
            continue;
        if (ruby_count++ == 0)
            first = entries[i].full;
    }
    if (ruby_count > 0)
        diag_warning(
            site->diag, first, 0, 0,
            "Ruby plug-ins are not run (%zu in %s): tags and filters that they define are unknown, and "
            "pages that they make are missing",
            ruby_count, dir);
}

static void read_source(struct naming *naming, const char *file)
{
    naming->file = file;
    naming->source = STR("");
    if (files_exists(file) && !files_read(file, &naming->site->pool, &naming->source))
        naming->source = STR("");
}

const struct hash *plugins_named(struct site *site)
{
    struct naming naming = {.site = site, .names = value_hash(&site->pool).hash};

    read_source(&naming, site->config_file);
    add_list(&naming, "plugins");
    add_list(&naming, "gems");
    add_of_theme(&naming);
    const char *gemfile = files_join(&site->pool, site->options->dir, "Gemfile");
    read_source(&naming, gemfile);
    gemfile_plugins(naming.source, add_named, &naming);
    if (!files_exists(gemfile) && is_of_github(site))
        add_github_pages(&naming);
    warn_of_ruby(site);
    return naming.names;
}
