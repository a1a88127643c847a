/* urls.c - see urls.h */
#include "content/urls.h"

#include <string.h>

/* RFC 3986, 3.3: pchar without "%", and the slash. */
static bool is_path_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
}

static void encode_byte(struct text *out, char c)
{
    text_printf(out, "%%%02X", (unsigned char)c);
}

void url_encode_path(struct text *out, struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (is_path_char(path.at[i]))
            text_add_char(out, path.at[i]);
        else
            encode_byte(out, path.at[i]);
    }
}

static int hex_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_escape(struct str s)
{
    return s.len >= 3 && s.at[0] == '%' && hex_digit(s.at[1]) >= 0 && hex_digit(s.at[2]) >= 0;
}

void url_encode_href(struct text *out, struct str href)
{
    for (size_t i = 0; i < href.len; i++) {
        char c = href.at[i];
        if (is_path_char(c) || c == '?' || c == '#' || is_escape(str_from(href, i)))
            text_add_char(out, c);
        else
            encode_byte(out, c);
    }
}

void url_encode_query(struct text *out, struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (char_is_alpha(c) || char_is_digit(c) || (c != '\0' && strchr("-._~", c) != NULL))
            text_add_char(out, c);
        else if (c == ' ')
            text_add_char(out, '+');
        else
            encode_byte(out, c);
    }
}

bool url_decode(struct text *out, struct str href)
{
    for (size_t i = 0; i < href.len; i++) {
        if (href.at[i] != '%') {
            text_add_char(out, href.at[i]);
            continue;
        }
        if (!is_escape(str_from(href, i)))
            return false;
        int byte = hex_digit(href.at[i + 1]) * 16 + hex_digit(href.at[i + 2]);
        if (byte == 0)
            return false;
        text_add_char(out, (char)byte);
        i += 2;
    }
    return true;
}

static bool is_slug_char(char c, bool keep_case)
{
    if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80)
        return true;
    return keep_case && c != '\0' && strchr("._~!$&'()+,;=@", c) != NULL;
}

void url_slug(struct text *out, struct str name, bool keep_case)
{
    bool pending = false; /* a '-' is due before the next letter */
    size_t start = out->len;

    for (size_t i = 0; i < name.len; i++) {
        if (!is_slug_char(name.at[i], keep_case)) {
            pending = out->len > start;
            continue;
        }
        if (pending)
            text_add_char(out, '-');
        pending = false;
        text_add_char(out, keep_case ? name.at[i] : char_lower(name.at[i]));
    }
}

/* Add the segments of a path to out, which ends with '/': "." and ".." take effect. */
static void add_segments(struct text *out, struct str path)
{
    while (path.len > 0) {
        size_t len = str_find_char(path, '/');
        struct str segment = str_head(path, len);
        bool is_last = len == path.len;
        path = str_from(path, len + 1);
        if (str_is(segment, "..")) {
            if (out->len > 1)
                out->len--;
            while (out->len > 1 && out->bytes[out->len - 1] != '/')
                out->len--;
        } else if (segment.len > 0 && !str_is(segment, ".")) {
            text_add(out, segment);
            if (!is_last)
                text_add_char(out, '/');
        }
    }
    out->bytes[out->len] = '\0';
}

void url_resolve(struct text *out, struct str dir, struct str relative)
{
    text_clear(out);
    text_add_char(out, '/');
    if (relative.len == 0 || relative.at[0] != '/')
        add_segments(out, dir);
    add_segments(out, relative);
}

void url_split(struct str href, struct str *path, struct str *suffix)
{
    size_t query = str_find_char(href, '?'), fragment = str_find_char(href, '#');
    size_t len = query < fragment ? query : fragment;

    *path = str_head(href, len);
    *suffix = str_from(href, len);
}

bool url_is_external(struct str href)
{
    size_t colon = str_find_char(href, ':');

    if (str_starts(href, "//"))
        return true;
    for (size_t i = 0; i < colon && colon < href.len; i++)
        if (!char_is_alpha(href.at[i]) && !char_is_digit(href.at[i]) && strchr("+-.", href.at[i]) == NULL)
            return false;
    return colon > 0 && colon < href.len; /* RFC 3986, 3.1: a scheme */
}

const char *url_permalink(struct text *out, struct str permalink, const char *const (*values)[2])
{
    for (size_t i = 0; i < permalink.len; i++) {
        if (permalink.at[i] != ':') {
            text_add_char(out, permalink.at[i]);
            continue;
        }
        const char *const(*found)[2] = NULL;
        for (const char *const(*v)[2] = values; (*v)[0] != NULL; v++)
            if (str_starts(str_from(permalink, i + 1), (*v)[0]) &&
                (found == NULL || strlen((*v)[0]) > strlen((*found)[0])))
                found = v;
        if (found == NULL)
            return permalink.at + i;
        text_add_c(out, (*found)[1]);
        i += strlen((*found)[0]);
    }
    return NULL;
}
