/* target.c - from a request target to a path. target.h says what is promised. */
#include "target.h"

#include "chars.h"

static bool is_port(const uint8_t *at, const uint8_t *end)
{
    while (at < end && char_is(*at, CHAR_DIGIT))
        at++;
    return at == end;
}

/* RFC 3986 3.2.2: "[" IPv6address / IPvFuture "]", or a reg-name, of which an IPv4 address is one. What
 * stands in the brackets is checked for its bytes only: nobody connects to it. */
bool http_host_is_valid(struct span host)
{
    const uint8_t *at = host.bytes, *end = host.bytes + host.len;

    if (at < end && *at == '[') {
        const uint8_t *start = ++at;

        while (at < end && (char_is(*at, CHAR_HOST) || *at == ':') && *at != '%')
            at++;
        if (at == start || at == end || *at != ']')
            return false;
        at++;
    } else {
        for (; at < end && char_is(*at, CHAR_HOST); at++) {
            if (*at == '%' && (end - at < 3 || !char_is(at[1], CHAR_HEX) || !char_is(at[2], CHAR_HEX)))
                return false;
        }
    }
    return at == end || (*at == ':' && is_port(at + 1, end));
}

/* RFC 9112 3.2.2: a server must accept absolute-form, and take the host from it. One site is all that we
 * have, so the authority is checked and dropped. Leaves what follows it in *target, which may be empty. */
static bool skip_authority(struct span *target)
{
    const uint8_t *at = target->bytes, *end = target->bytes + target->len, *authority;
    size_t scheme_len = 0;

    while (at + scheme_len < end && at[scheme_len] != ':')
        scheme_len++;
    if (!char_word_is(at, scheme_len, "http", 4) && !char_word_is(at, scheme_len, "https", 5))
        return false;
    at += scheme_len;
    if (end - at < 3 || at[1] != '/' || at[2] != '/')
        return false;
    authority = at += 3;
    while (at < end && *at != '/' && *at != '?')
        at++;
    /* RFC 9110 4.2.1: an empty host is invalid in an http URI. */
    if (at == authority || *authority == ':' ||
        !http_host_is_valid((struct span){authority, (size_t)(at - authority)}))
        return false;
    target->bytes = at;
    target->len = (size_t)(end - at);
    return true;
}

static uint8_t hex_value(uint8_t digit)
{
    return (uint8_t)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}

/* RFC 3986 2.1. %00 is refused: no name holds it, and C programs behind the author's tools would see another
 * name. */
static bool decode(struct span *path, uint8_t *buf)
{
    const uint8_t *at = path->bytes, *end = path->bytes + path->len;
    uint8_t *out = buf;

    while (at < end) {
        uint8_t c = *at++;

        if (c == '%') {
            if (end - at < 2 || !char_is(at[0], CHAR_HEX) || !char_is(at[1], CHAR_HEX))
                return false;
            c = (uint8_t)(hex_value(at[0]) << 4 | hex_value(at[1]));
            at += 2;
            if (c == 0)
                return false;
        }
        *out++ = c;
    }
    path->bytes = buf;
    path->len = (size_t)(out - buf);
    return true;
}

/* RFC 3986 5.2.4, in place: segment by segment, each with the slash before it. What is written never
 * overtakes what is read. */
static size_t remove_dot_segments(uint8_t *path, size_t len)
{
    size_t in = 0, out = 0;

    while (in < len) {
        size_t end = in + 1, segment_len;

        while (end < len && path[end] != '/')
            end++;
        segment_len = end - in - 1;
        if (segment_len == 2 && path[in + 1] == '.' && path[in + 2] == '.') {
            while (out > 0 && path[--out] != '/')
                ;
        } else if (segment_len != 1 || path[in + 1] != '.') {
            while (in < end)
                path[out++] = path[in++];
            continue;
        }
        /* A dot segment at the end leaves its slash: the path of a folder. */
        if (end == len)
            path[out++] = '/';
        in = end;
    }
    return out;
}

bool http_target_path(struct span target, uint8_t *buf, struct span *path)
{
    static const uint8_t root[] = "/";
    bool plain = true;
    size_t len = 0;

    if (target.len > 0 && target.bytes[0] != '/') {
        if (!skip_authority(&target))
            return false;
        if (target.len == 0 || target.bytes[0] == '?')
            target = (struct span){root, 1};
    }
    for (; len < target.len && target.bytes[len] != '?'; len++) {
        if (target.bytes[len] == '%' || (target.bytes[len] == '.' && len > 0 && target.bytes[len - 1] == '/'))
            plain = false;
    }
    *path = (struct span){target.bytes, len};
    if (plain)
        return len > 0;
    if (!decode(path, buf))
        return false;
    path->len = remove_dot_segments(buf, path->len);
    return true;
}
