/* queue.c - see queue.h. */
#include "tcp/queue.h"

#include "assert.h"
#include "memory.h"
#include "tcp.h"

/* A span's rest up to this is copied: two descriptors cost a driver and a device more than so many bytes. */
#define COPY_MAX 256u

static unsigned entry_at(const struct send_queue *queue, unsigned index)
{
    unsigned at = queue->first + index;

    return at < TCP_QUEUE_ENTRIES ? at : at - TCP_QUEUE_ENTRIES;
}

static size_t head_at(size_t first, size_t offset)
{
    return (first + offset) % TCP_QUEUE_HEAD;
}

bool queue_has_room(const struct send_queue *queue)
{
    return queue->count + 1 + TCP_SEND_SPANS <= TCP_QUEUE_ENTRIES &&
           queue->head_len + TCP_HEAD_MAX <= TCP_QUEUE_HEAD;
}

static void add_entry(struct send_queue *queue, struct span span)
{
    ASSERT(queue->count < TCP_QUEUE_ENTRIES);
    queue->entry[entry_at(queue, queue->count)] = span;
    queue->count++;
    queue->len += span.len;
}

void queue_add_head(struct send_queue *queue, const uint8_t *head, size_t head_len)
{
    size_t at = head_at(queue->head_first, queue->head_len), before_wrap = TCP_QUEUE_HEAD - at;

    ASSERT(queue->head_len + head_len <= TCP_QUEUE_HEAD);
    if (head_len == 0)
        return;
    if (before_wrap > head_len)
        before_wrap = head_len;
    memcpy(queue->heads + at, head, before_wrap);
    memcpy(queue->heads, head + before_wrap, head_len - before_wrap);
    queue->head_len = (uint16_t)(queue->head_len + head_len);
    add_entry(queue, (struct span){NULL, head_len});
}

void queue_add_span(struct send_queue *queue, struct span span)
{
    ASSERT(span.bytes || span.len == 0);
    if (span.len > 0)
        add_entry(queue, span);
}

void queue_release(struct send_queue *queue, uint32_t len)
{
    ASSERT(len <= queue->len);
    queue->len -= len;
    while (len > 0) {
        struct span *span = &queue->entry[queue->first];
        uint32_t part = span->len < len ? (uint32_t)span->len : len;

        if (span->bytes) {
            span->bytes += part;
        } else {
            queue->head_first = (uint16_t)head_at(queue->head_first, part);
            queue->head_len = (uint16_t)(queue->head_len - part);
        }
        span->len -= part;
        len -= part;
        if (span->len == 0) {
            queue->first = (uint8_t)entry_at(queue, 1);
            queue->count--;
        }
    }
}

/* Copy head bytes, as many as the piece takes. Returns how many. */
static uint32_t gather_head(const struct send_queue *queue, size_t head_offset, uint32_t len,
                            struct queue_piece *piece)
{
    size_t room = piece->copy_max - piece->copy_len;
    uint32_t taken = len < room ? len : (uint32_t)room;

    if (piece->span_count > 0)
        return 0;
    for (uint32_t i = 0; i < taken; i++)
        piece->copy[piece->copy_len + i] = queue->heads[head_at(queue->head_first, head_offset + i)];
    piece->copy_len += taken;
    return taken;
}

static uint32_t gather_span(const uint8_t *bytes, uint32_t len, struct queue_piece *piece)
{
    if (piece->span_count == 0 && len <= COPY_MAX && len <= piece->copy_max - piece->copy_len) {
        memcpy(piece->copy + piece->copy_len, bytes, len);
        piece->copy_len += len;
        return len;
    }
    if (piece->span_count == NETIF_SPAN_MAX)
        return 0;
    piece->spans[piece->span_count++] = (struct span){bytes, len};
    return len;
}

uint32_t queue_gather(const struct send_queue *queue, uint32_t offset, uint32_t len,
                      struct queue_piece *piece)
{
    uint32_t gathered = 0;
    size_t head_offset = 0;

    piece->copy_len = 0;
    piece->span_count = 0;
    for (unsigned i = 0; i < queue->count && gathered < len; i++) {
        const struct span *entry = &queue->entry[entry_at(queue, i)];
        uint32_t want = len - gathered, taken;

        if (offset >= entry->len) {
            offset -= (uint32_t)entry->len;
            head_offset += entry->bytes ? 0 : entry->len;
            continue;
        }
        if (want > entry->len - offset)
            want = (uint32_t)(entry->len - offset);
        taken = entry->bytes ? gather_span(entry->bytes + offset, want, piece)
                             : gather_head(queue, head_offset + offset, want, piece);
        gathered += taken;
        if (taken < want)
            break;
        head_offset += entry->bytes ? 0 : entry->len;
        offset = 0;
    }
    return gathered;
}

void queue_check(const struct send_queue *queue)
{
    uint64_t len = 0;
    size_t head_len = 0;

    ASSERT(queue->count <= TCP_QUEUE_ENTRIES && queue->first < TCP_QUEUE_ENTRIES);
    for (unsigned i = 0; i < queue->count; i++) {
        const struct span *entry = &queue->entry[entry_at(queue, i)];

        ASSERT(entry->len > 0);
        len += entry->len;
        head_len += entry->bytes ? 0 : entry->len;
    }
    ASSERT(len == queue->len && head_len == queue->head_len && queue->head_first < TCP_QUEUE_HEAD);
}
