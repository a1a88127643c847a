/* serve.c - from a parsed request to its reply. http.h says what is promised. */
#include "http.h"

#include "assert.h"
#include "chars.h"
#include "conditional.h"
#include "kvfs.h"
#include "parse.h"
#include "reply.h"
#include "target.h"

const struct http_stats *http_stats(void)
{
    return &http_counters;
}

/* RFC 9112 6.3, and 11.2 on request smuggling. A request whose end others may see elsewhere is refused and
 * the connection closed; so is one with a body, which we would have to read only to throw it away.
 *
 * Returns   0 where there is no body
 */
static int check_framing(const struct http_parsed *parsed)
{
    const struct span *coding = &parsed->transfer_encoding;
    struct span rest = *coding, element, last = {NULL, 0};

    if (!parsed->has_body)
        return 0;
    if (parsed->transfer_lines > 0) {
        /* RFC 9112 6.1: with a length as well, or from an HTTP/1.0 client, the framing is faulty. */
        if (parsed->has_content_length || parsed->minor == 0 || parsed->transfer_lines > 1)
            return 400;
        while (http_list_next(&rest, &element))
            last = element;
        /* RFC 9112 6.3, rule 4: without chunked at the end the body has no end. */
        if (!CHAR_WORD_IS(last, "chunked"))
            return 400;
        /* RFC 9112 6.1: a coding that we do not understand stands before it. */
        if (last.bytes != coding->bytes)
            return 501;
    }
    return 413;
}

/* RFC 9112 3.2: no Host in HTTP/1.1, more than one, or a malformed one: 400. */
static bool host_is_acceptable(const struct http_parsed *parsed)
{
    if (parsed->host_count > 1 || (parsed->host_count == 0 && parsed->minor > 0))
        return false;
    return parsed->host_count == 0 || http_host_is_valid(parsed->host);
}

static int method_status(enum http_method method)
{
    switch (method) {
    case HTTP_METHOD_KNOWN:
        return 405;
    case HTTP_METHOD_UNKNOWN:
        return 501;
    default:
        return 0;
    }
}

/* What makes us close: the status of the reply, or 0. */
static int refusal(const struct http_parsed *parsed)
{
    int framing, method;

    if (!host_is_acceptable(parsed))
        return 400;
    framing = check_framing(parsed);
    method = method_status(parsed->method);
    /* What the client wanted to do with the body says more than that it had one. */
    return framing == 413 && method != 0 ? method : framing;
}

/* RFC 9112 9.3 */
static enum http_persistence persistence_of(const struct http_parsed *parsed, bool last)
{
    if (last || parsed->connection_close)
        return HTTP_CLOSE;
    if (parsed->minor > 0)
        return HTTP_KEEP;
    return parsed->connection_keep_alive ? HTTP_KEEP_SAY : HTTP_CLOSE;
}

/* Head and body are adjacent, so a GET is one run of bytes; a HEAD is the first part of it. */
static void attach(struct http_reply *reply, const struct kvfs_representation *rep, bool is_head)
{
    ASSERT(rep->head.bytes + rep->head.len == rep->body.bytes);
    reply->spans[0] = rep->head;
    if (!is_head)
        reply->spans[0].len += rep->body.len;
    reply->span_count = 1;
}

static void serve(const struct http_parsed *parsed, struct span path, uint64_t wall_s,
                  enum http_persistence persistence, struct http_reply *reply)
{
    const struct kvfs_resource *found = kvfs_lookup((const char *)path.bytes, path.len);
    const struct kvfs_resource *resource = found != NULL ? found : kvfs_site.not_found;
    bool is_head = parsed->method == HTTP_HEAD;
    bool is_gzip = resource->gzip.head.len > 0 && http_wants_gzip(&parsed->accept);
    const struct kvfs_representation *rep = is_gzip ? &resource->gzip : &resource->identity;
    int status;

    if (found == NULL)
        status = 404;
    else if (resource->kind == KVFS_REDIRECT)
        status = 301;
    else
        status = http_conditional(parsed, rep->etag, resource->last_modified_s, wall_s);
    if (status == 412) {
        http_reply_plain(reply, status, wall_s, persistence, is_head);
        return;
    }
    http_reply_start(reply, status, wall_s, persistence);
    if (status == 304) {
        reply->spans[0] = rep->head_304;
        reply->span_count = 1;
        return;
    }
    if (status == 200)
        http_counters.replies_gzip += is_gzip;
    attach(reply, rep, is_head);
}

int http_request(struct span in, uint64_t wall_s, bool last, struct http_reply *reply)
{
    struct http_parsed parsed;
    uint8_t decoded[HTTP_TARGET_MAX];
    struct span path;
    int len = http_parse(in, &parsed), status;
    enum http_persistence persistence;

    if (len == 0)
        return HTTP_PARTIAL;
    http_counters.requests++;
    status = len < 0 ? -len : refusal(&parsed);
    if (status == 0 && parsed.method <= HTTP_HEAD && !http_target_path(parsed.target, decoded, &path))
        status = 400;
    if (status != 0) {
        http_reply_plain(reply, status, wall_s, HTTP_CLOSE, parsed.method == HTTP_HEAD);
        return HTTP_BAD;
    }
    persistence = persistence_of(&parsed, last);
    status = method_status(parsed.method);
    if (status != 0)
        http_reply_plain(reply, status, wall_s, persistence, false);
    else
        serve(&parsed, path, wall_s, persistence, reply);
    return len;
}

void http_timeout_reply(uint64_t wall_s, struct http_reply *reply)
{
    http_reply_plain(reply, 408, wall_s, HTTP_CLOSE, false);
}
