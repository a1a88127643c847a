/* conditional.c - negotiation and preconditions. conditional.h says what is promised. */
#include "conditional.h"

#include "http_date.h"
#include "memory.h"

/* RFC 9110 12.5.3: what is not listed goes by "*". Identity that is not mentioned is acceptable, but what was
 * asked for by name comes first; identity;q=0 would have us answer 406 where there is no gzip, and nobody
 * gains by that. */
bool http_wants_gzip(const struct http_accept *accept)
{
    int16_t gzip = accept->gzip >= 0 ? accept->gzip : accept->any;

    return gzip > 0 && gzip >= accept->identity;
}

static void skip_blanks(struct span *text)
{
    while (text->len > 0 && (*text->bytes == ' ' || *text->bytes == '\t')) {
        text->bytes++;
        text->len--;
    }
}

/* RFC 9110 8.8.3: entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE. Takes one from the front of text.
 *
 * Returns   its length from the first quote to the last, 0 when there is none
 */
static size_t take_tag(struct span *text, struct span *tag, bool *weak)
{
    size_t len = 1;

    *weak = text->len >= 2 && text->bytes[0] == 'W' && text->bytes[1] == '/';
    if (*weak) {
        text->bytes += 2;
        text->len -= 2;
    }
    if (text->len == 0 || text->bytes[0] != '"')
        return 0;
    while (len < text->len && text->bytes[len] != '"')
        len++;
    if (len == text->len)
        return 0;
    *tag = (struct span){text->bytes, ++len};
    text->bytes += len;
    text->len -= len;
    return len;
}

/* RFC 9110 8.8.3.2. A line that breaks the grammar matches by what stands before the break. */
static bool line_matches(struct span text, struct span etag, bool weak_allowed)
{
    struct span tag;
    bool weak;

    skip_blanks(&text);
    if (text.len == 1 && text.bytes[0] == '*')
        return true;
    while (text.len > 0) {
        if (*text.bytes == ',' || *text.bytes == ' ' || *text.bytes == '\t') {
            text.bytes++;
            text.len--;
            continue;
        }
        if (take_tag(&text, &tag, &weak) == 0)
            return false;
        if ((!weak || weak_allowed) && tag.len == etag.len && memcmp(tag.bytes, etag.bytes, etag.len) == 0)
            return true;
    }
    return false;
}

static bool lines_match(const struct http_lines *lines, struct span etag, bool weak_allowed)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (line_matches(lines->line[i], etag, weak_allowed))
            return true;
    }
    return false;
}

int http_conditional(const struct http_parsed *parsed, struct span etag, uint64_t last_modified_s,
                     uint64_t wall_s)
{
    int64_t date_s;

    if (etag.len == 0)
        return 200;
    /* RFC 9110 13.2.2, steps 1 and 2: strong comparison (13.1.1); the date only without If-Match. */
    if (parsed->if_match.count > 0) {
        if (!lines_match(&parsed->if_match, etag, false))
            return 412;
    } else if (parsed->if_unmodified_since.len > 0 &&
               http_date_parse(parsed->if_unmodified_since, wall_s, &date_s)) {
        if (date_s < 0 || last_modified_s > (uint64_t)date_s)
            return 412;
    }
    /* Steps 3 and 4: weak comparison (13.1.2); the date only without If-None-Match. */
    if (parsed->if_none_match.count > 0)
        return lines_match(&parsed->if_none_match, etag, true) ? 304 : 200;
    if (parsed->if_modified_since.len > 0 && http_date_parse(parsed->if_modified_since, wall_s, &date_s))
        return date_s >= 0 && last_modified_s <= (uint64_t)date_s ? 304 : 200;
    return 200;
}
