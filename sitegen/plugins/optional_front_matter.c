/* optional_front_matter.c - jekyll-optional-front-matter: Markdown without front matter is a page too. */
#include "content/glob.h"
#include "content/jekyll/jekyll.h"
#include "files.h"
#include "plugins/plugins_all.h"

#include <string.h>
#include <strings.h>

/* Files about the repository rather than the site. */
static const char *const not_pages[] = {
    "README",          "LICENSE",      "LICENCE",        "COPYING",
    "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE"};

static struct value option(const struct site *site, const char *key)
{
    return value_get(value_get(site->config, "optional_front_matter"), key);
}

static bool is_included(const struct site *site, const struct site_file *file)
{
    struct value list = value_get(site->config, "include");

    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct value pattern = list.array->items[i];
        if (pattern.kind == VALUE_STRING && (glob_match(pattern.string, str_of(file->source)) ||
                                             glob_match(pattern.string, str_of(files_base(file->source)))))
            return true;
    }
    return false;
}

static bool is_page(const struct site *site, const struct site_file *file)
{
    const char *name = files_base(file->source), *dot = strrchr(name, '.');

    if (file->collection != NULL || dot == NULL || jekyll_format(site, dot) != FORMAT_MARKDOWN)
        return false;
    for (size_t i = 0; i < sizeof(not_pages) / sizeof(not_pages[0]); i++)
        if (strlen(not_pages[i]) == (size_t)(dot - name) &&
            strncasecmp(name, not_pages[i], (size_t)(dot - name)) == 0)
            return is_included(site, file);
    return true;
}

static bool is_true(struct value value)
{
    return value.kind == VALUE_BOOL && value.boolean;
}

/* As the only file, so that none has to be moved for it. */
static void make_page(struct site *site, struct site_file file)
{
    struct site_file *files = site->files;
    size_t count = site->file_count;

    site->files = &file;
    site->file_count = 1;
    site_file_to_page(site, 0);
    site->files = files;
    site->file_count = count;
}

static void load(struct site *site)
{
    struct value enabled = option(site, "enabled");
    bool removes = is_true(option(site, "remove_originals"));
    size_t count = site->file_count, kept = 0;
    struct site_file *files = pool_take(&site->pool, (count + 1) * sizeof(*files));

    if ((enabled.kind == VALUE_BOOL && !enabled.boolean) ||
        value_truthy(value_get(site->config, "require_front_matter")))
        return;
    for (size_t i = 0; i < count; i++) {
        bool becomes_page = is_page(site, &site->files[i]);
        if (becomes_page)
            make_page(site, site->files[i]);
        /* The file is served beside the page that is made of it. */
        if (!becomes_page || !removes)
            files[kept++] = site->files[i];
    }
    site->files = files;
    site->file_count = kept;
    site->file_cap = count + 1;
}

const struct plugin plugin_optional_front_matter = {
    .name = "jekyll-optional-front-matter", .is_for_jekyll = true, .load = load};
