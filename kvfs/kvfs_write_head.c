/* kvfs_write_head.c - the text of header blocks: what of a reply can be said at bake time.
 *
 * The fields that a 304 repeats stand last, so that the 304's block is the end of the 200's block and takes
 * no room. Fields that change from reply to reply (Date, Connection) are the server's.
 */
#include "kvfs_write_parts.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define ETAG_START "ETag: \"" /* the first of the fields of a 304 */

/* RFC 9110 5.6.7, IMF-fixdate. Not strftime(): its names follow the locale. */
static void print_date(char *buf, size_t cap, int64_t time_s)
{
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)time_s;
    struct tm tm;

    gmtime_r(&seconds, &tm);
    snprintf(buf, cap, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
             tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* A page must show its next version at once: it is asked about each time, and answered by a 304 that costs
 * one round trip. What pages refer to may be an hour old. */
static const char *cache_control(const struct write_entry *entry)
{
    if (entry->kind == WRITE_NOT_FOUND)
        return "no-cache";
    if (entry->kind == WRITE_FILE && strncmp(entry->content_type, "text/html", 9) == 0)
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

/* What the author has given for this block: where it goes, or what it is. */
static size_t print_representation(char *buf, const struct write_entry *entry,
                                   const struct write_head_args *args)
{
    char location[KVFS_WRITE_PATH_MAX + 1];

    if (entry->kind == WRITE_REDIRECT) {
        if (entry->is_href)
            snprintf(location, sizeof(location), "%s", entry->location);
        else
            kvfs_write_encode(location, entry->location, strlen(entry->location));
        return (size_t)snprintf(buf, WRITE_HEAD_MAX, "Location: %s\r\nContent-Length: 0\r\n", location);
    }
    return (size_t)snprintf(buf, WRITE_HEAD_MAX,
                            "Content-Type: %s\r\n"
                            "Content-Length: %" PRIu64 "\r\n"
                            "%s"
                            "X-Content-Type-Options: nosniff\r\n",
                            entry->content_type, args->body_len,
                            args->is_gzip ? "Content-Encoding: gzip\r\n" : "");
}

size_t kvfs_write_head(char *buf, const struct write_entry *entry, const struct write_head_args *args,
                       uint32_t *tail_len)
{
    size_t len = print_representation(buf, entry, args), tail_start = len;
    char date[32];

    if (entry->kind == WRITE_FILE) {
        print_date(date, sizeof(date), entry->last_modified_s);
        len += (size_t)snprintf(buf + len, WRITE_HEAD_MAX - len,
                                ETAG_START "%032d\"\r\nLast-Modified: %s\r\n", 0, date);
    }
    len += (size_t)snprintf(buf + len, WRITE_HEAD_MAX - len, "Cache-Control: %s\r\n%s\r\n",
                            cache_control(entry), args->vary ? "Vary: Accept-Encoding\r\n" : "");
    *tail_len = entry->kind == WRITE_FILE ? (uint32_t)(len - tail_start) : 0;
    return len;
}

void kvfs_write_head_digest(char *head, const struct write_rep *rep, const struct write_digest *digest)
{
    char digits[33];

    if (rep->tail_len == 0)
        return;
    snprintf(digits, sizeof(digits), "%016" PRIx64 "%016" PRIx64, digest->high, digest->low);
    memcpy(head + rep->head_len - rep->tail_len + strlen(ETAG_START), digits, sizeof(digits) - 1);
}
