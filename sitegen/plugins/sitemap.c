/* sitemap.c - jekyll-sitemap: sitemap.xml, and a robots.txt that names it.
 *
 * Source    sitemaps.org, protocol 0.9
 */
#include "content/model.h"
#include "files.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

static const char sitemap_origin[] = "sitemap (jekyll-sitemap)";
static const char robots_origin[] = "robots.txt (jekyll-sitemap)";

static bool has_path(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->collection == NULL && strcmp(site->pages[i]->url, path) == 0)
            return true;
    for (size_t i = 0; i < site->file_count; i++)
        if (strcmp(site->files[i].path, path) == 0)
            return true;
    return false;
}

static void make(struct site *site, const char *origin, const char *name)
{
    struct value front = value_hash(&site->pool);

    hash_set(front.hash, STR("layout"), value_nil);
    if (!has_path(site, pool_printf(&site->pool, "/%s", name)))
        site_make_page(site,
                       &(struct made_page){
                           .origin = origin, .dir = "/", .name = name, .content = STR(""), .front = front});
}

static void load(struct site *site)
{
    make(site, sitemap_origin, "sitemap.xml");
    make(site, robots_origin, "robots.txt");
}

static bool is_left_out(struct value drop, struct pool *pool)
{
    struct value sitemap = plugin_key(drop, "sitemap", pool);

    return sitemap.kind == VALUE_BOOL && !sitemap.boolean;
}

static void add_place(struct page *page, struct pool *pool, struct str url, struct value modified,
                      struct text *out)
{
    url = plugin_replaced(url, STR("/index.html"), STR("/"), pool);
    text_add_c(out, "<url>\n<loc>");
    text_add_escaped(out, plugin_absolute_url(page->site, pool, url));
    text_add_c(out, "</loc>\n");
    if (value_truthy(modified)) {
        text_add_c(out, "<lastmod>");
        text_add(out, plugin_filtered_text(page, pool, "date_to_xmlschema", modified));
        text_add_c(out, "</lastmod>\n");
    }
    text_add_c(out, "</url>\n");
}

/* Documents, or pages: these say when they were changed only where their author does. */
static void add_pages(struct page *page, struct pool *pool, struct value list, bool has_date,
                      struct text *out)
{
    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct value drop = value_force(list.array->items[i], pool);
        struct value modified = plugin_key(drop, "last_modified_at", pool);
        struct str url = plugin_key_text(drop, "url", pool);
        if (is_left_out(drop, pool) || (!has_date && str_is(url, "/404.html")))
            continue;
        if (has_date && plugin_is_blank(modified))
            modified = plugin_key(drop, "date", pool);
        add_place(page, pool, url, modified, out);
    }
}

static void add_files(struct page *page, struct pool *pool, struct value list, struct text *out)
{
    static const char *const extensions[] = {".htm", ".html", ".xhtml", ".pdf"};

    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct value drop = list.array->items[i];
        struct str ext = plugin_key_text(drop, "extname", pool);
        bool is_page = false;
        for (size_t j = 0; j < sizeof(extensions) / sizeof(extensions[0]); j++)
            is_page |= str_is(ext, extensions[j]);
        if (is_page && !is_left_out(drop, pool) && !str_is(plugin_key_text(drop, "name", pool), "404.html"))
            add_place(page, pool, plugin_key_text(drop, "path", pool), plugin_key(drop, "modified_time", pool), out);
    }
}

static void write_sitemap(struct page *page, struct pool *pool, struct text *out)
{
    struct site *site = page->site;
    struct value collections = value_get(site->drop, "collections");

    text_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (has_path(site, "/sitemap.xsl")) {
        text_add_c(out, "<?xml-stylesheet type=\"text/xsl\" href=\"");
        text_add(out, plugin_absolute_url(site, pool, STR("/sitemap.xsl")));
        text_add_c(out, "\"?>\n");
    }
    text_add_c(out, "<urlset xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                    "xsi:schemaLocation=\"http://www.sitemaps.org/schemas/sitemap/0.9 "
                    "http://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd\" "
                    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; collections.kind == VALUE_ARRAY && i < collections.array->count; i++) {
        struct value collection = collections.array->items[i];
        struct value output = value_get(collection, "output");
        if (output.kind != VALUE_BOOL || output.boolean)
            add_pages(page, pool, plugin_key(collection, "docs", pool), true, out);
    }
    add_pages(page, pool, plugin_key(site->drop, "html_pages", pool), false, out);
    add_files(page, pool, plugin_key(site->drop, "static_files", pool), out);
    text_add_c(out, "</urlset>\n");
}

static void source(struct page *page, struct pool *pool, struct str *text)
{
    struct text out = {0};

    if (page->source == sitemap_origin) {
        write_sitemap(page, pool, &out);
        *text = text_finish(&out, pool);
    } else if (page->source == robots_origin) {
        struct str url = plugin_absolute_url(page->site, pool, STR("sitemap.xml"));
        *text = str_of(pool_printf(pool, "Sitemap: %.*s\n", STR_ARG(url)));
    }
}

const struct plugin plugin_sitemap = {.name = "jekyll-sitemap", .load = load, .source = source};
