/* parse.c - request line and header section, in one pass. parse.h says what is promised. */
#include "parse.h"

#include "chars.h"
#include "memory.h"

/* What is left of the bytes. Functions below return 0 where those are used up before they can say more. */
struct cursor {
    const uint8_t *at;
    const uint8_t *end;
};

static void skip_class(struct cursor *c, uint8_t mask)
{
    while (c->at < c->end && char_is(*c->at, mask))
        c->at++;
}

/* RFC 9112 2.2: a bare LF may be taken for a line's end, a bare CR must not; we take neither, because whoever
 * stands in front of us may see other lines than we do. */
static int line_end(struct cursor *c)
{
    if (c->end - c->at < 2)
        return c->at < c->end && *c->at != '\r' ? -400 : 0;
    if (c->at[0] != '\r' || c->at[1] != '\n')
        return -400;
    c->at += 2;
    return 1;
}

static enum http_method method_of(const uint8_t *bytes, size_t len)
{
    static const struct {
        const char *name;
        size_t len;
    } known[] = {{"POST", 4},    {"PUT", 3},   {"DELETE", 6}, {"OPTIONS", 7},
                 {"CONNECT", 7}, {"TRACE", 5}, {"PATCH", 5}};

    if (len == 3 && memcmp(bytes, "GET", 3) == 0)
        return HTTP_GET;
    if (len == 4 && memcmp(bytes, "HEAD", 4) == 0)
        return HTTP_HEAD;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (len == known[i].len && memcmp(bytes, known[i].name, len) == 0)
            return HTTP_METHOD_KNOWN;
    }
    return HTTP_METHOD_UNKNOWN;
}

/* RFC 9112 3.1: method = token, then one SP. */
static int parse_method(struct cursor *c, struct http_parsed *parsed)
{
    const uint8_t *start = c->at;
    size_t len;

    skip_class(c, CHAR_TOKEN);
    len = (size_t)(c->at - start);
    /* RFC 9112 3: a method longer than any that we implement */
    if (len > HTTP_METHOD_MAX)
        return -501;
    if (c->at == c->end)
        return 0;
    if (len == 0 || *c->at != ' ')
        return -400;
    parsed->method = method_of(start, len);
    c->at++;
    return 1;
}

/* RFC 9112 3.2, then one SP. Its forms are told apart in target.c. */
static int parse_target(struct cursor *c, struct http_parsed *parsed)
{
    parsed->target.bytes = c->at;
    skip_class(c, CHAR_TARGET);
    parsed->target.len = (size_t)(c->at - parsed->target.bytes);
    /* RFC 9112 3: longer than we wish to parse */
    if (parsed->target.len > HTTP_TARGET_MAX)
        return -414;
    if (c->at == c->end)
        return 0;
    if (parsed->target.len == 0 || *c->at != ' ')
        return -400;
    c->at++;
    return 1;
}

/* RFC 9112 2.3: "HTTP/" DIGIT "." DIGIT, with case. */
static int parse_version(struct cursor *c, struct http_parsed *parsed)
{
    static const char form[] = "HTTP/0.0";
    const uint8_t *v = c->at;
    int ended;

    for (size_t i = 0; i < sizeof(form) - 1; i++, c->at++) {
        if (c->at == c->end)
            return 0;
        if (form[i] == '0' ? !char_is(*c->at, CHAR_DIGIT) : *c->at != (uint8_t)form[i])
            return -400;
    }
    ended = line_end(c);
    if (ended <= 0)
        return ended;
    /* RFC 9110 15.6.6: another major version. RFC 9112 2.3: a higher minor version is read as the highest
     * known. */
    if (v[5] != '1')
        return -505;
    parsed->minor = v[7] == '0' ? 0 : 1;
    return 1;
}

static int parse_request_line(struct cursor *c, struct http_parsed *parsed)
{
    int found;

    /* RFC 9112 2.2: empty lines before a request are skipped; old clients send them behind a POST. */
    while (c->at < c->end && *c->at == '\r') {
        found = line_end(c);
        if (found <= 0)
            return found;
    }
    found = parse_method(c, parsed);
    if (found > 0)
        found = parse_target(c, parsed);
    if (found > 0)
        found = parse_version(c, parsed);
    return found;
}

/* Eight bytes at once: whether one of them is below 0x20 or is 0x7f. May say so of a word without any (a
 * borrow from the byte before); never overlooks one. */
static bool may_hold_control(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    uint64_t del = word ^ 0x7f * ones;

    return (((word - 0x20 * ones) & ~word) | ((del - ones) & ~del)) & tops;
}

/* RFC 9110 5.5: VCHAR, SP, HTAB and bytes above ASCII. Stops at the first other byte. */
static void skip_value(struct cursor *c)
{
    uint64_t word;

    for (;;) {
        while (c->end - c->at >= 8) {
            __builtin_memcpy(&word, c->at, 8);
            if (may_hold_control(word))
                break;
            c->at += 8;
        }
        for (int i = 0; i < 8; i++, c->at++) {
            if (c->at == c->end || (*c->at < 0x20 && *c->at != '\t') || *c->at == 0x7f)
                return;
        }
    }
}

/* RFC 9112 5: field-name ":" OWS field-value OWS CRLF. No blank may stand before the colon (5.1), and a line
 * that begins with a blank is a fold (5.2), which nobody has sent in good faith for decades: in both cases
 * the name below ends at a byte that is not a colon. */
static int parse_field(struct cursor *c, struct http_parsed *parsed)
{
    struct span name = {c->at, 0}, value;
    int ended;

    skip_class(c, CHAR_TOKEN);
    name.len = (size_t)(c->at - name.bytes);
    if (c->at == c->end)
        return 0;
    if (name.len == 0 || *c->at != ':')
        return -400;
    c->at++;
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
    value.bytes = c->at;
    skip_value(c);
    value.len = (size_t)(c->at - value.bytes);
    ended = line_end(c);
    if (ended <= 0)
        return ended;
    while (value.len > 0 && (value.bytes[value.len - 1] == ' ' || value.bytes[value.len - 1] == '\t'))
        value.len--;
    /* RFC 6585 5 */
    if (++parsed->field_count > HTTP_FIELD_MAX)
        return -431;
    ended = http_field(parsed, name, value);
    return ended < 0 ? ended : 1;
}

static int parse_fields(struct cursor *c, struct http_parsed *parsed)
{
    while (c->at < c->end && *c->at != '\r') {
        int found = parse_field(c, parsed);

        if (found <= 0)
            return found;
    }
    return line_end(c);
}

int http_parse(struct span in, struct http_parsed *parsed)
{
    size_t len = in.len < HTTP_REQUEST_MAX ? in.len : HTTP_REQUEST_MAX;
    struct cursor c = {in.bytes, in.bytes + len};
    int found;

    memset(parsed, 0, sizeof(*parsed));
    parsed->accept = (struct http_accept){-1, -1, -1};
    found = parse_request_line(&c, parsed);
    /* At the limit a request stays incomplete for good: its line is too long, or empty lines have eaten its
     * room. */
    if (found == 0 && len == HTTP_REQUEST_MAX)
        return -414;
    if (found <= 0)
        return found;
    found = parse_fields(&c, parsed);
    if (found == 0 && len == HTTP_REQUEST_MAX)
        return -431;
    return found <= 0 ? found : (int)(c.at - in.bytes);
}
