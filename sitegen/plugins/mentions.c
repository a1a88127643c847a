/* mentions.c - jekyll-mentions: @name in a text becomes a link to that name's page at GitHub, or wherever the
 * configuration says. */
#include "plugins/html_text.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <stdlib.h>
#include <string.h>

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

/* The length of the name that s starts with, behind its '@'; 0: none. A path or the host of an address is
 * none. */
static size_t name_len(struct str s)
{
    size_t len = 0, dots;

    while (len < s.len && (is_word(s.at[len]) || (len > 0 && s.at[len] == '-')))
        len++;
    if (len == 0 || (len < s.len && s.at[len] == '/'))
        return 0;
    for (dots = len; dots < s.len && s.at[dots] == '.'; dots++)
        ;
    return dots > len && dots < s.len && is_word(s.at[dots]) ? 0 : len;
}

/* "@mention" in a text about mentions is nobody. */
static bool is_about_mentions(struct str name)
{
    return str_is_nocase(name, "mention") || str_is_nocase(name, "mentions") ||
           str_is_nocase(name, "mentioned") || str_is_nocase(name, "mentioning");
}

static void add_link(struct text *out, struct str base, struct str name)
{
    text_add_c(out, "<a href=\"");
    text_add_escaped(out, base);
    if (!str_ends(base, "/") && !str_ends(base, "~"))
        text_add_char(out, '/');
    text_printf(out, "%.*s\" class=\"user-mention\">@%.*s</a>", STR_ARG(name), STR_ARG(name));
}

static void change(void *context, struct str run, struct text *out)
{
    const struct str *base = context;

    for (size_t at; run.len > 0;) {
        at = str_find_char(run, '@');
        size_t len =
            at < run.len && (at == 0 || !is_word(run.at[at - 1])) ? name_len(str_from(run, at + 1)) : 0;
        struct str name = str_head(str_from(run, at + 1), len);
        text_add(out, str_head(run, at));
        if (len > 0 && !is_about_mentions(name))
            add_link(out, *base, name);
        else
            text_add(out, str_head(str_from(run, at), len + 1));
        run = str_from(run, at + len + 1);
    }
}

/* Where names lead: of the page, of the site, of this GitHub. false: this page has none. */
static bool find_base(const struct page *page, struct pool *pool, struct str *base)
{
    const struct hash_entry *own = hash_entry(page->front.hash, STR("jekyll-mentions"));
    struct value config = own != NULL ? own->value : value_get(page->site->config, "jekyll-mentions");
    const char *host = getenv("GITHUB_HOSTNAME"), *ssl = getenv("SSL");

    if (config.kind == VALUE_BOOL && !config.boolean)
        return false;
    if (config.kind == VALUE_HASH)
        config = value_get(config, "base_url");
    *base = STR("https://github.com");
    if (config.kind == VALUE_STRING)
        *base = config.string;
    else if (host != NULL && *host != '\0' && ssl != NULL && *ssl != '\0')
        *base = str_of(pool_printf(pool, "%s://%s", strcmp(ssl, "true") == 0 ? "https" : "http", host));
    return true;
}

static void rendered(struct page *page, struct pool *pool, struct str *text)
{
    static const char *const skipped[] = {"pre", "code", "a", "style", "script", NULL};
    struct text out = {0};
    struct str base;

    if (str_find_char(*text, '@') == text->len || !html_text_is_page(page) || !find_base(page, pool, &base))
        return;
    html_text_map(*text, skipped, change, &base, &out);
    *text = text_finish(&out, pool);
}

const struct plugin plugin_mentions = {.name = "jekyll-mentions", .rendered = rendered};
