/* fields.c - the request fields that mean something to a site that does not change. All others are ignored,
 * among them Expect (RFC 9110 10.1.1: no body is ever read, so there is nothing to continue with) and Range
 * (14.2: a server may ignore it). */
#include "parse.h"

#include "chars.h"

bool http_list_next(struct span *rest, struct span *element)
{
    const uint8_t *at = rest->bytes, *end = rest->bytes + rest->len;

    while (at < end && (*at == ',' || *at == ' ' || *at == '\t'))
        at++;
    element->bytes = at;
    while (at < end && *at != ',')
        at++;
    rest->bytes = at;
    rest->len = (size_t)(end - at);
    while (at > element->bytes && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    element->len = (size_t)(at - element->bytes);
    return element->len > 0;
}

/* RFC 9110 8.6: digits. A second line is refused even when it says the same: only an attack or a broken proxy
 * sends one, and a list ("5, 5") is the same thing on one line. */
static int content_length(struct http_parsed *parsed, struct span value)
{
    if (parsed->has_content_length || value.len == 0)
        return -400;
    parsed->has_content_length = true;
    for (size_t i = 0; i < value.len; i++) {
        if (!char_is(value.bytes[i], CHAR_DIGIT))
            return -400;
        if (value.bytes[i] != '0')
            parsed->has_body = true;
    }
    return 0;
}

/* RFC 9112 6.1; serve.c decides what follows from it. */
static int transfer_encoding(struct http_parsed *parsed, struct span value)
{
    if (parsed->transfer_lines < UINT8_MAX)
        parsed->transfer_lines++;
    parsed->transfer_encoding = value;
    parsed->has_body = true;
    return 0;
}

/* RFC 9110 7.6.1 */
static int connection(struct http_parsed *parsed, struct span value)
{
    struct span option;

    while (http_list_next(&value, &option)) {
        if (CHAR_WORD_IS(option, "close"))
            parsed->connection_close = true;
        else if (CHAR_WORD_IS(option, "keep-alive"))
            parsed->connection_keep_alive = true;
    }
    return 0;
}

/* RFC 9110 12.4.2: weight = OWS ";" OWS "q=" qvalue, in thousandths. What is not of this form counts as 0:
 * not wanted is always a safe reading. */
static int16_t quality(struct span weight)
{
    const uint8_t *q = weight.bytes;
    size_t len = weight.len, i = 0;
    int16_t value, unit = 1000;

    while (i < len && (q[i] == ' ' || q[i] == '\t'))
        i++;
    if (len - i < 3 || (q[i] | 0x20) != 'q' || q[i + 1] != '=' || (q[i + 2] != '0' && q[i + 2] != '1'))
        return 0;
    value = q[i + 2] == '1' ? 1000 : 0;
    i += 3;
    if (i == len)
        return value;
    if (q[i++] != '.' || len - i > 3)
        return 0;
    for (; i < len; i++) {
        if (!char_is(q[i], CHAR_DIGIT))
            return 0;
        unit = (int16_t)(unit / 10);
        value = (int16_t)(value + (q[i] - '0') * unit);
    }
    return value > 1000 ? 0 : value;
}

/* RFC 9110 12.5.3; x-gzip is gzip (8.4.1.3). */
static int accept_encoding(struct http_parsed *parsed, struct span value)
{
    struct span element;

    while (http_list_next(&value, &element)) {
        struct span coding = element, weight;
        int16_t q = 1000;

        for (size_t i = 0; i < element.len; i++) {
            if (element.bytes[i] == ';') {
                weight = (struct span){element.bytes + i + 1, element.len - i - 1};
                q = quality(weight);
                coding.len = i;
                break;
            }
        }
        while (coding.len > 0 &&
               (coding.bytes[coding.len - 1] == ' ' || coding.bytes[coding.len - 1] == '\t'))
            coding.len--;
        if (CHAR_WORD_IS(coding, "gzip") || CHAR_WORD_IS(coding, "x-gzip"))
            parsed->accept.gzip = q;
        else if (CHAR_WORD_IS(coding, "identity"))
            parsed->accept.identity = q;
        else if (coding.len == 1 && coding.bytes[0] == '*')
            parsed->accept.any = q;
    }
    return 0;
}

static int add_line(struct http_lines *lines, struct span value)
{
    if (lines->count == HTTP_LIST_LINES)
        return -431;
    lines->line[lines->count++] = value;
    return 0;
}

/* RFC 9110 13.1.3, 13.1.4: a value that is no single date is ignored. */
static int single(struct span *field, struct span value)
{
    if (field->bytes != NULL)
        value.len = 0;
    *field = value;
    return 0;
}

/* RFC 9112 3.2: counted here, required in serve.c. */
static int host(struct http_parsed *parsed, struct span value)
{
    parsed->host = value;
    parsed->host_count++;
    return 0;
}

/* By length first: of all names of one length, one or two are of interest. */
int http_field(struct http_parsed *parsed, struct span name, struct span value)
{
    switch (name.len) {
    case 4:
        return CHAR_WORD_IS(name, "host") ? host(parsed, value) : 0;
    case 8:
        return CHAR_WORD_IS(name, "if-match") ? add_line(&parsed->if_match, value) : 0;
    case 10:
        return CHAR_WORD_IS(name, "connection") ? connection(parsed, value) : 0;
    case 13:
        return CHAR_WORD_IS(name, "if-none-match") ? add_line(&parsed->if_none_match, value) : 0;
    case 14:
        return CHAR_WORD_IS(name, "content-length") ? content_length(parsed, value) : 0;
    case 15:
        return CHAR_WORD_IS(name, "accept-encoding") ? accept_encoding(parsed, value) : 0;
    case 17:
        if (CHAR_WORD_IS(name, "if-modified-since"))
            return single(&parsed->if_modified_since, value);
        return CHAR_WORD_IS(name, "transfer-encoding") ? transfer_encoding(parsed, value) : 0;
    case 19:
        return CHAR_WORD_IS(name, "if-unmodified-since") ? single(&parsed->if_unmodified_since, value) : 0;
    default:
        return 0;
    }
}
