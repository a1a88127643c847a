/* netfront_send.c - a frame out: the head is copied into a place of its own, the spans are granted where they
 * lie.
 *
 * What the back end may read are pages of the site's content, pages of heads, and pages of frames that were
 * copied whole; each only until it has answered. So no page that holds anything else is ever granted.
 *
 * Source    io/netif.h, "Guest transmit"
 */
#include "assert.h"
#include "memory.h"
#include "xen/grant.h"
#include "xen/netfront_device.h"

/* A part of a frame that lies within one page. */
struct piece {
    const uint8_t *bytes;
    uint32_t len;
};

static bool is_payload(const struct netfront *nf, const struct span *span)
{
    return span->bytes >= nf->payload && span->bytes <= nf->payload_end &&
           span->len <= (size_t)(nf->payload_end - span->bytes);
}

/* A span that is no payload (the rest of a long echo) shares its page with anything; and a back end without
 * scatter-gather takes no spans at all. */
static bool must_copy(const struct netfront *nf, const struct netif_tx *tx)
{
    for (unsigned i = 0; i < tx->span_count; i++) {
        if (tx->spans[i].len != 0 && (!nf->has_sg || !is_payload(nf, &tx->spans[i])))
            return true;
    }
    return false;
}

/* Cut the spans at the borders of pages. Returns the number of pieces with the head, of which pieces[0] is
 * left open; 0 when there are more than a back end need take. */
static unsigned cut(const struct netif_tx *tx, struct piece *pieces)
{
    unsigned count = 1;

    for (unsigned i = 0; i < tx->span_count; i++) {
        const uint8_t *bytes = tx->spans[i].bytes;
        size_t left = tx->spans[i].len;

        while (left > 0) {
            size_t len = XEN_PAGE - (uintptr_t)bytes % XEN_PAGE;

            if (len > left)
                len = left;
            if (count == NETFRONT_PIECE_MAX)
                return 0;
            pieces[count++] = (struct piece){.bytes = bytes, .len = (uint32_t)len};
            bytes += len;
            left -= len;
        }
    }
    return count;
}

/* The next free id, its page granted. */
static unsigned grant(struct netfront *nf, const struct piece *piece)
{
    unsigned id = nf->tx_free[--nf->tx_free_count];

    ASSERT(nf->tx_slot[id] == NETFRONT_IDLE);
    grant_allow(nf->tx_ref + id, nf->back_domain, piece->bytes, false);
    nf->tx_slot[id] = NETFRONT_POSTED;
    return id;
}

static volatile void *next_slot(struct netfront_ring *ring)
{
    return netfront_ring_slot(ring, ring->req_prod++, sizeof(union netif_tx_sring_entry));
}

static void request(struct netfront *nf, unsigned id, const struct piece *piece, size_t len, unsigned flags)
{
    *(volatile struct netif_tx_request *)next_slot(&nf->tx) = (struct netif_tx_request){
        .gref = nf->tx_ref + id,
        .offset = (uint16_t)((uintptr_t)piece->bytes % XEN_PAGE),
        .flags = (uint16_t)flags,
        .id = (uint16_t)id,
        .size = (uint16_t)len,
    };
}

/* io/netif.h, XEN_NETIF_EXTRA_TYPE_GSO: the back end finds the headers itself. */
static void request_cutting(struct netfront *nf, uint16_t gso_size)
{
    struct netif_extra_info extra = {.type = XEN_NETIF_EXTRA_TYPE_GSO};

    extra.u.gso.size = gso_size;
    extra.u.gso.type = XEN_NETIF_GSO_TYPE_TCPV4;
    *(volatile struct netif_extra_info *)next_slot(&nf->tx) = extra;
    nf->tx_extras++;
}

