/* avatar.c - jekyll-avatar: {% avatar user size=48 %}, the picture that an account at GitHub has. */
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define SERVER_COUNT 4u
#define SIZE_DEFAULT 40u
#define SIZE_MAX_PX  10000u

/* The markup with {{ variables }} filled in. */
static struct str filled(const struct liquid_call *call)
{
    struct str rest = call->markup;
    struct text out = {0};

    while (rest.len > 0) {
        size_t at = str_find(rest, STR("{{")), end = at + str_find(str_from(rest, at), STR("}}"));
        text_add(&out, str_head(rest, at));
        if (end >= rest.len)
            break;
        struct str name = str_trim(str_head(str_from(rest, at + 2), end - at - 2));
        text_add(&out, value_to_str(call->eval(call, name), call->pool));
        rest = str_from(rest, end + 2);
    }
    return text_finish(&out, call->pool);
}

/* What stands behind "size=", up to the next blank; empty when it is not there. */
static struct str parameter(struct str markup, struct str name)
{
    size_t at = str_find(markup, name), len = 0;

    if (at == markup.len || (at > 0 && !char_is_space(markup.at[at - 1])))
        return STR("");
    markup = str_from(markup, at + name.len);
    while (len < markup.len && !char_is_space(markup.at[len]))
        len++;
    return str_head(markup, len);
}

static unsigned size_of(struct str markup)
{
    struct str text = parameter(markup, STR("size="));
    unsigned size = 0;

    for (size_t i = 0; i < text.len && char_is_digit(text.at[i]) && size < SIZE_MAX_PX; i++)
        size = size * 10 + (unsigned)(text.at[i] - '0');
    return size > 0 ? size : SIZE_DEFAULT;
}

static struct str user_of(const struct liquid_call *call, struct str markup)
{
    struct str variable = parameter(markup, STR("user="));

    if (variable.len > 0) {
        struct value value = call->eval(call, variable);
        return value_truthy(value) ? value_to_str(value, call->pool) : variable;
    }
    size_t len = str_find_char(markup, ' ');
    struct str name = str_head(markup, len);
    return str_starts(name, "@") ? str_from(name, 1) : name;
}

/* The same server for the same picture, in whatever size it is shown. */
static const char *host_of(struct pool *pool, struct str user, unsigned size)
{
    const char *own = getenv("PAGES_AVATARS_URL");
    const char *path = pool_printf(pool, "%.*s?v=3&s=%u", STR_ARG(user), size);

    if (own != NULL && *own != '\0')
        return own;
    return pool_printf(pool, "https://avatars%lu.githubusercontent.com",
                       crc32(0, (const unsigned char *)path, (unsigned)strlen(path)) % SERVER_COUNT);
}

static void add_url(struct text *out, const char *host, struct str user, unsigned size)
{
    text_printf(out, "%s/", host);
    text_add_escaped(out, user);
    text_printf(out, "?v=3&s=%u", size);
}

static void add_set(struct text *out, const char *name, const char *host, struct str user, unsigned size)
{
    text_printf(out, " %s=\"", name);
    for (unsigned scale = 1; scale <= 4; scale++) {
        add_url(out, host, user, size * scale);
        text_printf(out, " %ux%s", scale, scale < 4 ? ", " : "\"");
    }
}

static bool render(struct page *page, const struct liquid_call *call, struct text *out)
{
    struct str markup = filled(call), user = user_of(call, markup);
    unsigned size = size_of(markup);
    bool is_lazy = str_find(markup, STR("lazy=true")) < markup.len;
    const char *host = host_of(call->pool, user, size);

    (void)page;
    text_printf(out, "<img class=\"avatar%s\" alt=\"", size < 48 ? " avatar-small" : "");
    text_add_escaped(out, user);
    text_printf(out, "\" width=\"%u\" height=\"%u\" data-proofer-ignore=\"true\" src=\"", size, size);
    if (is_lazy)
        text_add_c(out, "\" data-src=\"");
    add_url(out, host, user, size);
    text_add_char(out, '"');
    add_set(out, is_lazy ? "data-srcset" : "srcset", host, user, size);
    text_add_c(out, " />");
    return true;
}

static const struct plugin_tag tags[] = {{"avatar", render}, {NULL, NULL}};

const struct plugin plugin_avatar = {.name = "jekyll-avatar", .tags = tags};
