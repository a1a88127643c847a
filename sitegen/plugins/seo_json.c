/* seo_json.c - the part of {% seo %} that is JSON-LD. See seo.h.
 *
 * Source    schema.org; keys are sorted, as the plug-in writes them
 */
#include "liquid/print.h"
#include "plugins/plugin_text.h"
#include "plugins/seo.h"

static void set(struct value hash, const char *key, struct value value)
{
    if (value.kind != VALUE_NIL)
        hash_set(hash.hash, str_of(key), value);
}

static struct value typed(const struct seo *seo, const char *type)
{
    struct value hash = value_hash(seo->pool);

    set(hash, "@type", value_c(type));
    return hash;
}

static struct value author(const struct seo *seo)
{
    struct value name = value_get(seo->author, "name"), type = value_get(seo->author, "type");
    struct str kind = value_truthy(type) ? value_to_str(type, seo->pool) : STR("Person");

    if (!value_truthy(name) || (!str_is(kind, "Person") && !str_is(kind, "Organization")))
        return value_nil;
    struct value hash = value_hash(seo->pool);
    set(hash, "@type", value_str(kind));
    set(hash, "name", name);
    set(hash, "url", value_get(seo->author, "url"));
    return hash;
}

/* Its address alone, or all that is known of it, in the order of its keys. */
static struct value image(const struct seo *seo)
{
    if (seo->image.kind != VALUE_HASH)
        return value_nil;
    if (seo->image.hash->count == 1)
        return value_get(seo->image, "path");
    struct value hash = value_hash(seo->pool);
    for (size_t i = 0; i < seo->image.hash->count; i++)
        if (!str_is(seo->image.hash->entries[i].key, "path"))
            hash_set(hash.hash, seo->image.hash->entries[i].key, seo->image.hash->entries[i].value);
    set(hash, "url", value_get(seo->image, "path"));
    set(hash, "@type", value_c("imageObject"));
    return hash;
}

static struct value publisher(const struct seo *seo)
{
    struct value logo = seo_logo(seo);

    if (logo.kind == VALUE_NIL)
        return value_nil;
    struct value hash = typed(seo, "Organization"), picture = typed(seo, "ImageObject");
    set(picture, "url", logo);
    set(hash, "logo", picture);
    set(hash, "name", value_get(seo->author, "name"));
    return hash;
}

static struct value type(const struct seo *seo)
{
    struct value own = value_get(seo_page(seo, "seo"), "type");

    if (value_truthy(own))
        return own;
    if (seo_is_home_or_about(seo))
        return value_c("WebSite");
    return value_c(value_truthy(seo_page(seo, "date")) ? "BlogPosting" : "WebPage");
}

static struct value main_entity(const struct seo *seo)
{
    struct str kind = value_to_str(type(seo), seo->pool);

    if (!str_is(kind, "BlogPosting") && !str_is(kind, "CreativeWork"))
        return value_nil;
    struct value hash = typed(seo, "WebPage");
    set(hash, "@id", value_str(seo->canonical_url));
    return hash;
}

static struct value name(const struct seo *seo)
{
    struct value own = value_get(seo_page(seo, "seo"), "name");
    struct value social = value_get(seo_site(seo, "social"), "name");

    if (value_truthy(own))
        return seo_text(seo, own);
    if (!seo_is_home_or_about(seo))
        return value_nil;
    return value_truthy(social) ? seo_text(seo, social) : seo->site_title;
}

static struct value links(const struct seo *seo)
{
    struct value own = value_get(seo_page(seo, "seo"), "links");

    if (value_truthy(own))
        return own;
    return seo_is_home_or_about(seo) ? value_get(seo_site(seo, "social"), "links") : value_nil;
}

static struct value modified(const struct seo *seo)
{
    struct value own = value_get(seo_page(seo, "seo"), "date_modified");
    struct value moment = seo_first(own, seo_page(seo, "last_modified_at"));

    return value_truthy(moment) ? seo_date(seo, moment) : seo->date;
}

void seo_print_json(const struct seo *seo, struct text *out)
{
    struct value all = value_hash(seo->pool);

    set(all, "@context", value_c("https://schema.org"));
    set(all, "@type", type(seo));
    set(all, "author", author(seo));
    set(all, "dateModified", modified(seo));
    set(all, "datePublished", seo->date);
    set(all, "description", seo->description);
    set(all, "headline", seo->page_title);
    set(all, "image", image(seo));
    set(all, "mainEntityOfPage", main_entity(seo));
    set(all, "name", name(seo));
    set(all, "publisher", publisher(seo));
    set(all, "sameAs", links(seo));
    set(all, "url", value_str(seo->canonical_url));
    print_json(all, NULL, out);
}
