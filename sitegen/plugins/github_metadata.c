/* github_metadata.c - jekyll-github-metadata: site.github, as far as it follows from the repository's name.
 * What only GitHub knows (releases, contributors, descriptions) is nil: a bake asks no other machine. */
#include "content/model.h"
#include "files.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct repository {
    struct str nwo; /* "owner/name"; empty: not known */
    struct str owner;
    struct str name;
    bool is_user_page; /* "owner.github.io" */
};

static bool is_name_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '-' || c == '_' || c == '.';
}

/* Of the repository that the site lies in: docs/ of one is a site as often as all of it. NULL: none. */
static const char *git_config(struct site *site)
{
    char *dir = realpath(site->dir, NULL), *slash;
    const char *found = NULL;

    while (dir != NULL && found == NULL) {
        const char *file = files_join(&site->pool, dir, ".git/config");
        if (files_exists(file))
            found = file;
        else if ((slash = strrchr(dir, '/')) == NULL || slash == dir)
            break;
        else
            *slash = '\0';
    }
    free(dir);
    return found;
}

/* "owner/name" behind "github.com:" or "github.com/" in git's own configuration. */
static struct str origin_of(struct site *site)
{
    const char *file = git_config(site);
    struct str config, host = STR("github.com");

    if (file == NULL || !files_read(file, &site->pool, &config))
        return STR("");
    config = str_from(config, str_find(config, STR("[remote \"origin\"]")));
    config = str_from(config, str_find(config, host) + host.len + 1);
    size_t slash = 0, len;
    while (slash < config.len && is_name_char(config.at[slash]))
        slash++;
    if (slash == 0 || slash >= config.len || config.at[slash] != '/')
        return STR("");
    for (len = slash + 1; len < config.len && is_name_char(config.at[len]); len++)
        ;
    struct str nwo = str_head(config, len);
    return str_ends(nwo, ".git") ? str_head(nwo, nwo.len - strlen(".git")) : nwo;
}

static struct repository find_repository(struct site *site)
{
    const char *given = getenv("PAGES_REPO_NWO");
    struct value config = value_get(site->config, "repository");
    struct repository repository = {.nwo = STR("")};

    if (given != NULL && *given != '\0')
        repository.nwo = str_of(given);
    else if (config.kind == VALUE_STRING && str_find_char(config.string, '/') < config.string.len)
        repository.nwo = config.string;
    else
        repository.nwo = site->repository = origin_of(site);
    size_t slash = str_find_char(repository.nwo, '/');
    repository.owner = str_head(repository.nwo, slash);
    repository.name = str_from(repository.nwo, slash + 1);
    repository.is_user_page =
        repository.name.len > repository.owner.len &&
        strncasecmp(repository.name.at, repository.owner.at, repository.owner.len) == 0 &&
        (str_is(str_from(repository.name, repository.owner.len), ".github.io") ||
         str_is(str_from(repository.name, repository.owner.len), ".github.com"));
    return repository;
}

/* Title of a site that has none. */
static void load(struct site *site)
{
    struct repository repository = find_repository(site);
    struct value title = value_get(site->config, "title"), name = value_get(site->config, "name");

    if (repository.nwo.len == 0 || value_truthy(title) || value_truthy(name))
        return;
    site->title = repository.is_user_page ? repository.owner : repository.name;
    hash_set(site->config.hash, STR("title"), value_str(site->title));
}

static void set(struct value github, const char *key, const char *text)
{
    hash_set(github.hash, str_of(key), value_c(text));
}