/* io/netif.h: the first request has the whole frame's size, the rest their own; extra info comes second. */
static void write_requests(struct netfront *nf, const struct netif_tx *tx, const struct piece *pieces,
                           unsigned count, size_t frame_len, unsigned first_id)
{
    unsigned more = count > 1 ? NETTXF_more_data : 0, extra = tx->gso_size != 0 ? NETTXF_extra_info : 0;
    /* The checksum field holds the sum of the pseudo header, which is what "blank" stands for; that its
     * content is right, the frame comes from here. */
    unsigned blank = tx->csum_start != 0 ? NETTXF_csum_blank | NETTXF_data_validated : 0;

    request(nf, first_id, &pieces[0], frame_len, blank | more | extra);
    if (extra != 0)
        request_cutting(nf, tx->gso_size);
    for (unsigned i = 1; i < count; i++)
        request(nf, grant(nf, &pieces[i]), &pieces[i], pieces[i].len, i + 1 < count ? NETTXF_more_data : 0);
}

/* Write head and, where copy is not 0, all spans to the place where they are sent from. */
static void fill(struct netfront *nf, const struct netif_tx *tx, unsigned id, unsigned copy,
                 struct piece *piece)
{
    uint8_t *at = copy != 0 ? nf->tx_copies + (copy - 1) * (size_t)NETFRONT_COPY_LEN
                            : nf->tx_heads + id * (size_t)NETFRONT_HEAD_LEN;

    *piece = (struct piece){.bytes = at, .len = tx->head_len};
    memcpy(at, tx->head, tx->head_len);
    nf->tx_copy[id] = (uint8_t)copy;
    for (unsigned i = 0; copy != 0 && i < tx->span_count; i++) {
        memcpy(at + piece->len, tx->spans[i].bytes, tx->spans[i].len);
        piece->len += (uint32_t)tx->spans[i].len;
    }
}

static size_t length(const struct netif_tx *tx)
{
    size_t len = tx->head_len;

    for (unsigned i = 0; i < tx->span_count; i++)
        len += tx->spans[i].len;
    ASSERT(len <= (tx->gso_size != 0 ? XEN_NETIF_MAX_TX_SIZE : NETIF_FRAME_MAX));
    return len;
}

/* After a new connection with another back end the stack learns only at its next look what that one can do.
 */
static bool is_offered(const struct netfront *nf, const struct netif_tx *tx)
{
    return (tx->csum_start == 0 || (nf->info.offloads & NETIF_TX_CSUM) != 0) &&
           (tx->gso_size == 0 || (nf->info.offloads & NETIF_TX_TSO4) != 0);
}

static bool has_room(const struct netfront *nf, unsigned slots, bool copied)
{
    return netfront_is_running(nf) && netfront_tx_slots(nf) >= slots && (!copied || nf->copy_free_count > 0);
}

bool netfront_send(struct netfront *nf, const struct netif_tx *tx)
{
    struct piece pieces[NETFRONT_PIECE_MAX];
    size_t frame_len = length(tx);
    bool copied = must_copy(nf, tx);
    unsigned count = copied ? 1 : cut(tx, pieces), slots = count + (tx->gso_size != 0), id;

    ASSERT(tx->head_len >= NETIF_FRAME_MIN && tx->head_len <= NETIF_HEAD_MAX &&
           tx->span_count <= NETIF_SPAN_MAX);
    /* Taken and lost: TCP sends its bytes again, and never in so many pieces. */
    if (count == 0 || (copied && frame_len > NETFRONT_COPY_LEN) || !is_offered(nf, tx)) {
        nf->stats.tx_errors++;
        return true;
    }
    if (!has_room(nf, slots, copied) && netfront_is_running(nf))
        netfront_tx_reap(nf);
    if (!has_room(nf, slots, copied)) {
        nf->stats.tx_dropped_full++;
        nf->tx_is_waited = true;
        nf->tx_told = 0;
        return false;
    }
    id = nf->tx_free[nf->tx_free_count - 1];
    fill(nf, tx, id, copied ? nf->copy_free[--nf->copy_free_count] : 0, &pieces[0]);
    grant(nf, &pieces[0]);
    write_requests(nf, tx, pieces, count, frame_len, id);
    nf->stats.tx_frames++;
    nf->stats.tx_bytes += frame_len;
    return true;
}
