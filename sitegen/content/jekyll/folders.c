/* folders.c - where a Jekyll site's content lies, and where it does not. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "files.h"
#include "theme.h"

#include <string.h>
#include <sys/stat.h>

/* "src/doc" of "./src/doc/"; empty of "." */
static struct str trimmed(struct str path)
{
    while (str_starts(path, "./"))
        path = str_trim_start(str_from(path, 2));
    while (path.len > 1 && str_ends(path, "/"))
        path.len--;
    return str_is(path, ".") ? STR("") : path;
}

static const char *below(struct site *site, struct str path)
{
    const char *name = pool_copy(&site->pool, path);

    return *name == '/' ? name : files_join(&site->pool, site->options->dir, name);
}

/* Jekyll takes the path from where it is started, which is the folder of the configuration. */
static void use_source(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("source"));
    struct str source = STR("");
    struct stat st;

    if (entry != NULL && entry->value.kind == VALUE_STRING)
        source = trimmed(entry->value.string);
    if (source.len == 0)
        return;
    const char *dir = below(site, source);
    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
        diag_error(site->diag, site->config_file, entry->line, entry->column, "source: there is no folder %s",
                   dir);
        return;
    }
    site->dir = dir;
    theme_use_folder(site->theme, dir);
}

/* What Jekyll itself has built into the folder is no content. */
static void skip_destination(struct site *site)
{
    struct str destination = trimmed(config_text(site, "destination", ""));
    size_t count = 0;

    if (destination.len == 0)
        return;
    while (site->options->skip_full != NULL && site->options->skip_full[count] != NULL)
        count++;
    const char **skip = pool_take(&site->pool, (count + 2) * sizeof(*skip));
    for (size_t i = 0; i < count; i++)
        skip[i] = site->options->skip_full[i];
    skip[count] = below(site, destination);
    struct site_options *options = pool_take(&site->pool, sizeof(*options));
    *options = *site->options;
    options->skip_full = skip;
    site->options = options;
}

void jekyll_folders(struct site *site)
{
    use_source(site);
    skip_destination(site);
}