static void set_addresses(struct site *site, struct value github, const struct repository *repository)
{
    struct pool *pool = &site->pool;
    const char *owner = pool_printf(pool, "https://github.com/%.*s", STR_ARG(repository->owner));
    const char *home = pool_printf(pool, "%s/%.*s", owner, STR_ARG(repository->name));
    const char *branch = repository->is_user_page ? "master" : "gh-pages";
    const char *host = pool_printf(pool, "%.*s.github.io", STR_ARG(repository->owner));
    const char *path = repository->is_user_page ? "" : pool_printf(pool, "/%.*s", STR_ARG(repository->name));

    set(github, "owner_url", owner);
    set(github, "owner_gravatar_url", pool_printf(pool, "%s.png", owner));
    set(github, "repository_url", home);
    set(github, "clone_url", pool_printf(pool, "%s.git", home));
    set(github, "zip_url", pool_printf(pool, "%s/zipball/%s", home, branch));
    set(github, "tar_url", pool_printf(pool, "%s/tarball/%s", home, branch));
    set(github, "releases_url", pool_printf(pool, "%s/releases", home));
    set(github, "issues_url", pool_printf(pool, "%s/issues", home));
    set(github, "url", pool_printf(pool, "https://%s%s", host, path));
    set(github, "baseurl", path);
    struct value source = value_hash(pool);
    set(source, "branch", branch);
    set(source, "path", "/");
    hash_set(github.hash, STR("source"), source);
}

static struct value make_drop(struct site *site, const struct repository *repository)
{
    struct value github = value_hash(&site->pool);
    const char *environment = getenv("PAGES_ENV"), *revision = getenv("JEKYLL_BUILD_REVISION");

    set(github, "environment", environment != NULL ? environment : plugin_environment());
    set(github, "pages_env", environment != NULL ? environment : plugin_environment());
    set(github, "hostname", "github.com");
    set(github, "pages_hostname", "github.io");
    set(github, "api_url", "https://api.github.com");
    set(github, "help_url", "https://help.github.com");
    set(github, "build_revision", revision);
    if (repository->nwo.len == 0)
        return github;
    hash_set(github.hash, STR("owner_name"), value_str(repository->owner));
    hash_set(github.hash, STR("owner_display_name"), value_str(repository->owner));
    hash_set(github.hash, STR("repository_nwo"), value_str(repository->nwo));
    hash_set(github.hash, STR("repository_name"), value_str(repository->name));
    hash_set(github.hash, STR("project_title"), value_str(repository->name));
    hash_set(github.hash, STR("is_user_page"), value_bool(repository->is_user_page));
    hash_set(github.hash, STR("is_project_page"), value_bool(!repository->is_user_page));
    set_addresses(site, github, repository);
    return github;
}

/* What the configuration says under "github" counts more. */
static void drops(struct site *site)
{
    struct repository repository = find_repository(site);
    struct value own = value_get(site->config, "github"), github = make_drop(site, &repository);

    if (own.kind != VALUE_NIL && own.kind != VALUE_HASH)
        return;
    for (size_t i = 0; own.kind == VALUE_HASH && i < own.hash->count; i++)
        hash_set(github.hash, own.hash->entries[i].key, own.hash->entries[i].value);
    hash_set(site->drop.hash, STR("github"), github);
}

/* {% github_edit_link "Improve this page" %}: a link to where the source is edited; without a text its
 * address. */
static bool edit_link(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct value github = value_get(page->site->drop, "github"), source = value_get(github, "source");
    struct str home = plugin_key_text(github, "repository_url", call->pool), label = call->markup, path;
    struct text url = {0};

    if (home.len == 0) {
        plugin_warning(call, "the repository is not known: set repository in _config.yml to \"owner/name\"");
        return true;
    }
    text_printf(&url, "%.*s/edit/%.*s/", STR_ARG(home),
                STR_ARG(plugin_key_text(source, "branch", call->pool)));
    path = plugin_key_text(source, "path", call->pool);
    while (str_starts(path, "/"))
        path = str_from(path, 1);
    text_printf(&url, "%.*s%s%s", STR_ARG(path), path.len > 0 && !str_ends(path, "/") ? "/" : "",
                page->source);
    bool is_quoted = label.len >= 2 && (label.at[0] == '"' || label.at[0] == '\'');
    if (is_quoted)
        text_printf(out, "<a href=\"%s\">%.*s</a>", url.bytes,
                    STR_ARG(str_head(str_from(label, 1), label.len - 2)));
    else
        text_add(out, text_str(&url));
    text_free(&url);
    return true;
}

static const struct plugin_tag tags[] = {{"github_edit_link", edit_link}, {NULL, NULL}};

const struct plugin plugin_github_metadata = {
    .name = "jekyll-github-metadata", .load = load, .drops = drops, .tags = tags};
