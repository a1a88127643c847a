/* config.c - the configuration of a Jekyll site. See jekyll.h. */
#include "content/date.h"
#include "content/jekyll/jekyll.h"
#include "content/zone.h"
#include "yaml_read.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLLECTIONS_MAX 1000u

/* Jekyll's own values, as templates can see them in site.*. */
static const char defaults[] = "collections_dir: ''\n"
                               "plugins_dir: _plugins\n"
                               "layouts_dir: _layouts\n"
                               "data_dir: _data\n"
                               "includes_dir: _includes\n"
                               "cache_dir: .jekyll-cache\n"
                               "collections: {}\n"
                               "safe: false\n"
                               "include: [.htaccess]\n"
                               "exclude: []\n"
                               "keep_files: [.git, .svn]\n"
                               "encoding: utf-8\n"
                               "markdown_ext: markdown,mkdown,mkdn,mkd,md\n"
                               "strict_front_matter: false\n"
                               "show_drafts: null\n"
                               "limit_posts: 0\n"
                               "future: false\n"
                               "unpublished: false\n"
                               "whitelist: []\n"
                               "plugins: []\n"
                               "markdown: kramdown\n"
                               "highlighter: rouge\n"
                               "lsi: false\n"
                               "excerpt_separator: \"\\n\\n\"\n"
                               "incremental: false\n"
                               "detach: false\n"
                               "port: '4000'\n"
                               "host: 127.0.0.1\n"
                               "baseurl: null\n"
                               "show_dir_listing: false\n"
                               "permalink: date\n"
                               "paginate_path: /page:num\n"
                               "timezone: null\n"
                               "quiet: false\n"
                               "verbose: false\n"
                               "defaults: []\n"
                               "liquid: {error_mode: warn, strict_filters: false, strict_variables: false}\n"
                               "kramdown:\n"
                               "  auto_ids: true\n"
                               "  toc_levels: [1, 2, 3, 4, 5, 6]\n"
                               "  entity_output: as_char\n"
                               "  smart_quotes: lsquo,rsquo,ldquo,rdquo\n"
                               "  input: GFM\n"
                               "  hard_wrap: false\n"
                               "  guess_lang: true\n"
                               "  footnote_nr: 1\n"
                               "  show_warnings: false\n";

static const char *const default_exclude[] = {
    ".sass-cache",  ".jekyll-cache",  "gemfiles",      "Gemfile",      "Gemfile.lock",
    "node_modules", "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"};

bool jekyll_is(const struct site *site)
{
    static const char *const own_themes[] = {"blog", "docs", "plain"};
    struct value theme = value_get(site->config, "theme");

    for (size_t i = 0; i < sizeof(own_themes) / sizeof(own_themes[0]); i++)
        if (theme.kind == VALUE_STRING && str_is(theme.string, own_themes[i]))
            return false;
    return true;
}

static size_t count_new(const struct hash *base, const struct hash *over)
{
    size_t count = 0;

    for (size_t i = 0; i < over->count; i++)
        count += hash_entry(base, over->entries[i].key) == NULL;
    return count;
}

struct value jekyll_merge(struct pool *pool, struct value base, struct value over)
{
    return jekyll_merge_for(pool, base, over, 0);
}

struct value jekyll_merge_for(struct pool *pool, struct value base, struct value over, size_t more)
{
    if (base.hash->count == 0)
        return hash_copy(pool, over.hash, more);
    struct value merged = hash_copy(pool, base.hash, count_new(base.hash, over.hash) + more);

    for (size_t i = 0; i < over.hash->count; i++) {
        struct hash_entry entry = over.hash->entries[i];
        const struct hash_entry *old = hash_entry(merged.hash, entry.key);
        if (old == NULL) {
            *hash_set(merged.hash, entry.key, entry.value) = entry;
            continue;
        }
        if (entry.value.kind == VALUE_NIL)
            continue;
        if (old->value.kind == VALUE_HASH && entry.value.kind == VALUE_HASH)
            entry.value = jekyll_merge(pool, old->value, entry.value);
        entry.key = old->key;
        value_extend(&merged.hash->extent, entry.value);
        merged.hash->entries[old - merged.hash->entries] = entry;
    }
    return merged;
}

