/* xenstore.c - see xenstore.h: what is asked, and what is watched. The bytes are xenstore_ring.c's.
 *
 * Payloads: Xen, docs/misc/xenstore.txt. A path ends with NUL; what is written behind it does not.
 */
#include "assert.h"
#include "format.h"
#include "memory.h"
#include "xen/xenstore_ring.h"

#define NUMBER_LEN 24u /* 20 digits of 64 bits, and NUL */

static struct {
    char path[XENSTORE_PATH_MAX];
    void (*fired)(void); /* NULL: unused */
} watches[XENSTORE_WATCH_MAX];
static uint32_t fired_mask; /* bit i: watches[i] has fired, and was not called yet */
static bool is_calling;     /* inside a watch's fired() */

/* Ask with one path, and perhaps a text behind it. */
static enum xenstore_result ask(uint32_t type, uint32_t transaction, const char *path, const char *text,
                                size_t text_len, struct xenstore_reply *reply)
{
    const struct xenstore_part parts[] = {{path, strlen(path) + 1}, {text, text_len}};

    return xenstore_request(type, transaction, parts, text_len == 0 ? 1 : 2, reply);
}

enum xenstore_result xenstore_read(uint32_t transaction, const char *path, char *buf, size_t cap)
{
    struct xenstore_reply reply = {.buf = buf, .cap = cap};
    ASSERT(cap > 0);
    enum xenstore_result result = ask(XS_READ, transaction, path, NULL, 0, &reply);

    if (result == XENSTORE_OK && reply.len == cap)
        result = XENSTORE_TOO_LONG;
    buf[result == XENSTORE_OK ? reply.len : 0] = 0;
    if (result != XENSTORE_OK || strlen(buf) == reply.len)
        return result;
    buf[0] = 0;
    return XENSTORE_MALFORMED;
}

