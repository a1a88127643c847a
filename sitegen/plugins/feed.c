/* feed.c - jekyll-feed: an Atom feed of the posts; of other collections, categories and tags, as the
 * configuration's "feed" asks; and {% feed_meta %}, which leads to it. */
#include "content/model.h"
#include "files.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

/* RFC 4287. One template for all feeds: page.collection, page.category and page.tags say what is in it. */
static const char template[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
    "{% if page.xsl %}<?xml-stylesheet type=\"text/xml\" href=\"{{ '/feed.xslt.xml' | absolute_url }}\"?>{% "
    "endif %}"
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"{% if site.lang %} xml:lang=\"{{ site.lang }}\"{% endif %}>"
    "<generator uri=\"https://jekyllrb.com/\" version=\"{{ jekyll.version }}\">Jekyll</generator>"
    "<link href=\"{{ page.url | absolute_url }}\" rel=\"self\" type=\"application/atom+xml\" />"
    "<link href=\"{{ '/' | absolute_url }}\" rel=\"alternate\" type=\"text/html\""
    "{% if site.lang %} hreflang=\"{{ site.lang }}\"{% endif %} />"
    "<updated>{{ site.time | date_to_xmlschema }}</updated>"
    "<id>{{ page.url | absolute_url | xml_escape }}</id>"
    /* what it is called */
    "{% assign title = site.title | default: site.name %}"
    "{% if page.collection != 'posts' %}"
    "{% assign part = page.collection | capitalize %}{% assign title = title | append: ' | ' | append: part "
    "%}"
    "{% endif %}"
    "{% if page.category %}"
    "{% assign part = page.category | capitalize %}{% assign title = title | append: ' | ' | append: part %}"
    "{% endif %}"
    "{% if title %}<title type=\"html\">{{ title | smartify | xml_escape }}</title>{% endif %}"
    "{% if site.description %}<subtitle>{{ site.description | xml_escape }}</subtitle>{% endif %}"
    "{% if site.author %}<author><name>{{ site.author.name | default: site.author | xml_escape }}</name>"
    "{% if site.author.email %}<email>{{ site.author.email | xml_escape }}</email>{% endif %}"
    "{% if site.author.uri %}<uri>{{ site.author.uri | xml_escape }}</uri>{% endif %}</author>{% endif %}"
    /* what is in it: the newest first */
    "{% if page.tags %}{% assign entries = site.tags[page.tags] %}"
    "{% else %}{% assign entries = site[page.collection] %}{% endif %}"
    "{% if page.category %}{% assign entries = entries | where: 'categories', page.category %}{% endif %}"
    "{% unless site.show_drafts %}"
    "{% assign entries = entries | where_exp: 'entry', 'entry.draft != true' %}{% endunless %}"
    "{% assign entries = entries | sort: 'date' | reverse %}"
    "{% assign count = site.feed.posts_limit | default: 10 %}"
    "{% for post in entries limit: count %}"
    "<entry{% if post.lang %} xml:lang=\"{{ post.lang }}\"{% endif %}>"
    "{% assign title = post.title | smartify | strip_html | normalize_whitespace | xml_escape %}"
    "<title type=\"html\">{{ title }}</title>"
    "<link href=\"{{ post.url | absolute_url }}\" rel=\"alternate\" type=\"text/html\" title=\"{{ title }}\" "
    "/>"
    "<published>{{ post.date | date_to_xmlschema }}</published>"
    "<updated>{{ post.last_modified_at | default: post.date | date_to_xmlschema }}</updated>"
    "<id>{{ post.id | absolute_url | xml_escape }}</id>"
    "{% assign is_short = post.feed.excerpt_only | default: site.feed.excerpt_only %}"
    "{% unless is_short %}<content type=\"html\" xml:base=\"{{ post.url | absolute_url | xml_escape }}\">"
    "<![CDATA[{{ post.content | strip }}]]></content>{% endunless %}"
    /* who wrote it */
    "{% assign author = post.author | default: post.authors[0] | default: site.author %}"
    "{% assign author = site.data.authors[author] | default: author %}"
    "<author><name>{{ author.name | default: author | default: '' | xml_escape }}</name>"
    "{% if author.email %}<email>{{ author.email | xml_escape }}</email>{% endif %}"
    "{% if author.uri %}<uri>{{ author.uri | xml_escape }}</uri>{% endif %}</author>"
    /* what it is about */
    "{% if post.category %}<category term=\"{{ post.category | xml_escape }}\" />"
    "{% else %}{% for name in post.categories %}<category term=\"{{ name | xml_escape }}\" />{% endfor %}{% "
    "endif %}"
    "{% for name in post.tags %}<category term=\"{{ name | xml_escape }}\" />{% endfor %}"
    "{% assign summary = post.description | default: post.excerpt %}"
    "{% if summary and summary != empty %}"
    "<summary type=\"html\"><![CDATA[{{ summary | strip_html | normalize_whitespace }}]]></summary>{% endif "
    "%}"
    "{% assign image = post.image.path | default: post.image %}"
    "{% if image %}{% unless image contains '://' %}{% assign image = image | absolute_url %}{% endunless %}"
    "<media:thumbnail xmlns:media=\"http://search.yahoo.com/mrss/\" url=\"{{ image | xml_escape }}\" />"
    "<media:content medium=\"image\" url=\"{{ image | xml_escape }}\" "
    "xmlns:media=\"http://search.yahoo.com/mrss/\" />{% endif %}"
    "</entry>{% endfor %}</feed>";

static bool is_in_source(struct site *site, const char *path)
{
    return files_exists(files_join(&site->pool, site->dir, path + strspn(path, "/")));
}

static struct value feed_config(const struct site *site)
{
    return value_get(site->config, "feed");
}

static void make_feed(struct site *site, struct str path, struct value collection, struct value category,
                      struct value tag)
{
    const char *full = pool_printf(&site->pool, "%s%.*s", str_starts(path, "/") ? "" : "/", STR_ARG(path));
    const char *name = files_base(full);
    struct value front = value_hash(&site->pool);

    if (is_in_source(site, full) || *name == '\0')
        return;
    hash_set(front.hash, STR("layout"), value_nil);
    hash_set(front.hash, STR("sitemap"), value_bool(false));
    hash_set(front.hash, STR("xsl"), value_bool(is_in_source(site, "feed.xslt.xml")));
    hash_set(front.hash, STR("collection"), collection);
    hash_set(front.hash, STR("category"), category);
    hash_set(front.hash, STR("tags"), tag);
    site_make_page(site, &(struct made_page){
                             .origin = "feed (jekyll-feed)",
                             .dir = pool_copy(&site->pool, (struct str){full, (size_t)(name - full)}),
                             .name = name,
                             .content = {template, sizeof(template) - 1},
                             .front = front,
                             .has_liquid = true,
                         });
}

/* One of a collection, meta being what the configuration says of it; and one of each of its categories. */
static void feed_collection(struct site *site, struct str label, struct value meta)
{
    bool is_posts = str_is(label, "posts");
    struct value path = value_get(meta, "path"), categories = value_get(meta, "categories");
    const char *prefix = is_posts ? "/feed" : pool_printf(&site->pool, "/feed/%.*s", STR_ARG(label));

    if (is_posts && path.kind == VALUE_NIL)
        path = value_get(feed_config(site), "path");
    if (is_posts && categories.kind == VALUE_NIL)
        categories = value_get(feed_config(site), "categories");
    for (size_t i = 0; categories.kind == VALUE_ARRAY && i < categories.array->count; i++) {
        struct str category = value_to_str(categories.array->items[i], &site->pool);
        make_feed(site, str_of(pool_printf(&site->pool, "%s/%.*s.xml", prefix, STR_ARG(category))),
                  value_str(label), value_str(category), value_nil);
    }
    make_feed(site,
              path.kind == VALUE_STRING ? path.string : str_of(pool_printf(&site->pool, "%s.xml", prefix)),
              value_str(label), value_nil, value_nil);
}

static void feed_collections(struct site *site)
{
    struct value given = value_get(feed_config(site), "collections");
    bool has_posts = false;

    for (size_t i = 0; given.kind == VALUE_ARRAY && i < given.array->count; i++) {
        struct str label = value_to_str(given.array->items[i], &site->pool);
        has_posts |= str_is(label, "posts");
        feed_collection(site, label, value_nil);
    }
    for (size_t i = 0; given.kind == VALUE_HASH && i < given.hash->count; i++) {
        has_posts |= str_is(given.hash->entries[i].key, "posts");
        feed_collection(site, given.hash->entries[i].key, given.hash->entries[i].value);
    }
    if (!has_posts)
        feed_collection(site, STR("posts"), value_nil);
}

static bool is_listed(struct value list, struct str name, struct pool *pool)
{
    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++)
        if (str_eq(value_to_str(list.array->items[i], pool), name))
            return true;
    return false;
}

