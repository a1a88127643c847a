/* seo_print.c - the elements that {% seo %} prints. See seo.h. */
#include "plugins/plugin_text.h"
#include "plugins/seo.h"

static struct str locale(const struct seo *seo)
{
    struct value value = seo_first(seo_page(seo, "locale"), seo_site(seo, "locale"));

    value = seo_first(value, seo_first(seo_page(seo, "lang"), seo_site(seo, "lang")));
    return plugin_replaced(value_truthy(value) ? value_to_str(value, seo->pool) : STR("en_US"), STR("-"),
                           STR("_"), seo->pool);
}

/* <meta name="description" content="...">, when there is something to say. */
static void meta(const struct seo *seo, struct text *out, const char *key, const char *name,
                 struct value value)
{
    if (value_truthy(value))
        text_printf(out, "<meta %s=\"%s\" content=\"%.*s\" />\n", key, name,
                    STR_ARG(value_to_str(value, seo->pool)));
}

static void print_image(const struct seo *seo, struct text *out)
{
    meta(seo, out, "property", "og:image", value_get(seo->image, "path"));
    meta(seo, out, "property", "og:image:height", value_get(seo->image, "height"));
    meta(seo, out, "property", "og:image:width", value_get(seo->image, "width"));
    meta(seo, out, "property", "og:image:alt", value_get(seo->image, "alt"));
}

static void print_neighbour(const struct seo *seo, struct text *out, const char *rel, const char *key,
                            const char *path_key)
{
    struct value paginator = seo->page->paginator;

    if (!value_truthy(value_get(paginator, key)))
        return;
    struct str path = plugin_key_text(paginator, path_key, seo->pool);
    text_printf(out, "<link rel=\"%s\" href=\"%.*s\" />\n", rel,
                STR_ARG(plugin_absolute_url(seo->page->site, seo->pool, path)));
}

static struct value with_at(const struct seo *seo, struct value name)
{
    struct str s = plugin_replaced(value_to_str(name, seo->pool), STR("@"), STR(""), seo->pool);

    return value_c(pool_printf(seo->pool, "@%.*s", STR_ARG(s)));
}

static void print_twitter(const struct seo *seo, struct text *out)
{
    struct value site = seo_site(seo, "twitter"), name = value_get(seo->author, "twitter");
    struct value card = seo_first(value_get(seo_page(seo, "twitter"), "card"), value_get(site, "card"));

    if (seo->image.kind == VALUE_HASH) {
        meta(seo, out, "name", "twitter:card", seo_first(card, value_c("summary_large_image")));
        meta(seo, out, "property", "twitter:image", value_get(seo->image, "path"));
        meta(seo, out, "name", "twitter:image:alt", value_get(seo->image, "alt"));
    } else {
        meta(seo, out, "name", "twitter:card", value_c("summary"));
    }
    meta(seo, out, "property", "twitter:title", seo->page_title);
    if (!value_truthy(site))
        return;
    meta(seo, out, "name", "twitter:site", with_at(seo, value_get(site, "username")));
    name = seo_first(name, value_get(seo->author, "name"));
    if (name.kind == VALUE_STRING)
        meta(seo, out, "name", "twitter:creator", with_at(seo, name));
}

static void print_owners(const struct seo *seo, struct text *out)
{
    static const char *const verifications[][2] = {
        {"google", "google-site-verification"},
        {"bing", "msvalidate.01"},
        {"alexa", "alexaVerifyID"},
        {"yandex", "yandex-verification"},
        {"baidu", "baidu-site-verification"},
        {"facebook", "facebook-domain-verification"},
    };
    struct value facebook = seo_site(seo, "facebook"), masters = seo_site(seo, "webmaster_verifications");

    meta(seo, out, "property", "fb:admins", value_get(facebook, "admins"));
    meta(seo, out, "property", "article:publisher", value_get(facebook, "publisher"));
    meta(seo, out, "property", "fb:app_id", value_get(facebook, "app_id"));
    if (!value_truthy(masters))
        meta(seo, out, "name", "google-site-verification", seo_site(seo, "google_site_verification"));
    for (size_t i = 0; i < sizeof(verifications) / sizeof(verifications[0]); i++)
        meta(seo, out, "name", verifications[i][1], value_get(masters, verifications[i][0]));
}

static void print_kind(const struct seo *seo, struct text *out)
{
    meta(seo, out, "property", "og:type", value_c(value_truthy(seo->date) ? "article" : "website"));
    meta(seo, out, "property", "article:published_time", seo->date);
}

void seo_print(const struct seo *seo, bool has_title, struct text *out)
{
    text_add_c(out, "<!-- Begin Jekyll SEO tag v2.8.0 -->\n");
    if (has_title && value_truthy(seo->title))
        text_printf(out, "<title>%.*s</title>\n", STR_ARG(seo->title.string));
    text_add_c(out, "<meta name=\"generator\" content=\"Jekyll v4.3.1\" />\n");
    meta(seo, out, "property", "og:title", seo->page_title);
    meta(seo, out, "name", "author", value_get(seo->author, "name"));
    meta(seo, out, "property", "og:locale", value_str(locale(seo)));
    meta(seo, out, "name", "description", seo->description);
    meta(seo, out, "property", "og:description", seo->description);
    if (value_truthy(seo_site(seo, "url"))) {
        text_printf(out, "<link rel=\"canonical\" href=\"%.*s\" />\n", STR_ARG(seo->canonical_url));
        meta(seo, out, "property", "og:url", value_str(seo->canonical_url));
    }
    meta(seo, out, "property", "og:site_name", seo->site_title);
    print_image(seo, out);
    print_kind(seo, out);
    print_neighbour(seo, out, "prev", "previous_page", "previous_page_path");
    print_neighbour(seo, out, "next", "next_page", "next_page_path");
    print_twitter(seo, out);
    print_owners(seo, out);
    text_add_c(out, "<script type=\"application/ld+json\">\n");
    seo_print_json(seo, out);
    text_add_c(out, "</script>\n<!-- End Jekyll SEO tag -->");
}
