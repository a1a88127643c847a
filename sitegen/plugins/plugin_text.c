/* plugin_text.c - see plugin_text.h */
#include "plugins/plugin_text.h"

#include "liquid/filters.h"
#include "liquid/url_normalize.h"
#include "render_parts.h"

#include <stdlib.h>

struct value plugin_filtered(struct page *page, struct pool *pool, const char *filter, struct value input)
{
    const struct filter_def *def = filter_find(LIQUID_JEKYLL, str_of(filter));
    const struct render *asker = pool->owner;
    struct reads unseen = {0};
    struct render render = render_start(page, asker != NULL ? asker->diag : page->site->diag,
                                        asker != NULL ? asker->reads : &unseen);
    const struct filter nameless = {.name = str_of(filter), .def = def};

    render.pool = pool;
    struct liquid_host host = render_host(&render);
    struct filter_call call = {.host = &host, .filter = &nameless, .pool = pool, .input = input};
    struct value result = def->run(&call);
    if (call.error != NULL)
        diag_warning(render.diag, page->full != NULL ? page->full : page->source, 0, 0, "%s", call.error);
    return call.error != NULL ? input : result;
}

struct str plugin_filtered_text(struct page *page, struct pool *pool, const char *filter, struct value input)
{
    return print_str(plugin_filtered(page, pool, filter, input), pool);
}

static void add_relative(const struct site *site, struct str url, struct text *out)
{
    struct liquid_host host = {.url = site->url, .baseurl = site->baseurl};

    filter_relative_url(&host, url, out);
}

struct str plugin_relative_url(const struct site *site, struct pool *pool, struct str url)
{
    struct text out = {0};

    add_relative(site, url, &out);
    return text_finish(&out, pool);
}

struct str plugin_absolute_url(const struct site *site, struct pool *pool, struct str url)
{
    struct text joined = {0}, out = {0};

    if (site->url.len == 0 || url_is_absolute(url))
        return plugin_relative_url(site, pool, url);
    text_add(&joined, site->url);
    add_relative(site, url, &joined);
    url_normalize(&out, text_str(&joined));
    text_free(&joined);
    return text_finish(&out, pool);
}

struct value plugin_key(struct value hash, const char *key, struct pool *pool)
{
    return value_force(value_get(hash, key), pool);
}

struct str plugin_key_text(struct value hash, const char *key, struct pool *pool)
{
    return print_str(plugin_key(hash, key, pool), pool);
}

bool plugin_is_blank(struct value value)
{
    return !value_truthy(value) || (value.kind == VALUE_STRING && value.string.len == 0) ||
           (value.kind == VALUE_ARRAY && value.array->count == 0) ||
           (value.kind == VALUE_HASH && value.hash->count == 0);
}

struct str plugin_one_line(struct str s, struct pool *pool)
{
    struct text out = {0};

    s = str_trim(s);
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_space(s.at[i]))
            text_add_char(&out, s.at[i]);
        else if (out.len > 0 && out.bytes[out.len - 1] != ' ')
            text_add_char(&out, ' ');
    return text_finish(&out, pool);
}

struct str plugin_replaced(struct str s, struct str from, struct str to, struct pool *pool)
{
    struct text out = {0};
    size_t at = str_find(s, from);

    if (at == s.len)
        return s;
    while ((at = str_find(s, from)) < s.len) {
        text_add(&out, str_head(s, at));
        text_add(&out, to);
        s = str_from(s, at + from.len);
    }
    text_add(&out, s);
    return text_finish(&out, pool);
}

const char *plugin_environment(void)
{
    const char *environment = getenv("JEKYLL_ENV");

    return environment != NULL ? environment : "development";
}
