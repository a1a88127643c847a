/* request.c - see request.h */
#include "preview/request.h"

#include <stdio.h>

/* The next line without its end, taken off *rest. */
static struct str take_line(struct str *rest)
{
    struct str line = str_head(*rest, str_find(*rest, STR("\r\n")));

    *rest = str_from(*rest, line.len + 2);
    return line;
}

/* RFC 9112, 3: method, target, version, one blank between them. */
static bool read_line(struct str line, struct request *request)
{
    request->method = str_head(line, str_find_char(line, ' '));
    line = str_from(line, request->method.len + 1);
    struct str target = str_head(line, str_find_char(line, ' '));
    request->path = str_head(target, str_find_char(target, '?'));
    return request->method.len > 0 && str_starts(request->path, "/") &&
           str_starts(str_from(line, target.len), " HTTP/1.");
}

/* RFC 9112, 5: no blank before the colon, and no line that goes on with the field before it. */
static bool read_field(struct str line, struct request *request)
{
    struct str name = str_head(line, str_find_char(line, ':'));
    struct str value = str_trim(str_from(line, name.len + 1));

    if (name.len == 0 || name.len == line.len || str_trim(name).len != name.len)
        return false;
    if (str_is_nocase(name, "host"))
        request->host = value;
    else if (str_is_nocase(name, "origin"))
        request->origin = value;
    return true;
}

enum request_result request_read(struct str bytes, struct request *request)
{
    size_t end = str_find(bytes, STR("\r\n\r\n"));

    *request = (struct request){0};
    if (end == bytes.len)
        return bytes.len >= REQUEST_MAX ? REQUEST_BAD : REQUEST_PARTIAL;
    struct str rest = str_head(bytes, end);
    bool ok = read_line(take_line(&rest), request);
    while (ok && rest.len > 0)
        ok = read_field(take_line(&rest), request);
    return ok ? REQUEST_WHOLE : REQUEST_BAD;
}

bool request_host_is_local(struct str host)
{
    struct str name = str_head(host, str_find_char(host, ':'));

    return str_is(name, "127.0.0.1") || str_is_nocase(name, "localhost");
}

bool request_origin_is(struct str origin, unsigned port)
{
    char end[16];

    snprintf(end, sizeof(end), ":%u", port);
    return str_starts(origin, "http://") && str_ends(origin, end) &&
           request_host_is_local(str_from(origin, 7)) &&
           str_find_char(str_from(origin, 7), ':') == origin.len - 7 - str_of(end).len;
}
