/* netback_fake_rings.c - see netback_fake.h: what the back end is granted, and the frames in both rings. */
#include "kernel/netback_fake.h"

#include "x86/image.h"
#include "xen/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void *netback_map(uint32_t ref, bool to_write)
{
    void *page = fake_xen_granted(ref, NETBACK_DOMAIN, to_write);

    if (page != NULL)
        fake_xen_grant(ref)->flags |= to_write ? GTF_reading | GTF_writing : GTF_reading;
    return page;
}

void netback_unmap_page(uint32_t ref)
{
    fake_xen_grant(ref)->flags &= (uint16_t)~(GTF_reading | GTF_writing);
}

static bool within(const uint8_t *page, const volatile void *start, size_t len)
{
    return page >= (const volatile uint8_t *)start && page < (const volatile uint8_t *)start + len;
}

static bool may_write(const uint8_t *page)
{
    return within(page, netfront.rx.shared, XEN_PAGE) || within(page, netfront.tx.shared, XEN_PAGE) ||
           within(page, netfront.rx_pages, netfront.rx_count * XEN_PAGE);
}

static bool may_read(const uint8_t *page)
{
    return within(page, kvfs_payload, NETBACK_PAYLOAD) ||
           within(page, netfront.tx_heads, NETFRONT_RING * NETFRONT_HEAD_LEN) ||
           within(page, netfront.tx_copies, NETFRONT_COPY_COUNT * NETFRONT_COPY_LEN);
}

unsigned netback_check_grants(void)
{
    unsigned count = 0;

    for (uint32_t ref = 0; ref < GRANT_MAX; ref++) {
        const struct grant_entry_v1 *entry = fake_xen_grant(ref);
        const uint8_t *page;

        if (entry == NULL || (entry->flags & GTF_type_mask) == GTF_invalid)
            continue;
        assert_int_equal(entry->flags & GTF_type_mask, GTF_permit_access);
        assert_int_equal(entry->domid, NETBACK_DOMAIN);
        page = fake_xen_granted(ref, NETBACK_DOMAIN, false);
        if ((entry->flags & GTF_readonly) != 0)
            assert_true(may_read(page));
        else
            assert_true(may_write(page));
        count++;
    }
    return count;
}

/* ---------------------------------------------------------------- frames */

static volatile union netif_tx_sring_entry *tx_slot(uint32_t i)
{
    return (volatile union netif_tx_sring_entry *)netback.tx->ring + i % NETFRONT_RING;
}

static volatile union netif_rx_sring_entry *rx_slot(uint32_t i)
{
    return (volatile union netif_rx_sring_entry *)netback.rx->ring + i % NETFRONT_RING;
}

static bool next_tx(void *to, size_t len)
{
    if (netback.tx_cons == netback.tx->req_prod)
        return false;
    memcpy(to, (const void *)tx_slot(netback.tx_cons++), len);
    return true;
}

static void take_piece(struct netback_frame *frame, const struct netif_tx_request *request, size_t len)
{
    const uint8_t *page = netback_map(request->gref, false);
    unsigned i = frame->count++;

    assert_in_range(frame->count, 1, XEN_NETIF_NR_SLOTS_MIN);
    assert_non_null(page);
    assert_true((fake_xen_grant(request->gref)->flags & GTF_readonly) != 0);
    assert_true(may_read(page));
    assert_true(len > 0 && request->offset + len <= XEN_PAGE);
    frame->id[i] = request->id;
    frame->ref[i] = request->gref;
    frame->at[i] = page + request->offset;
    frame->piece_len[i] = len;
}

