/* http_request_fuzz.c - arbitrary bytes as what a connection has received: replies stay in their bounds, and
 * what is said of a prefix is never taken back when more arrives. */
#include "http.h"

#include "assert.h"
#include "http/site.h"

#include <stdlib.h>
#include <string.h>

#define NOW_S 1700000000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_reply(const struct http_reply *reply, int result)
{
    size_t line_len = strlen("HTTP/1.1 200 ");

    ASSERT(reply->head_len > line_len && reply->head_len <= HTTP_HEAD_MAX);
    ASSERT(memcmp(reply->head, "HTTP/1.1 ", 9) == 0);
    ASSERT(reply->head[9] == (char)('0' + reply->status / 100));
    ASSERT(reply->span_count <= 2);
    ASSERT(result > 0 || reply->close);
    for (size_t i = 0; i < reply->span_count; i++) {
        ASSERT(reply->spans[i].bytes >= fake_payload);
        ASSERT(reply->spans[i].len <= fake_payload_len);
        ASSERT(reply->spans[i].bytes + reply->spans[i].len <= fake_payload + fake_payload_len);
    }
}

static int ask(const uint8_t *data, size_t len, struct http_reply *reply)
{
    int result = fake_ask_bytes(data, len, false, reply);

    ASSERT(result >= HTTP_BAD && result <= (int)len);
    ASSERT(result != HTTP_PARTIAL || len < HTTP_REQUEST_MAX);
    if (result != HTTP_PARTIAL)
        check_reply(reply, result);
    return result;
}

/* The first byte says how a slow client would cut the rest into pieces. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct http_reply whole, part;
    size_t step;
    int said;

    if (len == 0)
        return 0;
    step = 1 + data[0] % 64;
    data++;
    len--;
    said = ask(data, len, &whole);
    for (size_t prefix_len = 0; prefix_len < len; prefix_len += step) {
        int early = ask(data, prefix_len, &part);

        if (early == HTTP_PARTIAL) {
            ASSERT(said <= 0 || (size_t)said > prefix_len);
            continue;
        }
        ASSERT(early == said && part.status == whole.status && part.close == whole.close);
        ASSERT(part.head_len == whole.head_len && memcmp(part.head, whole.head, whole.head_len) == 0);
        return 0;
    }
    return 0;
}