/* Decimal digits and nothing else, up to 2^64 - 1. */
static bool number_of(const char *text, uint64_t *value)
{
    uint64_t number = 0;

    if (*text == 0)
        return false;
    for (; *text != 0; text++) {
        unsigned digit = (unsigned)(*text - '0');

        if (digit > 9 || number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

enum xenstore_result xenstore_read_number(uint32_t transaction, const char *path, uint64_t *value)
{
    char text[NUMBER_LEN];
    enum xenstore_result result = xenstore_read(transaction, path, text, sizeof text);

    if (result == XENSTORE_TOO_LONG || (result == XENSTORE_OK && !number_of(text, value)))
        return XENSTORE_MALFORMED;
    return result;
}

enum xenstore_result xenstore_directory(uint32_t transaction, const char *path, char *buf, size_t cap,
                                        size_t *len)
{
    struct xenstore_reply reply = {.buf = buf, .cap = cap};
    enum xenstore_result result = ask(XS_DIRECTORY, transaction, path, NULL, 0, &reply);

    if (result == XENSTORE_OK && reply.len > 0 && buf[reply.len - 1] != 0)
        result = XENSTORE_MALFORMED;
    *len = result == XENSTORE_OK ? reply.len : 0;
    return result;
}

enum xenstore_result xenstore_write(uint32_t transaction, const char *path, const char *value)
{
    struct xenstore_reply reply = {.buf = NULL};

    return ask(XS_WRITE, transaction, path, value, strlen(value), &reply);
}

enum xenstore_result xenstore_write_number(uint32_t transaction, const char *path, uint64_t value)
{
    char text[NUMBER_LEN];

    format(text, sizeof text, "%llu", (unsigned long long)value);
    return xenstore_write(transaction, path, text);
}

enum xenstore_result xenstore_remove(uint32_t transaction, const char *path)
{
    struct xenstore_reply reply = {.buf = NULL};

    return ask(XS_RM, transaction, path, NULL, 0, &reply);
}

enum xenstore_result xenstore_transaction_start(uint32_t *transaction)
{
    char text[NUMBER_LEN] = {0};
    struct xenstore_reply reply = {.buf = text, .cap = sizeof text - 1};
    enum xenstore_result result = ask(XS_TRANSACTION_START, 0, "", NULL, 0, &reply);
    uint64_t number;

    if (result != XENSTORE_OK)
        return result;
    if (!number_of(text, &number) || number == 0 || number > UINT32_MAX)
        return XENSTORE_MALFORMED;
    *transaction = (uint32_t)number;
    return XENSTORE_OK;
}

enum xenstore_result xenstore_transaction_end(uint32_t transaction, bool commit)
{
    struct xenstore_reply reply = {.buf = NULL};

    return ask(XS_TRANSACTION_END, transaction, commit ? "T" : "F", NULL, 0, &reply);
}

/* ---------------------------------------------------------------- watches */

/* Set the watch, or take it away. Its token is its index. */
static enum xenstore_result tell_watch(uint32_t type, uint32_t index)
{
    struct xenstore_reply reply = {.buf = NULL};
    char token[NUMBER_LEN];
    size_t len = format(token, sizeof token, "%u", index);
    enum xenstore_result result = ask(type, 0, watches[index].path, token, len + 1, &reply);

    /* It was set all the time (the reply to an earlier try came too late): then nobody fires it for us. */
    if (type == XS_WATCH && result == XENSTORE_REFUSED && memcmp(reply.error, "EEXIST", 7) == 0) {
        fired_mask |= 1u << index;
        return XENSTORE_OK;
    }
    return result;
}

/* The watch that is known by fired, or with NULL one that is unused; XENSTORE_WATCH_MAX: none. */
static uint32_t find_watch(void (*fired)(void))
{
    uint32_t i = 0;

    while (i < XENSTORE_WATCH_MAX && watches[i].fired != fired)
        i++;
    return i;
}

enum xenstore_result xenstore_watch(const char *path, void (*fired)(void))
{
    size_t path_len = strlen(path);
    enum xenstore_result result;
    uint32_t i;

    if (path_len >= XENSTORE_PATH_MAX)
        return XENSTORE_TOO_LONG;
    xenstore_unwatch(fired);
    i = find_watch(NULL);
    if (i == XENSTORE_WATCH_MAX)
        return XENSTORE_REFUSED;
    memcpy(watches[i].path, path, path_len + 1);
    watches[i].fired = fired; /* before the daemon is told: its first event may be faster than its reply */
    result = tell_watch(XS_WATCH, i);
    if (result != XENSTORE_OK) {
        watches[i].fired = NULL;
        fired_mask &= ~(1u << i);
    }
    return result;
}

void xenstore_unwatch(void (*fired)(void))
{
    uint32_t i = find_watch(fired);

    if (i == XENSTORE_WATCH_MAX)
        return;
    tell_watch(XS_UNWATCH, i);
    watches[i].fired = NULL;
    fired_mask &= ~(1u << i);
}

void xenstore_event(uint32_t index)
{
    if (index < XENSTORE_WATCH_MAX && watches[index].fired != NULL)
        fired_mask |= 1u << index;
    else
        xenstore_stats.events_unknown++;
}

bool xenstore_arm(void)
{
    return fired_mask != 0 || xenstore_ring_has_input();
}

/* A fired() may ask, watch and unwatch, which may make watches fire again: those are for the next time. */
void xenstore_poll(void)
{
    uint32_t fired;

    if (is_calling || xenstore_ring.reply != NULL || !xenstore_arm())
        return;
    if (xenstore_ring_has_input())
        xenstore_ring_take();
    is_calling = true;
    fired = fired_mask;
    for (uint32_t i = 0; i < XENSTORE_WATCH_MAX; i++) {
        if ((fired & fired_mask & 1u << i) != 0) {
            fired_mask &= ~(1u << i);
            watches[i].fired();
        }
    }
    is_calling = false;
}

void xenstore_start(volatile struct xenstore_domain_interface *page, uint32_t port)
{
    xenstore_ring_start(page, port);
    for (uint32_t i = 0; i < XENSTORE_WATCH_MAX; i++) {
        if (watches[i].fired == NULL)
            continue;
        tell_watch(XS_WATCH, i);
        fired_mask |= 1u << i;
    }
}