/* The first request names the size of all, so its own is known at the end. */
bool netback_take(struct netback_frame *frame)
{
    struct netif_tx_request first, request;
    size_t rest = 0;

    memset(frame, 0, sizeof *frame);
    if (!next_tx(&first, sizeof first))
        return false;
    netback_check_grants();
    frame->flags = first.flags;
    if ((first.flags & NETTXF_extra_info) != 0) {
        struct netif_extra_info extra;

        assert_true(next_tx(&extra, sizeof extra));
        assert_int_equal(extra.type, XEN_NETIF_EXTRA_TYPE_GSO);
        assert_int_equal(extra.flags, 0);
        assert_int_equal(extra.u.gso.type, XEN_NETIF_GSO_TYPE_TCPV4);
        assert_int_equal(extra.u.gso.features, 0);
        frame->gso_size = extra.u.gso.size;
    }
    frame->count = 1;
    for (unsigned more = first.flags & NETTXF_more_data; more != 0; more = request.flags & NETTXF_more_data) {
        assert_true(next_tx(&request, sizeof request));
        take_piece(frame, &request, request.size);
        rest += request.size;
    }
    rest = first.size - rest;
    unsigned count = frame->count;
    frame->count = 0;
    take_piece(frame, &first, rest);
    frame->count = count;
    for (unsigned i = 0; i < count; i++) {
        memcpy(frame->bytes + frame->len, frame->at[i], frame->piece_len[i]);
        frame->len += frame->piece_len[i];
    }
    assert_int_equal(frame->len, first.size);
    netback.tx->req_event = netback.tx_cons + 1;
    return true;
}

void netback_unmap(const struct netback_frame *frame)
{
    for (unsigned i = 0; i < frame->count; i++)
        netback_unmap_page(frame->ref[i]);
}

void netback_put_tx(uint16_t id, int status)
{
    volatile struct netif_tx_response *response = &tx_slot(netback.tx_prod++)->rsp;

    response->id = id;
    response->status = (int16_t)status;
}

void netback_put_rx(uint16_t id, uint16_t offset, uint16_t flags, int status)
{
    volatile struct netif_rx_response *response = &rx_slot(netback.rx_prod++)->rsp;

    response->id = id;
    response->offset = offset;
    response->flags = flags;
    response->status = (int16_t)status;
}

void netback_publish(void)
{
    uint32_t old_tx = netback.tx->rsp_prod, old_rx = netback.rx->rsp_prod;

    netback.tx->rsp_prod = netback.tx_prod;
    netback.rx->rsp_prod = netback.rx_prod;
    if (netback.tx_prod - netback.tx->rsp_event < netback.tx_prod - old_tx ||
        netback.rx_prod - netback.rx->rsp_event < netback.rx_prod - old_rx)
        fake_xen_raise(netback.port);
}

void netback_respond(const struct netback_frame *frame, int status)
{
    for (unsigned i = 0; i < frame->count; i++) {
        netback_put_tx(frame->id[i], status);
        if (i == 0 && frame->gso_size != 0)
            netback_put_tx(0xdead, NETIF_RSP_NULL);
    }
    netback_publish();
}

void netback_finish(const struct netback_frame *frame, int status)
{
    netback_unmap(frame);
    netback_respond(frame, status);
}

bool netback_take_rx(struct netif_rx_request *request)
{
    if (netback.rx_cons == netback.rx->req_prod)
        return false;
    memcpy(request, (const void *)&rx_slot(netback.rx_cons++)->req, sizeof *request);
    return true;
}

unsigned netback_rx_posted(void)
{
    return netback.rx->req_prod - netback.rx_cons;
}

bool netback_give(uint8_t fill, size_t len, uint16_t offset, uint16_t flags)
{
    struct netif_rx_request request;
    uint8_t *page;

    if (!netback_take_rx(&request))
        return false;
    page = fake_xen_granted(request.gref, NETBACK_DOMAIN, true);
    assert_non_null(page);
    assert_true(within(page, netfront.rx_pages, netfront.rx_count * XEN_PAGE));
    memset(page + offset, fill, len);
    netback_put_rx(request.id, offset, flags, (int)len);
    netback_publish();
    return true;
}

bool netback_send(const struct netif_backend *net, uint16_t head_len, const struct span *spans,
                  uint16_t span_count)
{
    static uint8_t head[NETIF_HEAD_MAX];
    const struct netif_tx tx = {.head = head, .head_len = head_len, .spans = spans, .span_count = span_count};

    memset(head, 0xaa, sizeof head);
    return net->send(&tx);
}