static void wrong(struct site *site, const char *key, const char *wanted)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, str_of(key));

    diag_error(site->diag, site->config_file, entry->line, entry->column, "%.*s must be %s", STR_ARG(entry->key),
               wanted);
    hash_set(site->config.hash, str_of(key), value_nil); /* what cannot be used counts as not there */
}

static bool is_text(struct value value)
{
    return value.kind == VALUE_STRING || value.kind == VALUE_NIL;
}

static void check_types(struct site *site)
{
    static const char *const texts[] = {
        "baseurl",     "collections_dir", "data_dir",     "excerpt_separator", "includes_dir",
        "layouts_dir", "markdown",        "markdown_ext", "timezone",          "url"};
    static const char *const lists[] = {"include", "exclude", "keep_files", "plugins"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!is_text(value_get(site->config, texts[i])))
            wrong(site, texts[i], "a text");
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        enum value_kind kind = value_get(site->config, lists[i]).kind;
        if (kind != VALUE_ARRAY && kind != VALUE_NIL)
            wrong(site, lists[i], "a list of names");
    }
    const struct hash_entry *defaults_entry = hash_entry(site->config.hash, STR("defaults"));
    if (defaults_entry->value.kind != VALUE_ARRAY && defaults_entry->value.kind != VALUE_NIL)
        diag_warning(site->diag, site->config_file, defaults_entry->line, defaults_entry->column,
                     "defaults is not a list: it says nothing");
    struct value limit = value_get(site->config, "limit_posts");
    if (limit.kind != VALUE_NIL && (limit.kind != VALUE_INT || limit.integer < 0))
        wrong(site, "limit_posts", "a number from 0 on");
    struct value permalink = value_get(site->config, "permalink");
    if (permalink.kind == VALUE_ARRAY || permalink.kind == VALUE_HASH)
        wrong(site, "permalink", "a text");
}

/* They stand in no file that a message could name. */
static void forget_places(struct value values)
{
    for (size_t i = 0; values.kind == VALUE_HASH && i < values.hash->count; i++) {
        struct hash_entry *entry = &values.hash->entries[i];
        entry->line = entry->column = 0;
        forget_places(entry->value);
    }
}

static struct value read_defaults(struct site *site)
{
    struct value values = value_nil;
    struct str text = str_of(defaults);

    yaml_read(&site->pool, site->diag, "sitegen's own defaults", text, 0, text.len, &values);
    forget_places(values);
    return values;
}

static void add_excludes(struct site *site)
{
    struct value given = value_get(site->config, "exclude"), all = value_array(&site->pool);

    for (size_t i = 0; given.kind == VALUE_ARRAY && i < given.array->count; i++)
        array_add(all.array, given.array->items[i]);
    for (size_t i = 0; i < sizeof(default_exclude) / sizeof(default_exclude[0]); i++)
        array_add(all.array, value_c(default_exclude[i]));
    hash_set(site->config.hash, STR("exclude"), all);
}

static void use_zone(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("timezone"));

    if (entry == NULL || entry->value.kind != VALUE_STRING) {
        /* Whoever asks for the same bytes everywhere does not mean the zone of this machine. */
        zone_use(site->epoch_s >= 0 ? NULL : "");
        return;
    }
    if (!zone_use(pool_copy(&site->pool, entry->value.string)))
        diag_warning(site->diag, site->config_file, entry->line, entry->column,
                     "the time zone \"%.*s\" is not known here: UTC is used", STR_ARG(entry->value.string));
}

static void set_time(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("time"));

    site->now_s = site->epoch_s >= 0           ? site->epoch_s
                  : site->options->now_s > 0 ? site->options->now_s
                                             : (int64_t)time(NULL);
    site->time_s = site->now_s;
    if (entry == NULL || entry->value.kind == VALUE_NIL)
        return;
    if (entry->value.kind == VALUE_TIME)
        site->time_s = zone_moment(entry->value);
    else if (entry->value.kind != VALUE_STRING ||
             !date_read(entry->value.string, site->time_s, &site->time_s))
        diag_error(site->diag, site->config_file, entry->line, entry->column, "time is not a date");
}

