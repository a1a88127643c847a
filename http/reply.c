/* reply.c - status line, Date, Connection, and error replies. reply.h says what is promised. */
#include "reply.h"

#include "assert.h"
#include "http_date.h"
#include "memory.h"

struct http_stats http_counters;

struct status {
    int code;
    const char *reason; /* RFC 9110 15, RFC 6585 5 */
    uint64_t *counter;
};

static const struct status statuses[] = {
    {200, "OK", &http_counters.replies_200},
    {304, "Not Modified", &http_counters.replies_304},
    {404, "Not Found", &http_counters.replies_404},
    {301, "Moved Permanently", &http_counters.replies_301},
    {400, "Bad Request", &http_counters.replies_400},
    {405, "Method Not Allowed", &http_counters.replies_405},
    {408, "Request Timeout", &http_counters.replies_408},
    {412, "Precondition Failed", &http_counters.replies_other},
    {413, "Content Too Large", &http_counters.replies_413},
    {414, "URI Too Long", &http_counters.replies_414},
    {431, "Request Header Fields Too Large", &http_counters.replies_431},
    {501, "Not Implemented", &http_counters.replies_501},
    {505, "HTTP Version Not Supported", &http_counters.replies_505},
};

static const struct status *status_of(int code)
{
    size_t i = 0;

    while (statuses[i].code != code) {
        i++;
        ASSERT(i < sizeof(statuses) / sizeof(statuses[0]));
    }
    return &statuses[i];
}

static void put(struct http_reply *reply, const char *text, size_t len)
{
    ASSERT(len <= HTTP_HEAD_MAX - reply->head_len);
    memcpy(reply->head + reply->head_len, text, len);
    reply->head_len += len;
}

#define PUT(reply, literal) put(reply, literal, sizeof(literal) - 1)

static void put_number(struct http_reply *reply, unsigned value)
{
    char digits[10];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    put(reply, digits + at, sizeof(digits) - at);
}

static void put_status(struct http_reply *reply, const struct status *status)
{
    put_number(reply, (unsigned)status->code);
    PUT(reply, " ");
    put(reply, status->reason, strlen(status->reason));
}

/* RFC 9110 6.6.1. Writing a date costs more than a whole lookup, so it is written once a second. */
static void put_date(struct http_reply *reply, uint64_t wall_s)
{
    static char text[HTTP_DATE_LEN];
    static uint64_t text_s; /* meaningful once there is a text */

    if (wall_s != text_s || text[0] == '\0') {
        http_date_format(text, wall_s);
        text_s = wall_s;
    }
    PUT(reply, "\r\nDate: ");
    put(reply, text, HTTP_DATE_LEN);
    PUT(reply, "\r\n");
}

static void start(struct http_reply *reply, const struct status *status, uint64_t wall_s,
                  enum http_persistence persistence)
{
    reply->head_len = 0;
    reply->span_count = 0;
    reply->status = (uint16_t)status->code;
    reply->close = persistence == HTTP_CLOSE;
    PUT(reply, "HTTP/1.1 ");
    put_status(reply, status);
    put_date(reply, wall_s);
    if (persistence == HTTP_CLOSE)
        PUT(reply, "Connection: close\r\n");
    else if (persistence == HTTP_KEEP_SAY)
        PUT(reply, "Connection: keep-alive\r\n");
    ++*status->counter;
}

void http_reply_start(struct http_reply *reply, int status, uint64_t wall_s,
                      enum http_persistence persistence)
{
    start(reply, status_of(status), wall_s, persistence);
}

void http_reply_plain(struct http_reply *reply, int code, uint64_t wall_s, enum http_persistence persistence,
                      bool is_head)
{
    const struct status *status = status_of(code);

    start(reply, status, wall_s, persistence);
    if (code == 405)
        PUT(reply, "Allow: GET, HEAD\r\n"); /* RFC 9110 15.5.6: must be there */
    PUT(reply, "Content-Type: text/plain\r\nContent-Length: ");
    put_number(reply, (unsigned)(strlen(status->reason) + 5)); /* three digits, a blank, a line feed */
    PUT(reply, "\r\n\r\n");
    if (is_head)
        return;
    put_status(reply, status);
    PUT(reply, "\n");
}
