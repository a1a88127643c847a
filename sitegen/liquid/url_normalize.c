/* url_normalize.c - see url_normalize.h */
#include "liquid/url_normalize.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* RFC 3986, 2.2, 2.3, 3.3 and 3.4: what may stand as it is, beside letters and digits. */
#define UNRESERVED     "-._~"
#define PATH_CHARS     UNRESERVED "!$&'()*+,;=:@"
#define QUERY_CHARS    UNRESERVED "!$'()*+,=:@/?"
#define FRAGMENT_CHARS PATH_CHARS "/?"
#define ALL_CHARS      FRAGMENT_CHARS "#[]"

struct parts {
    struct str scheme;
    struct str authority;
    struct str path;
    struct str query;
    struct str fragment;
    bool has_authority;
};

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_plain(char c, const char *plain)
{
    return char_is_alpha(c) || char_is_digit(c) || is_one_of(c, plain);
}

/* Cut off *s what stands before the first of marks; returns it. */
static struct str take_until(struct str *s, const char *marks)
{
    size_t len = 0;

    while (len < s->len && !is_one_of(s->at[len], marks))
        len++;
    struct str taken = str_head(*s, len);
    *s = str_from(*s, len);
    return taken;
}

/* RFC 3986, appendix B. */
static struct parts split(struct str url)
{
    struct parts parts = {0};
    struct str rest = url, scheme = take_until(&rest, ":/?#");

    if (scheme.len > 0 && str_starts(rest, ":")) {
        parts.scheme = scheme;
        url = str_from(rest, 1);
    }
    if (str_starts(url, "//")) {
        url = str_from(url, 2);
        parts.authority = take_until(&url, "/?#");
        parts.has_authority = true;
    }
    parts.path = take_until(&url, "?#");
    if (str_starts(url, "?")) {
        url = str_from(url, 1);
        parts.query = take_until(&url, "#");
    }
    parts.fragment = str_from(url, str_starts(url, "#"));
    return parts;
}

bool url_is_absolute(struct str url)
{
    return split(url).scheme.len > 0;
}

static int hex_digit(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode what is encoded, but not what keep names. */
static void decode(struct text *out, struct str s, const char *keep)
{
    for (size_t i = 0; i < s.len; i++) {
        int high = i + 2 < s.len && s.at[i] == '%' ? hex_digit(s.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.at[i + 2]) : -1;
        char c = (char)(high * 16 + low);
        if (low < 0 || str_find_char(str_of(keep), c) < str_of(keep).len) {
            text_add(out, str_head(str_from(s, i), low < 0 ? 1 : 3));
            i += low < 0 ? 0 : 2;
        } else {
            text_add_char(out, c);
            i += 2;
        }
    }
}

/* Add s encoded: letters, digits and plain stand as they are, and so does what decode() kept. */
static void encode(struct text *out, struct str s, const char *plain, const char *kept)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool is_kept = kept[0] != '\0' && c == '%' && i + 2 < s.len && hex_digit(s.at[i + 1]) >= 0 &&
                       hex_digit(s.at[i + 2]) >= 0 &&
                       hex_digit(s.at[i + 1]) * 16 + hex_digit(s.at[i + 2]) == (unsigned char)kept[0];
        if (is_plain(c, plain) || is_kept)
            text_add_char(out, c);
        else
            text_printf(out, "%%%02X", (unsigned char)c);
    }
}

static void add_component(struct text *out, struct str s, const char *plain, const char *keep)
{
    struct text decoded = {0};
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t len = 0;
    size_t plain_len = 0;

    while (plain_len < s.len && is_plain(s.at[plain_len], plain))
        plain_len++;
    if (plain_len == s.len) {
        text_add(out, s); /* as most are */
        return;
    }
    decode(&decoded, s, keep);
    if (utf8_bad(text_str(&decoded)) == decoded.len && decoded.len > 0)
        len = utf8proc_map((const utf8proc_uint8_t *)decoded.bytes, (utf8proc_ssize_t)decoded.len, &composed,
                           UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (len > 0)
        encode(out, (struct str){(const char *)composed, (size_t)len}, plain, keep);
    else
        encode(out, text_str(&decoded), plain, keep);
    free(composed);
    text_free(&decoded);
}

/* RFC 3986, 5.2.4, for what has no authority in front of it as well. */
static void remove_dots(struct text *out, struct str path)
{
    size_t start = out->len;

    while (path.len > 0) {
        bool is_rooted = path.at[0] == '/';
        struct str segment = str_from(path, is_rooted);
        segment = str_head(segment, str_find_char(segment, '/'));
        path = str_from(path, is_rooted + segment.len);
        if (str_is(segment, ".") || str_is(segment, "..")) {
            while (segment.len == 2 && out->len > start && out->bytes[out->len - 1] != '/')
                out->len--;
            if (segment.len == 2 && out->len > start)
                out->len--;
            if (path.len == 0 && is_rooted)
                text_add_char(out, '/');
            else if (!is_rooted)
                path = str_from(path, path.len > 0);
            continue;
        }
        if (is_rooted)
            text_add_char(out, '/');
        text_add(out, segment);
    }
}

static void add_path(struct text *out, const struct parts *parts)
{
    struct str rest = parts->path;
    struct text path = {0};
    size_t before = out->len;

    for (;;) {
        struct str segment = take_until(&rest, "/");
        add_component(&path, segment, PATH_CHARS, "");
        if (rest.len == 0)
            break;
        text_add_char(&path, '/');
        rest = str_from(rest, 1);
    }
    remove_dots(out, text_str(&path));
    text_free(&path);
    if (out->len == before && (str_is_nocase(parts->scheme, "http") || str_is_nocase(parts->scheme, "https")))
        text_add_char(out, '/');
}

static void add_query(struct text *out, struct str query)
{
    if (query.len == 0)
        return;
    text_add_char(out, '?');
    for (;;) {
        struct str pair = take_until(&query, "&");
        add_component(out, pair, QUERY_CHARS, "+");
        if (query.len == 0)
            break;
        text_add_char(out, '&');
        query = str_from(query, 1);
    }
}

static void add_lower(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        text_add_char(out, char_lower(s.at[i]));
}

/* user@host:port; a port that the scheme has anyhow is left out. */
static void add_authority(struct text *out, const struct parts *parts)
{
    struct str host = parts->authority;
    size_t at = str_find_char(host, '@');
    const char *port = str_is_nocase(parts->scheme, "http")    ? ":80"
                       : str_is_nocase(parts->scheme, "https") ? ":443"
                                                               : "";

    text_add_c(out, "//");
    if (at < host.len) {
        text_add(out, str_head(host, at + 1));
        host = str_from(host, at + 1);
    }
    if (port[0] != '\0' && str_ends(host, port))
        host.len -= str_of(port).len;
    add_lower(out, host);
}

void url_normalize(struct text *out, struct str url)
{
    struct parts parts = split(url);

    if (parts.scheme.len > 0) {
        add_lower(out, parts.scheme);
        text_add_char(out, ':');
    }
    if (parts.has_authority)
        add_authority(out, &parts);
    add_path(out, &parts);
    add_query(out, parts.query);
    if (parts.fragment.len > 0) {
        text_add_char(out, '#');
        add_component(out, parts.fragment, FRAGMENT_CHARS, "");
    }
}

void url_escape(struct text *out, struct str s)
{
    add_component(out, s, ALL_CHARS, "");
}
