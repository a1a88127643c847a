/* kvfs_write_head.c - the text of header blocks: what of a reply can be said at bake time.
 *
 * The fields that a 304 repeats stand last, so that the 304's block is the end of the 200's block and takes
 * no room. Fields that change from reply to reply (Date, Connection) are the server's.
 */
#include "kvfs_write_parts.h"

#include <string.h>
#include <time.h>

#define ETAG_START "ETag: \"" /* the first of the fields of a 304 */

/* The text as far as it is written. printf() would take longer than the bodies: there are two blocks to a page. */
struct head {
    char *buf; /* WRITE_HEAD_MAX */
    size_t len;
};

static void put(struct head *head, const char *text, size_t len)
{
    size_t room = WRITE_HEAD_MAX - head->len;

    len = len < room ? len : room;
    memcpy(head->buf + head->len, text, len);
    head->len += len;
}

static void put_text(struct head *head, const char *text)
{
    put(head, text, strlen(text));
}

/* In decimal, with zeros in front up to so many digits. */
static void put_number(struct head *head, uint64_t number, unsigned digits)
{
    char text[20];
    size_t at = sizeof(text);

    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || sizeof(text) - at < digits);
    put(head, text + at, sizeof(text) - at);
}

/* RFC 9110 5.6.7, IMF-fixdate. Not strftime(): its names follow the locale. */
static void put_date(struct head *head, int64_t time_s)
{
    static const char days[][6] = {"Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "};
    static const char months[][6] = {" Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ",
                                     " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec "};
    time_t seconds = (time_t)time_s;
    struct tm tm;

    gmtime_r(&seconds, &tm);
    put_text(head, days[tm.tm_wday]);
    put_number(head, (uint64_t)tm.tm_mday, 2);
    put_text(head, months[tm.tm_mon]);
    put_number(head, (uint64_t)(tm.tm_year + 1900), 4);
    put_text(head, " ");
    put_number(head, (uint64_t)tm.tm_hour, 2);
    put_text(head, ":");
    put_number(head, (uint64_t)tm.tm_min, 2);
    put_text(head, ":");
    put_number(head, (uint64_t)tm.tm_sec, 2);
    put_text(head, " GMT");
}

/* A page must show its next version at once: it is asked about each time, and answered by a 304 that costs
 * one round trip. What pages refer to may be an hour old. */
static const char *cache_control(const struct write_entry *entry, const struct write_content *content)
{
    if (entry->kind == WRITE_NOT_FOUND)
        return "no-cache";
    if (entry->kind == WRITE_FILE && strncmp(content->content_type, "text/html", 9) == 0)
        return "no-cache";
    return "max-age=3600";
}

/* RFC 3986 3.3: pchar and "/" stand for themselves. */
static bool is_path_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
}

size_t kvfs_write_encode(char *buf, const char *path, size_t path_len)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t len = 0;

    for (size_t i = 0; i < path_len; i++) {
        unsigned char c = (unsigned char)path[i];
        size_t need = is_path_byte(c) ? 1 : 3;

        if (buf != NULL && need == 1)
            buf[len] = (char)c;
        if (buf != NULL && need == 3) {
            buf[len] = '%';
            buf[len + 1] = digits[c >> 4];
            buf[len + 2] = digits[c & 15];
        }
        len += need;
    }
    if (buf != NULL)
        buf[len] = '\0';
    return len;
}

static void put_location(struct head *head, const struct write_content *content)
{
    char encoded[KVFS_WRITE_PATH_MAX + 1];

    put_text(head, "Location: ");
    if (content->is_href)
        put_text(head, content->location);
    else
        put(head, encoded, kvfs_write_encode(encoded, content->location, strlen(content->location)));
    put_text(head, "\r\nContent-Length: 0\r\n");
}

/* What the author has given for this block: where it goes, or what it is. */
static void put_representation(struct head *head, const struct write_entry *entry,
                               const struct write_content *content, const struct write_head_args *args)
{
    if (entry->kind == WRITE_REDIRECT) {
        put_location(head, content);
        return;
    }
    put_text(head, "Content-Type: ");
    put_text(head, content->content_type);
    put_text(head, "\r\nContent-Length: ");
    put_number(head, args->body_len, 1);
    put_text(head, "\r\n");
    if (args->is_gzip)
        put_text(head, "Content-Encoding: gzip\r\n");
    put_text(head, "X-Content-Type-Options: nosniff\r\n");
}

size_t kvfs_write_head(char *buf, const struct write_entry *entry, const struct write_content *content,
                       const struct write_head_args *args, uint32_t *tail_len)
{
    struct head head = {.buf = buf};

    put_representation(&head, entry, content, args);
    size_t tail_start = head.len;
    if (entry->kind == WRITE_FILE) {
        put_text(&head, ETAG_START);
        put_number(&head, 0, 16);
        put_number(&head, 0, 16);
        put_text(&head, "\"\r\nLast-Modified: ");
        put_date(&head, entry->last_modified_s);
        put_text(&head, "\r\n");
    }
    put_text(&head, "Cache-Control: ");
    put_text(&head, cache_control(entry, content));
    put_text(&head, args->vary ? "\r\nVary: Accept-Encoding\r\n\r\n" : "\r\n\r\n");
    *tail_len = entry->kind == WRITE_FILE ? (uint32_t)(head.len - tail_start) : 0;
    return head.len;
}

static void print_hex(char *buf, uint64_t number)
{
    for (unsigned i = 16; i-- > 0; number >>= 4)
        buf[i] = "0123456789abcdef"[number & 15];
}

void kvfs_write_head_digest(char *head, const struct write_rep *rep, const struct write_digest *digest)
{
    char *digits = head + rep->head_len - rep->tail_len + strlen(ETAG_START);

    if (rep->tail_len == 0)
        return;
    print_hex(digits, digest->high);
    print_hex(digits + 16, digest->low);
}