/* A list of names becomes a hash of names with nothing. */
static struct value collections_of(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("collections"));
    struct value all = value_hash(&site->pool), given = entry != NULL ? entry->value : value_nil;

    hash_set(all.hash, STR("posts"), value_hash(&site->pool));
    for (size_t i = 0; given.kind == VALUE_ARRAY && i < given.array->count; i++)
        hash_set(all.hash, value_to_str(given.array->items[i], &site->pool), value_hash(&site->pool));
    if (given.kind == VALUE_HASH)
        all = jekyll_merge(&site->pool, all, given);
    else if (given.kind != VALUE_ARRAY && given.kind != VALUE_NIL)
        diag_error(site->diag, site->config_file, entry->line, entry->column,
                   "collections must be names, each with its settings");
    return all;
}

static const char *style_template(struct str style)
{
    static const char *const styles[][2] = {
        {"none", "/:categories/:title:output_ext"},
        {"date", "/:categories/:year/:month/:day/:title:output_ext"},
        {"ordinal", "/:categories/:year/:y_day/:title:output_ext"},
        {"pretty", "/:categories/:year/:month/:day/:title/"},
        {"weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"},
    };

    for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
        if (str_is(style, styles[i][0]))
            return styles[i][1];
    return NULL;
}

const char *jekyll_suffix(const struct site *site)
{
    struct str style = config_text(site, "permalink", "date");

    if (str_is(style, "pretty") || str_ends(style, "/"))
        return "/";
    if (str_is(style, "date") || str_is(style, "ordinal") || str_is(style, "none") ||
        str_ends(style, ":output_ext"))
        return ":output_ext";
    return "";
}

static void make_collection(struct site *site, struct collection *c, const struct hash_entry *entry)
{
    struct pool *pool = &site->pool;
    struct str style = config_text(site, "permalink", "date");

    *c = (struct collection){.label = pool_copy(pool, entry->key)};
    c->folder = pool_printf(pool, "_%s", c->label);
    c->metadata = entry->value.kind == VALUE_HASH ? entry->value : value_hash(pool);
    if (entry->value.kind != VALUE_HASH && entry->value.kind != VALUE_NIL)
        diag_error(site->diag, site->config_file, entry->line, entry->column,
                   "the collection \"%s\" must have settings (output: true ...)", c->label);
    bool is_posts = strcmp(c->label, "posts") == 0;
    struct value permalink = value_get(c->metadata, "permalink");
    c->is_output = is_posts || value_truthy(value_get(c->metadata, "output"));
    if (permalink.kind != VALUE_NIL)
        c->permalink = pool_copy(pool, value_to_str(permalink, pool));
    else if (!is_posts)
        c->permalink = pool_printf(pool, "/:collection/:path%s", jekyll_suffix(site));
    else if (style_template(style) != NULL)
        c->permalink = style_template(style);
    else
        c->permalink = pool_copy(pool, style);
}

static void make_collections(struct site *site)
{
    struct value all = collections_of(site);
    size_t count = all.hash->count;

    if (count > COLLECTIONS_MAX) {
        diag_error(site->diag, site->config_file, 0, 0, "too many collections (at most %u)", COLLECTIONS_MAX);
        count = 1; /* posts come first */
    }
    site->collections = pool_take(&site->pool, count * sizeof(*site->collections));
    for (size_t i = 0; i < count; i++)
        make_collection(site, &site->collections[site->collection_count++], &all.hash->entries[i]);
    /* Templates see the settings that Jekyll adds to posts. */
    struct value posts = value_hash(&site->pool);
    struct collection *c = jekyll_collection(site, STR("posts"));
    posts = jekyll_merge(&site->pool, c->metadata, posts);
    hash_set(posts.hash, STR("output"), value_bool(true));
    hash_set(posts.hash, STR("permalink"), value_c(c->permalink));
    c->metadata = posts;
    hash_set(all.hash, STR("posts"), posts);
    hash_set(site->config.hash, STR("collections"), all);
}

void jekyll_config(struct site *site)
{
    site->config = jekyll_merge(&site->pool, read_defaults(site), site->config);
    check_types(site);
    site->url = config_text(site, "url", ""); /* as it stands: Jekyll leaves a '/' at its end there */
    add_excludes(site);
    use_zone(site);
    set_time(site);
    make_collections(site);
    jekyll_defaults_open(site);
}
