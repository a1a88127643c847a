/* check_message.c - what is said of a fault. See check_parts.h. */
#include "check/check_parts.h"

#include "files.h"
#include "html.h"

#include <sys/stat.h>

/* What is there, and is not served. */
static const char *unpublished(const struct site *site, struct pool *pool, struct str path)
{
    struct stat st;

    if (path.len < 2 || stat(files_join(pool, site->dir, pool_copy(pool, str_from(path, 1))), &st) != 0)
        return "";
    return S_ISDIR(st.st_mode) ? " (the folder has no index)" : " (the file is there, but not published)";
}

/* A path that is nearly the one that was meant: a page without its extension, by its source's name, a file
 * that is left out for its name. */
static const char *meant(const struct site *site, struct pool *pool, struct str path)
{
    struct str bare = path;
    struct value address = site_source(site, path);

    while (bare.len > 1 && str_ends(bare, "/"))
        bare.len--;
    const char *html = pool_printf(pool, "%.*s.html", STR_ARG(bare));
    if (hash_entry(site->taken, str_of(html)) != NULL)
        return pool_printf(pool, " (but at %.*s%s)", STR_ARG(site->baseurl), html);
    if (address.kind == VALUE_HASH)
        address = value_get(address, "url");
    if (address.kind == VALUE_STRING)
        return pool_printf(pool, " (its page is at %.*s%.*s)", STR_ARG(site->baseurl),
                           STR_ARG(address.string));
    return unpublished(site, pool, path);
}

static const char *broken_path(const struct site *site, struct pool *pool, const struct finding *finding,
                               struct str written)
{
    const char *path = pool_printf(pool, "%.*s%.*s", STR_ARG(site->baseurl), STR_ARG(finding->path));

    return pool_printf(pool, "broken link \"%.*s\": nothing is served %s%s", STR_ARG(written),
                       str_is(written, path) ? "there" : pool_printf(pool, "at %s", path),
                       meant(site, pool, finding->path));
}

const char *check_message(const struct site *site, struct pool *pool, const struct finding *finding)
{
    struct text plain = {0};

    html_unescape(&plain, finding->written);
    struct str written = text_finish(&plain, pool);
    switch (finding->fault) {
    case FAULT_PATH:
        return broken_path(site, pool, finding, written);
    case FAULT_ANCHOR:
        return pool_printf(pool, "broken link \"%.*s\": there is no id \"%.*s\" on %.*s%.*s",
                           STR_ARG(written), STR_ARG(finding->fragment), STR_ARG(site->baseurl),
                           STR_ARG(finding->path));
    case FAULT_BASE:
        return pool_printf(pool, "link \"%.*s\" leaves out the baseurl \"%.*s\"", STR_ARG(written),
                           STR_ARG(site->baseurl));
    case FAULT_ID:
        return pool_printf(pool, "id \"%.*s\" stands more than once on the page", STR_ARG(written));
    case FAULT_ALT:
        return pool_printf(pool, "image \"%.*s\" has no alt text (alt=\"\" where it only decorates)",
                           STR_ARG(written));
    case FAULT_NONE:
    case FAULT_KINDS:
        break;
    }
    return "";
}