/* As in the plug-in, tags with other characters have no feed: its path stays simple. */
static bool is_simple(struct str tag)
{
    for (size_t i = 0; i < tag.len; i++)
        if (!char_is_alpha(tag.at[i]) && !char_is_digit(tag.at[i]) && tag.at[i] != '_')
            return false;
    return tag.len > 0;
}

static void feed_tag(struct site *site, struct str tag, struct hash *done)
{
    struct value config = value_get(feed_config(site), "tags"), path = value_get(config, "path");
    struct str folder = path.kind == VALUE_STRING ? path.string : STR("/feed/by_tag/");

    if (hash_entry(done, tag) != NULL || !is_simple(tag) ||
        is_listed(value_get(config, "except"), tag, &site->pool))
        return;
    hash_set(done, tag, value_nil);
    make_feed(site, str_of(pool_printf(&site->pool, "%.*s%.*s.xml", STR_ARG(folder), STR_ARG(tag))),
              value_c("posts"), value_nil, value_str(tag));
}

static void feed_tags(struct site *site)
{
    struct value config = value_get(feed_config(site), "tags"), only = value_get(config, "only");
    struct hash *done = value_hash(&site->pool).hash;

    if (!value_truthy(config))
        return;
    for (size_t i = 0; only.kind == VALUE_ARRAY && i < only.array->count; i++)
        feed_tag(site, value_to_str(only.array->items[i], &site->pool), done);
    for (size_t i = site->post_count; only.kind != VALUE_ARRAY && i > 0; i--) {
        struct value tags = value_get(site->posts[i - 1]->front, "tags");
        for (size_t j = 0; tags.kind == VALUE_ARRAY && j < tags.array->count; j++)
            feed_tag(site, value_to_str(tags.array->items[j], &site->pool), done);
    }
}

static void load(struct site *site)
{
    if (value_truthy(value_get(feed_config(site), "disable_in_development")) &&
        strcmp(plugin_environment(), "development") == 0)
        return;
    feed_collections(site);
    feed_tags(site);
}

static bool feed_meta(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct site *site = page->site;
    struct value path = value_get(feed_config(site), "path"), title = value_get(site->config, "title");

    if (path.kind == VALUE_NIL)
        path = value_get(value_get(value_get(feed_config(site), "collections"), "posts"), "path");
    if (!value_truthy(title))
        title = value_get(site->config, "name");
    text_add_c(out, "<link type=\"application/atom+xml\" rel=\"alternate\" href=\"");
    text_add_escaped(out, plugin_absolute_url(site, call->pool,
                                              path.kind == VALUE_STRING ? path.string : STR("feed.xml")));
    if (value_truthy(title)) {
        text_add_c(out, "\" title=\"");
        text_add_escaped(out, value_to_str(title, call->pool));
    }
    text_add_c(out, "\" />");
    return true;
}

static const struct plugin_tag tags[] = {{"feed_meta", feed_meta}, {NULL, NULL}};

const struct plugin plugin_feed = {.name = "jekyll-feed", .load = load, .tags = tags};
