/* config.c - the site's _config.yml. See model.h. */
#include "content/jekyll/jekyll.h"
#include "content/model.h"

#include "files.h"
#include "toml_read.h"
#include "yaml_read.h"

#include <errno.h>
#include <string.h>

struct str config_text(const struct site *site, const char *key, const char *otherwise)
{
    struct value value = value_get(site->config, key);

    return value.kind == VALUE_STRING ? value.string : str_of(otherwise);
}

const char *const *config_names(struct site *site, const char *key)
{
    struct value value = value_get(site->config, key);
    size_t count = value.kind == VALUE_ARRAY ? value.array->count : 0, used = 0;
    const char **names = pool_take(&site->pool, (count + 1) * sizeof(*names));

    for (size_t i = 0; i < count; i++) {
        struct str name = value_to_str(value.array->items[i], &site->pool);
        if (str_ends(name, "/"))
            name.len--;
        names[used++] = pool_copy(&site->pool, name);
    }
    return names;
}

static void wrong_type(struct site *site, const char *file, const char *key, const char *wanted)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, str_of(key));

    diag_error(site->diag, file, entry->line, entry->column, "%s must be %s", key, wanted);
}

static void check_types(struct site *site, const char *file)
{
    static const char *const texts[] = {"title", "description", "url", "baseurl", "lang", "permalink"};
    static const char *const lists[] = {"include", "exclude"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        enum value_kind kind = value_get(site->config, texts[i]).kind;
        if (kind == VALUE_ARRAY || kind == VALUE_HASH)
            wrong_type(site, file, texts[i], "a text");
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        enum value_kind kind = value_get(site->config, lists[i]).kind;
        if (kind != VALUE_ARRAY && kind != VALUE_NIL)
            wrong_type(site, file, lists[i], "a list of names");
    }
}

static void load_file(struct site *site, const char *file)
{
    struct str source;
    struct value values;

    if (!files_read(file, &site->pool, &source)) {
        diag_error(site->diag, file, 0, 0, "cannot be read: %s", strerror(errno));
        return;
    }
    if (!front_matter_check_utf8(site->diag, file, source))
        return;
    bool ok = str_ends(str_of(file), ".toml")
                  ? toml_read(&site->pool, site->diag, file, source, 0, source.len, &values)
                  : yaml_read(&site->pool, site->diag, file, source, 0, source.len, &values);
    if (ok && values.kind == VALUE_HASH)
        site->config = values;
    else if (ok && values.kind != VALUE_NIL)
        diag_error(site->diag, file, 1, 1, "the configuration must be keys with values (title: ...)");
}

/* Jekyll's names for it, the first one there is. */
static bool find_file(struct site *site)
{
    static const char *const names[] = {"_config.yml", "_config.yaml", "_config.toml"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        site->config_file = files_join(&site->pool, site->dir, names[i]);
        if (files_exists(site->config_file))
            return true;
    }
    site->config_file = files_join(&site->pool, site->dir, names[0]);
    return false;
}

/* "The Shop" of "../the-shop/": what a site is called that does not say. */
static struct str folder_title(struct site *site)
{
    struct str dir = str_of(site->dir);

    if (site->options != NULL && site->options->title != NULL)
        return str_of(site->options->title);
    while (dir.len > 1 && dir.at[dir.len - 1] == '/')
        dir.len--;
    struct str name = str_of(files_base(pool_copy(&site->pool, dir)));
    if (name.len == 0 || str_is(name, ".") || str_is(name, ".."))
        return STR("Home");
    char *title = pool_copy(&site->pool, name);
    for (size_t i = 0; i < name.len; i++)
        if (title[i] == '-' || title[i] == '_')
            title[i] = ' ';
    return (struct str){title, name.len};
}

/* A plain folder is what discount understands; who has a configuration knows Jekyll's default. */
static void read_markdown(struct site *site)
{
    bool has_config = files_exists(site->config_file);

    markdown_options_init(&site->markdown, has_config ? MARKDOWN_KRAMDOWN : MARKDOWN_DISCOUNT);
    if (markdown_options_read(&site->markdown, site->config, &site->pool))
        return;
    if (!site->is_jekyll) {
        wrong_type(site, site->config_file, "markdown", "one of " MARKDOWN_DIALECT_NAMES);
        return;
    }
    /* What GitHub did when it gave redcarpet and others up. */
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("markdown"));
    diag_warning(site->diag, site->config_file, entry->line, entry->column,
                 "markdown: \"%.*s\" is not known here: kramdown stands for it "
                 "(known: " MARKDOWN_DIALECT_NAMES ")",
                 STR_ARG(entry->value.string));
    markdown_options_init(&site->markdown, MARKDOWN_KRAMDOWN);
    hash_set(site->config.hash, STR("markdown"), value_c("kramdown"));
    markdown_options_read(&site->markdown, site->config, &site->pool);
}

void config_load(struct site *site)
{
    site->config = value_hash(&site->pool);
    if (find_file(site)) {
        load_file(site, site->config_file);
        site->is_jekyll = jekyll_is(site);
        if (!site->is_jekyll)
            check_types(site, site->config_file);
    }
    read_markdown(site);
    site->title = config_text(site, "title", NULL);
    if (site->title.len == 0)
        site->title = folder_title(site);
    site->url = config_text(site, "url", "");
    while (str_ends(site->url, "/"))
        site->url.len--;
    struct str base = config_text(site, "baseurl", "");
    while (str_ends(base, "/"))
        base.len--;
    while (str_starts(base, "/"))
        base = str_from(base, 1);
    site->baseurl = STR("");
    if (base.len > 0)
        site->baseurl = str_of(pool_printf(&site->pool, "/%.*s", STR_ARG(base)));
}
