/* seo_tag.c - jekyll-seo-tag: {% seo %} prints what search engines and social networks want to know of a
 * page. */
#include "plugins/seo.h"

#include "liquid/url_normalize.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

/* ---------------------------------------------------------------- values */

struct value seo_page(const struct seo *seo, const char *key)
{
    return plugin_key(seo->page->drop, key, seo->pool);
}

struct value seo_site(const struct seo *seo, const char *key)
{
    return plugin_key(seo->page->site->drop, key, seo->pool);
}

/* Letters, digits and single blanks, a letter first: Markdown and entities have nothing to do with it. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool is_word = char_is_alpha(s.at[i]) || (i > 0 && char_is_digit(s.at[i]));
        bool is_gap = s.at[i] == ' ' && i > 0 && i + 1 < s.len && s.at[i - 1] != ' ';
        if (!is_word && !is_gap)
            return false;
    }
    return true;
}

/* One paragraph of HTML, as excerpts are: Markdown leaves it alone. */
static bool is_paragraph(struct str s)
{
    s = str_trim(s);
    return str_starts(s, "<p>") && str_find(s, STR("</p>")) + strlen("</p>") == s.len &&
           str_find_char(s, '{') == s.len;
}

/* Markdown in titles and descriptions becomes text on one line that fits an attribute. Nil when nothing is
 * left. */
struct value seo_text(const struct seo *seo, struct value value)
{
    static const char *const filters[] = {"markdownify", "strip_html", "normalize_whitespace", "escape_once"};
    struct str s = value_to_str(value, seo->pool);

    for (size_t i = is_paragraph(s) ? 1 : 0; !is_plain(s) && i < sizeof(filters) / sizeof(filters[0]); i++)
        s = plugin_filtered_text(seo->page, seo->pool, filters[i], value_str(s));
    return s.len > 0 ? value_str(s) : value_nil;
}

struct value seo_first(struct value a, struct value b)
{
    return value_truthy(a) ? a : b;
}

bool seo_is_home_or_about(const struct seo *seo)
{
    struct str url = str_of(seo->page->url);

    if (str_starts(url, "/about/"))
        url = str_from(url, strlen("/about"));
    return str_is(url, "/") || str_is(url, "/index.htm") || str_is(url, "/index.html");
}

/* "https://example.org/a.png" of "/a.png"; what is a whole address stays. Characters that none has are
 * encoded. */
static struct str whole_address(const struct seo *seo, struct str address)
{
    struct text out = {0};

    url_escape(&out,
               url_is_absolute(address) ? address : plugin_absolute_url(seo->page->site, seo->pool, address));
    return text_finish(&out, seo->pool);
}

struct value seo_logo(const struct seo *seo)
{
    struct value logo = seo_site(seo, "logo");

    return value_truthy(logo) ? value_str(whole_address(seo, value_to_str(logo, seo->pool))) : value_nil;
}

/* ---------------------------------------------------------------- what they are */

/* "Page 2 of 5 for ", in the site's words. */
static struct str page_number(const struct seo *seo)
{
    struct value paginator = seo->page->paginator, current = value_get(paginator, "page");
    struct value words = seo_site(seo, "seo_paginator_message");
    struct str s = words.kind == VALUE_STRING ? words.string : STR("Page %<current>s of %<total>s for ");

    if (current.kind != VALUE_INT || current.integer <= 1)
        return STR("");
    s = plugin_replaced(s, STR("%<current>s"), value_to_str(current, seo->pool), seo->pool);
    s = plugin_replaced(s, STR("%<total>s"), plugin_key_text(paginator, "total_pages", seo->pool), seo->pool);
    s = plugin_replaced(s, STR("%{current}"), value_to_str(current, seo->pool), seo->pool);
    return plugin_replaced(s, STR("%{total}"), plugin_key_text(paginator, "total_pages", seo->pool),
                           seo->pool);
}

