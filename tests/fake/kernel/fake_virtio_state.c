/* fake_virtio_state.c - what a register access does to the fake device, whatever the bus. */
#include "fake_virtio_state.h"
#include "assert.h"

#include <string.h>

struct fake_queue *fake_selected(struct fake_device *d)
{
    static struct fake_queue none;

    none = (struct fake_queue){0};
    return d->queue_select < FAKE_QUEUE_MAX ? &d->queue[d->queue_select] : &none;
}

static void reset(struct fake_device *d)
{
    d->reset_count++;
    d->accepted = 0;
    d->interrupt_status = 0;
    for (unsigned i = 0; i < FAKE_QUEUE_MAX; i++) {
        d->queue[i] = (struct fake_queue){.max = d->queue[i].max,
                                          .notify_off = d->queue[i].notify_off,
                                          .size = d->queue[i].max,
                                          .vector = NO_VECTOR,
                                          .kick_count = d->queue[i].kick_count};
    }
}

void fake_set_status(struct fake_device *d, uint8_t value)
{
    if (value == 0) {
        reset(d);
        if (!d->stuck)
            d->status = 0;
        return;
    }
    if (d->refuse_features)
        value &= (uint8_t)~VIRTIO_STATUS_FEATURES_OK;
    d->status = value;
}

void fake_set_half(uint64_t *field, unsigned high, uint32_t value)
{
    uint64_t mask = 0xffffffffull << (32 * high);

    *field = (*field & ~mask) | (uint64_t)value << (32 * high);
}

void fake_enable(struct fake_queue *q)
{
    q->ready = true;
    q->seen_idx = 0;
}

/* The legacy interface: one page number says where everything is (virtio 1.2, 2.7.2). It reaches 16 TiB,
 * which is less than the host has: the missing bits are those of the program, so ring memory must be static
 * in the tests. */
void fake_set_page(struct fake_queue *q, uint32_t page)
{
    uint64_t above = (uint64_t)(uintptr_t)fake_virtio_at(0) >> 44 << 44;

    q->desc = page == 0 ? 0 : above | (uint64_t)page * 4096;
    q->driver = q->desc + 16ull * q->size;
    q->device = (q->driver + 4 + 2ull * q->size + 2 + 4095) / 4096 * 4096;
    q->ready = page != 0;
}

uint32_t fake_next_generation(struct fake_device *d)
{
    if (d->generation_turns > 0) {
        d->generation_turns--;
        d->generation++;
    }
    return d->generation;
}

void fake_notify(struct fake_device *d, unsigned queue)
{
    ASSERT(queue < FAKE_QUEUE_MAX);
    d->queue[queue].kick_count++;
    if (d->on_notify != NULL)
        d->on_notify(d, queue);
}

uint32_t fake_config_get(const struct fake_device *d, unsigned offset, unsigned width)
{
    uint32_t value = 0;

    if (offset + width <= sizeof d->config)
        memcpy(&value, d->config + offset, width);
    return value;
}
