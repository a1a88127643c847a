/* link_target.c - see link_target.h */
#include "check/link_target.h"

#include "content/urls.h"

/* What is behind "https:" or "http:"; false where it starts with neither. */
static bool skip_http(struct str *href)
{
    static const char *const schemes[] = {"https:", "http:"};

    for (size_t i = 0; i < 2; i++) {
        size_t len = str_of(schemes[i]).len;
        if (str_is_nocase(str_head(*href, len), schemes[i])) {
            *href = str_from(*href, len);
            return true;
        }
    }
    return false;
}

/* Of an address with a host, the rest behind the site's own; false: it is another site's. */
static bool skip_site(const struct link_from *from, struct str *href)
{
    struct str url = from->url, rest;

    skip_http(href);
    if (!skip_http(&url) || !str_starts(*href, "//"))
        return false;
    while (str_ends(url, "/"))
        url.len--;
    rest = str_from(*href, url.len);
    if (url.len <= 2 || !str_eq_nocase(str_head(*href, url.len), url) ||
        (rest.len > 0 && rest.at[0] != '/' && rest.at[0] != '?' && rest.at[0] != '#'))
        return false;
    *href = rest.len > 0 && rest.at[0] == '/' ? rest : STR("/");
    return true;
}

static void add_decoded(struct text *out, struct str s)
{
    size_t len = out->len;

    if (url_decode(out, s))
        return;
    out->len = len; /* a '%' that encodes nothing is one */
    text_add(out, s);
}

static void add_fragment(struct text *out, struct str suffix)
{
    size_t hash = str_find_char(suffix, '#');
    struct str fragment = str_from(suffix, hash + 1);

    fragment = str_head(fragment, str_find(fragment, STR(":~:")));
    if (fragment.len == 0 || fragment.at[0] == '/' || fragment.at[0] == '!' || str_is_nocase(fragment, "top"))
        return;
    add_decoded(out, fragment);
}

/* "/a/" of "/a/b" */
static struct str folder_of(struct str path)
{
    while (path.len > 0 && path.at[path.len - 1] != '/')
        path.len--;
    return path;
}

static void resolve(const struct link_from *from, struct str href, struct text *path)
{
    struct text decoded = {0};

    add_decoded(&decoded, href);
    url_resolve(path, folder_of(from->base), text_str(&decoded));
    text_free(&decoded);
}

/* Take the baseurl off. */
static bool take_base_off(const struct link_from *from, struct text *path)
{
    struct str whole = text_str(path), base = from->baseurl, rest = str_from(whole, base.len);

    if (!str_eq(str_head(whole, base.len), base) || (rest.len > 0 && rest.at[0] != '/'))
        return false;
    if (base.len == 0)
        return true;
    struct text cut = {0};
    text_add(&cut, rest.len > 0 ? rest : STR("/"));
    text_free(path);
    *path = cut;
    return true;
}

bool link_is_elsewhere(const struct link_from *from, struct str href)
{
    return url_is_external(href) && !skip_site(from, &href);
}

enum link_target_kind link_target(const struct link_from *from, struct str href, struct text *path,
                                  struct text *fragment)
{
    struct str target, suffix;

    href = str_trim(href);
    /* What a script of the page fills in later is no address yet. */
    if (href.len == 0 || str_find(href, STR("{{")) < href.len || str_find(href, STR("${")) < href.len)
        return LINK_ELSEWHERE;
    if (url_is_external(href) && !skip_site(from, &href))
        return LINK_ELSEWHERE;
    url_split(href, &target, &suffix);
    add_fragment(fragment, suffix);
    if (target.len > 0)
        resolve(from, target, path);
    else if (fragment->len > 0)
        text_add(path, from->base);
    else
        return LINK_ELSEWHERE; /* the page itself */
    return take_base_off(from, path) ? LINK_HERE : LINK_WITHOUT_BASE;
}