static void find_titles(struct seo *seo)
{
    struct value tagline = seo_text(seo, seo_site(seo, "tagline"));
    struct value about = seo_text(seo, seo_site(seo, "description"));
    struct text title = {0};

    seo->site_description = about;
    seo->site_title = seo_text(seo, seo_first(seo_site(seo, "title"), seo_site(seo, "name")));
    seo->page_title = seo_first(seo_text(seo, seo_page(seo, "title")), seo->site_title);
    text_add(&title, page_number(seo));
    struct value first = seo->page_title, second = value_nil;
    if (value_truthy(seo->site_title) && !value_equal(seo->page_title, seo->site_title))
        second = seo->site_title;
    else if (value_truthy(about) && value_truthy(seo->site_title))
        second = seo_first(tagline, about);
    if (!value_truthy(first)) {
        text_free(&title);
        return;
    }
    text_add(&title, first.string);
    if (value_truthy(second)) {
        text_add_c(&title, " | ");
        text_add(&title, second.string);
    }
    seo->title = value_str(text_finish(&title, seo->pool));
}

static void find_description(struct seo *seo)
{
    struct value own = seo_first(seo_page(seo, "description"), seo_page(seo, "excerpt"));

    seo->description = seo_first(seo_text(seo, own), seo->site_description);
}

/* Of the page, of the first of its authors, of the site; a name stands for what _data/authors knows of it. */
static void find_author(struct seo *seo)
{
    struct value author = seo_page(seo, "author"), list = seo_page(seo, "authors");
    struct value known = value_get(seo_site(seo, "data"), "authors");

    seo->author = value_hash(seo->pool);
    if (value_to_str(author, seo->pool).len == 0 && list.kind == VALUE_ARRAY && list.array->count > 0)
        author = list.array->items[0];
    if (author.kind != VALUE_HASH && value_to_str(author, seo->pool).len == 0)
        author = seo_site(seo, "author");
    if (author.kind == VALUE_HASH)
        seo->author = author;
    if (author.kind != VALUE_STRING || author.string.len == 0)
        return;
    hash_set(seo->author.hash, STR("name"), author);
    known = known.kind == VALUE_HASH ? hash_get(known.hash, author.string) : value_nil;
    for (size_t i = 0; known.kind == VALUE_HASH && i < known.hash->count; i++)
        hash_set(seo->author.hash, known.hash->entries[i].key, known.hash->entries[i].value);
}

/* A path, or a hash with one; facebook and twitter stand in for it. */
static void find_image(struct seo *seo)
{
    struct value image = seo_page(seo, "image"), path = image;

    if (image.kind == VALUE_HASH)
        path = seo_first(value_get(image, "path"),
                         seo_first(value_get(image, "facebook"), value_get(image, "twitter")));
    seo->image = value_nil;
    if (path.kind != VALUE_STRING)
        return;
    seo->image = value_hash(seo->pool);
    hash_set(seo->image.hash, STR("path"), value_str(whole_address(seo, path.string)));
    for (size_t i = 0; image.kind == VALUE_HASH && i < image.hash->count; i++)
        if (!str_is(image.hash->entries[i].key, "path"))
            hash_set(seo->image.hash, image.hash->entries[i].key, image.hash->entries[i].value);
}

static struct str canonical_url(const struct seo *seo)
{
    struct str own = value_to_str(seo_page(seo, "canonical_url"), seo->pool);

    if (own.len > 0)
        return own;
    own = plugin_absolute_url(seo->page->site, seo->pool, str_of(seo->page->url));
    if (str_ends(own, "/index.html"))
        own.len -= strlen("index.html");
    return own;
}

struct value seo_date(const struct seo *seo, struct value moment)
{
    return value_truthy(moment) ? plugin_filtered(seo->page, seo->pool, "date_to_xmlschema", moment)
                                : value_nil;
}

static bool render(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct seo seo = {.page = page, .pool = call->pool};
    char *markup = pool_copy(call->pool, call->markup);

    for (char *c = markup; *c != '\0'; c++)
        *c = char_lower(*c);
    find_titles(&seo);
    find_description(&seo);
    find_author(&seo);
    find_image(&seo);
    seo.canonical_url = canonical_url(&seo);
    seo.date = seo_date(&seo, seo_page(&seo, "date"));
    seo_print(&seo, strstr(markup, "title=false") == NULL, out);
    return true;
}

static const struct plugin_tag tags[] = {{"seo", render}, {NULL, NULL}};

const struct plugin plugin_seo_tag = {.name = "jekyll-seo-tag", .tags = tags};
