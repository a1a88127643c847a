/* redirect_from.c - jekyll-redirect-from: old addresses that lead to a page (redirect_from), and pages that
 * lead elsewhere (redirect_to). The image answers with a 301; a plain folder gets a page that leads on. */
#include "content/model.h"
#include "files.h"
#include "liquid/print.h"
#include "liquid/url_normalize.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"
#include "theme.h"

#include <string.h>

static const char origin[] = "redirect (jekyll-redirect-from)";
static const char layout_name[] = "redirect";

static bool is_address(struct str to)
{
    return str_starts(to, "http://") || str_starts(to, "https://");
}

/* Where the reader is sent: on this site without naming its host, so that it works wherever the image runs.
 */
static const char *location_of(struct site *site, struct str to)
{
    struct text out = {0};

    if (!is_address(to))
        return pool_copy(&site->pool, plugin_relative_url(site, &site->pool, to));
    url_escape(&out, to);
    return text_finish(&out, &site->pool).at;
}

static struct str whole_address(struct site *site, struct str to)
{
    return is_address(to) ? to : plugin_absolute_url(site, &site->pool, to);
}

/* HTML that takes the reader there, for where no redirect can be. */
static struct str page_text(struct pool *pool, struct str to)
{
    const char *format = "<!DOCTYPE html>\n<html lang=\"en-US\">\n<meta charset=\"utf-8\">\n"
                         "<title>Redirecting&hellip;</title>\n<link rel=\"canonical\" href=\"%.*s\">\n"
                         "<script>location=\"%.*s\"</script>\n"
                         "<meta http-equiv=\"refresh\" content=\"0; url=%.*s\">\n"
                         "<meta name=\"robots\" content=\"noindex\">\n<h1>Redirecting&hellip;</h1>\n"
                         "<a href=\"%.*s\">Click here if you are not redirected.</a>\n</html>\n";

    return str_of(pool_printf(pool, format, STR_ARG(to), STR_ARG(to), STR_ARG(to), STR_ARG(to)));
}

static bool has_own_layout(struct site *site)
{
    return theme_layout(site->theme, layout_name) != NULL;
}

static struct value redirect_drop(struct site *site, struct str from, struct str to)
{
    struct value drop = value_hash(&site->pool);

    hash_set(drop.hash, STR("from"), value_str(from));
    hash_set(drop.hash, STR("to"), value_str(to));
    return drop;
}

static struct str rooted(struct pool *pool, struct str path)
{
    return str_starts(path, "/") ? path : str_of(pool_printf(pool, "/%.*s", STR_ARG(path)));
}

static void redirect_from(struct page *target, struct str from, struct hash *all)
{
    struct site *site = target->site;
    struct str to = whole_address(site, str_of(target->url));
    struct value front = value_hash(&site->pool);

    from = rooted(&site->pool, from);
    hash_set(front.hash, STR("sitemap"), value_bool(false));
    hash_set(front.hash, STR("layout"), has_own_layout(site) ? value_c(layout_name) : value_nil);
    hash_set(front.hash, STR("permalink"), value_str(from));
    hash_set(front.hash, STR("redirect"), redirect_drop(site, from, to));
    struct made_page made = {.origin = origin, .dir = "/", .name = "redirect.html", .front = front};
    made.content = has_own_layout(site) ? STR("") : page_text(&site->pool, to);
    struct page *page = site_make_page(site, &made);
    page->location = location_of(site, str_of(target->url));
    hash_set(all, from, value_str(to));
}

static void redirect_to(struct page *page, struct str to, struct hash *all)
{
    struct site *site = page->site;
    struct str from = str_of(page->url), address = whole_address(site, to);

    page_set(page, "sitemap", value_bool(false));
    page_set(page, "layout", has_own_layout(site) ? value_c(layout_name) : value_nil);
    page_set(page, "permalink", value_str(from));
    page_set(page, "redirect", redirect_drop(site, from, address));
    page->layout = has_own_layout(site) ? layout_name : NULL;
    page->format = FORMAT_AS_IS;
    page->has_liquid = false;
    page->location = location_of(site, to);
    hash_set(all, from, value_str(address));
}

static void redirect_page(struct page *page, struct hash *all)
{
    struct pool *pool = &page->site->pool;
    struct value from = value_get(page->front, "redirect_from"), to = value_get(page->front, "redirect_to");

    if (from.kind == VALUE_STRING && from.string.len > 0)
        redirect_from(page, from.string, all);
    for (size_t i = 0; from.kind == VALUE_ARRAY && i < from.array->count; i++) {
        struct str path = value_to_str(from.array->items[i], pool);
        if (path.len > 0)
            redirect_from(page, path, all);
    }
    for (size_t i = 0; to.kind == VALUE_ARRAY && i < to.array->count; i++)
        if (to.array->items[i].kind != VALUE_NIL) {
            to = to.array->items[i];
            break;
        }
    if (to.kind == VALUE_STRING && to.string.len > 0)
        redirect_to(page, to.string, all);
}

static void make_list(struct site *site, struct value all)
{
    struct value wanted = value_get(value_get(site->config, "redirect_from"), "json"),
                 front = value_hash(&site->pool);
    struct text json = {0};

    if ((wanted.kind == VALUE_BOOL && !wanted.boolean) ||
        files_exists(files_join(&site->pool, site->dir, "redirects.json")))
        return;
    hash_set(front.hash, STR("layout"), value_nil);
    print_json(all, NULL, &json);
    site_make_page(site, &(struct made_page){.origin = "redirects.json (jekyll-redirect-from)",
                                             .dir = "/",
                                             .name = "redirects.json",
                                             .content = text_finish(&json, &site->pool),
                                             .front = front});
}

static void load(struct site *site)
{
    struct value all = value_hash(&site->pool);
    size_t count = site->page_count;

    for (size_t i = 0; i < count; i++)
        if (site->pages[i]->collection == NULL || !site->pages[i]->is_unwritten)
            redirect_page(site->pages[i], all.hash);
    make_list(site, all);
}

/* A page that leads elsewhere has no text of its own. */
static void source(struct page *page, struct pool *pool, struct str *text)
{
    struct value to = value_get(value_get(page->front, "redirect"), "to");

    if (page->location == NULL || page->source == origin)
        return;
    *text = page->layout != NULL ? STR("") : page_text(pool, value_to_str(to, pool));
}

const struct plugin plugin_redirect_from = {.name = "jekyll-redirect-from", .load = load, .source = source};
