/* xen_fake_wire.c - the fake xenstored's side of the page: bytes taken, bytes given, and how badly. */
#include "kernel/xen_fake_wire.h"

#include "assert.h"
#include "kernel/xen_fake.h"

#include <string.h>

#define RING XENSTORE_RING_SIZE

static union {
    struct xenstore_domain_interface ring;
    uint8_t bytes[XEN_PAGE];
} page __attribute__((aligned(4096)));

struct line {
    uint8_t bytes[256 * 1024];
    size_t len;
    size_t given; /* bytes of it that are in the page already */
};

static struct line out, held;
static uint8_t in[sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX + 1];
static size_t in_len;

volatile struct xenstore_domain_interface *fake_store_page(void)
{
    return &page.ring;
}

static void put(struct line *line, const void *bytes, size_t len)
{
    ASSERT(line->len + len <= sizeof line->bytes);
    memcpy(line->bytes + line->len, bytes, len);
    line->len += len;
}

void fake_store_bytes(const void *bytes, size_t len)
{
    put(&out, bytes, len);
}

void fake_store_message(uint32_t type, uint32_t req_id, const void *payload, uint32_t len)
{
    const struct xsd_sockmsg header = {.type = type, .req_id = req_id, .len = len};

    put(&out, &header, sizeof header);
    put(&out, payload, len);
}

void fake_store_event(const char *path, const char *token)
{
    char payload[XENSTORE_PAYLOAD_MAX];
    size_t path_len = strlen(path) + 1, token_len = strlen(token) + 1;

    ASSERT(path_len + token_len <= sizeof payload);
    memcpy(payload, path, path_len);
    memcpy(payload + path_len, token, token_len);
    fake_store_message(XS_WATCH_EVENT, 0, payload, (uint32_t)(path_len + token_len));
}

static uint32_t told(uint32_t truth, struct fake_lie *lie)
{
    bool on = lie->on;

    lie->on = false;
    return on ? lie->value : truth;
}

void fake_wire_reply(const struct xsd_sockmsg *request, uint32_t type, const void *payload, uint32_t len)
{
    struct line *line = fake_store.hold_count > 0 ? &held : &out;
    struct xsd_sockmsg header = {
        .type = type, .req_id = request->req_id, .tx_id = request->tx_id, .len = len};

    if (fake_store.before_reply != NULL)
        fake_store.before_reply();
    header.type = told(header.type, &fake_store.type);
    header.req_id = told(header.req_id, &fake_store.req_id);
    header.len = told(header.len, &fake_store.len);
    put(line, &header, sizeof header);
    put(line, payload, len);
    if (fake_store.hold_count > 0)
        fake_store.hold_count--;
}

void fake_store_release(void)
{
    put(&out, held.bytes, held.len);
    held.len = 0;
}

/* Take one byte of a request; answer when it is whole. What comes behind an impossible length is not read. */
static void take(uint8_t byte)
{
    struct xsd_sockmsg header;

    in[in_len++] = byte;
    if (in_len < sizeof header)
        return;
    memcpy(&header, in, sizeof header);
    ASSERT(header.len <= XENSTORE_PAYLOAD_MAX); /* the real one ends the connection */
    if (in_len < sizeof header + header.len)
        return;
    in[in_len] = '\0';
    in_len = 0;
    fake_store_answer(&header, (const char *)in + sizeof header);
}

static bool take_bytes(void)
{
    uint32_t cons = page.ring.req_cons, waiting = page.ring.req_prod - cons;

    ASSERT(waiting <= RING); /* the guest's index is never from the future */
    if (fake_store.take_max != 0 && waiting > fake_store.take_max)
        waiting = fake_store.take_max;
    for (uint32_t i = 0; i < waiting; i++)
        take((uint8_t)page.ring.req[MASK_XENSTORE_IDX(cons + i)]);
    if (waiting == 0)
        return false;
    page.ring.req_cons = cons + waiting + fake_store.cons_jump;
    fake_store.cons_jump = 0;
    return true;
}

static bool give_bytes(void)
{
    uint32_t prod = page.ring.rsp_prod, room = RING - (prod - page.ring.rsp_cons), count = 0;

    if (fake_store.give_max != 0 && room > fake_store.give_max)
        room = fake_store.give_max;
    if (fake_store.stops && room > fake_store.stop_after)
        room = fake_store.stop_after;
    while (count < room && out.given < out.len)
        page.ring.rsp[MASK_XENSTORE_IDX(prod + count++)] = (char)out.bytes[out.given++];
    if (out.given == out.len)
        out.given = out.len = 0;
    if (count == 0)
        return false;
    fake_store.stop_after -= fake_store.stops ? count : 0;
    page.ring.rsp_prod = prod + count + fake_store.prod_jump;
    fake_store.prod_jump = 0;
    return true;
}

void fake_store_run(void)
{
    bool took, gave;

    /* Indices that a test has spoiled: the real daemon gives such a connection up. */
    if (fake_store.asleep || page.ring.rsp_prod - page.ring.rsp_cons > RING ||
        page.ring.req_prod - page.ring.req_cons > RING)
        return;
    took = take_bytes();
    gave = give_bytes();
    if ((took || gave) && !fake_store.quiet)
        fake_xen_raise(FAKE_XENSTORE_PORT);
}

void fake_wire_reset(void)
{
    memset(&page, 0, sizeof page);
    out.len = out.given = held.len = in_len = 0;
}
