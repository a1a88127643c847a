/* fake_netif.c - see fake_netif.h. */
#include "fake_netif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_LIMIT (~0u)

struct fed {
    uint8_t *bytes;
    size_t len;
    uint32_t flags;
    struct fed *next;
};

struct netif_info fake_netif = {.mac = {2, 0, 0, 0, 0, 1}, .mtu = 1500, .link_up = true};

static struct fed *fed_first, **fed_last = &fed_first;
static struct fake_sent *sent_first, **sent_last = &sent_first, *sent_taken;
static unsigned lent_count, room = NO_LIMIT;
static struct netif_stats stats;

static void fail(const char *what)
{
    fprintf(stderr, "fake_netif: %s\n", what);
    abort();
}

static void sent_free(struct fake_sent *sent)
{
    if (sent) {
        free(sent->bytes);
        free(sent);
    }
}

void fake_netif_reset(void)
{
    if (lent_count)
        fail("frames are still lent");
    while (fed_first) {
        struct fed *next = fed_first->next;
        free(fed_first->bytes);
        free(fed_first);
        fed_first = next;
    }
    fed_last = &fed_first;
    while (fake_netif_sent())
        ;
    room = NO_LIMIT;
    stats = (struct netif_stats){0};
    fake_netif = (struct netif_info){.mac = {2, 0, 0, 0, 0, 1}, .mtu = 1500, .link_up = true};
}

void fake_netif_feed(const void *frame, size_t len, uint32_t flags)
{
    struct fed *fed = calloc(1, sizeof *fed);

    fed->bytes = malloc(len ? len : 1);
    memcpy(fed->bytes, frame, len);
    fed->len = len;
    fed->flags = flags;
    *fed_last = fed;
    fed_last = &fed->next;
}

void fake_netif_start_over(void)
{
    stats.device_resets++;
}

unsigned fake_netif_lent(void)
{
    return lent_count;
}

unsigned fake_netif_waiting(void)
{
    unsigned count = 0;

    for (struct fed *fed = fed_first; fed; fed = fed->next)
        count++;
    return count;
}

void fake_netif_set_room(unsigned frames)
{
    room = frames;
}

const struct fake_sent *fake_netif_sent(void)
{
    sent_free(sent_taken);
    sent_taken = sent_first;
    if (!sent_taken)
        return NULL;
    sent_first = sent_taken->next;
    if (!sent_first)
        sent_last = &sent_first;
    return sent_taken;
}

/* ---------------------------------------------------------------- netif.h */

void netif_info(struct netif_info *info)
{
    *info = fake_netif;
}

bool netif_recv(struct netif_rx *rx)
{
    struct fed *fed = fed_first;

    if (!fed)
        return false;
    fed_first = fed->next;
    if (!fed_first)
        fed_last = &fed_first;
    *rx = (struct netif_rx){.frame = fed->bytes, .len = fed->len, .flags = fed->flags, .cookie = fed};
    lent_count++;
    stats.rx_frames++;
    stats.rx_bytes += fed->len;
    return true;
}

void netif_release(const struct netif_rx *rx)
{
    struct fed *fed = rx->cookie;

    if (!lent_count)
        fail("a frame was released twice");
    lent_count--;
    free(fed->bytes);
    free(fed);
}

/* What a device with NETIF_TX_CSUM does; written apart from wire/checksum.c, which the tests judge
 * with it. */
static void complete_checksum(struct fake_sent *sent)
{
    uint8_t *field = sent->bytes + sent->csum_start + sent->csum_offset;
    uint32_t sum = 0;

    if ((size_t)sent->csum_start + sent->csum_offset + 2 > sent->len)
        fail("the checksum field lies behind the frame");
    for (size_t i = sent->csum_start; i < sent->len; i++)
        sum += (i - sent->csum_start) % 2 ? sent->bytes[i] : (uint32_t)sent->bytes[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    field[0] = (uint8_t)(~sum >> 8);
    field[1] = (uint8_t)~sum;
}

static void check_requirements(const struct netif_tx *tx, size_t len)
{
    if (tx->head_len < NETIF_FRAME_MIN || tx->head_len > NETIF_HEAD_MAX || tx->span_count > NETIF_SPAN_MAX)
        fail("a sent frame's head or spans are out of bounds");
    if (tx->csum_start && !(fake_netif.offloads & NETIF_TX_CSUM))
        fail("checksum offload on an interface without it");
    if (tx->gso_size && (!(fake_netif.offloads & NETIF_TX_TSO4) || !tx->csum_start))
        fail("segmentation on an interface without it");
    if (len > (tx->gso_size ? fake_netif.tso_max : fake_netif.mtu + NETIF_FRAME_MIN))
        fail("a sent frame is larger than the interface takes");
}

bool netif_send(const struct netif_tx *tx)
{
    struct fake_sent *sent;
    size_t len = tx->head_len;

    if (room == 0) {
        stats.tx_dropped_full++;
        return false;
    }
    room -= room != NO_LIMIT;
    for (unsigned i = 0; i < tx->span_count; i++)
        len += tx->spans[i].len;
    check_requirements(tx, len);

    sent = calloc(1, sizeof *sent);
    *sent = (struct fake_sent){.bytes = malloc(len), .len = tx->head_len, .head_len = tx->head_len,
                               .span_count = tx->span_count, .csum_start = tx->csum_start,
                               .csum_offset = tx->csum_offset, .gso_size = tx->gso_size};
    memcpy(sent->bytes, tx->head, tx->head_len);
    for (unsigned i = 0; i < tx->span_count; i++) {
        sent->spans[i] = tx->spans[i];
        if (tx->spans[i].len)
            memcpy(sent->bytes + sent->len, tx->spans[i].bytes, tx->spans[i].len);
        sent->len += tx->spans[i].len;
    }
    if (sent->csum_start && !sent->gso_size)
        complete_checksum(sent);
    *sent_last = sent;
    sent_last = &sent->next;
    stats.tx_frames++;
    stats.tx_bytes += len;
    return true;
}

unsigned netif_send_room(void)
{
    return room;
}

void netif_flush(void)
{
    for (struct fake_sent *sent = sent_first; sent; sent = sent->next)
        sent->flushed = true;
    stats.kicks++;
}

const struct netif_stats *netif_stats(void)
{
    return &stats;
}
