/* fake_virtio_regs.c - the fake device's registers in memory: MMIO, and the common configuration of a PCI
 * device. */
#include "fake_virtio_state.h"
#include "x86/mmio.h"
#include "assert.h"

/* Where the pieces of a modern PCI device lie in its BAR. */
#define COMMON_AT 0x0000u
#define CONFIG_AT 0x2000u
#define NOTIFY_AT 0x3000u

static uint32_t mmio_get(struct fake_device *d, unsigned reg)
{
    struct fake_queue *q = fake_selected(d);

    switch (reg) {
    case 0x000:
        return 0x74726976;
    case 0x004:
        return d->kind == FAKE_MMIO_V1 ? 1 : 2;
    case 0x008:
        return d->type;
    case 0x010:
        return (uint32_t)(d->offered >> (32 * d->feature_select));
    case 0x034:
        return q->max;
    case 0x040:
        return (uint32_t)(q->desc / 4096);
    case 0x044:
        return q->ready;
    case 0x060:
        return d->interrupt_status;
    case 0x070:
        return d->status;
    case 0x0fc:
        return fake_next_generation(d);
    default:
        return 0;
    }
}

static void mmio_put(struct fake_device *d, unsigned reg, uint32_t value)
{
    struct fake_queue *q = fake_selected(d);

    switch (reg) {
    case 0x014:
        d->feature_select = value & 1;
        break;
    case 0x020:
        fake_set_half(&d->accepted, d->driver_select, value);
        break;
    case 0x024:
        d->driver_select = value & 1;
        break;
    case 0x028:
        d->page_size = value;
        break;
    case 0x030:
        d->queue_select = value;
        break;
    case 0x038:
        q->size = (uint16_t)value;
        break;
    case 0x040:
        ASSERT(d->kind == FAKE_MMIO_V1 && d->page_size == 4096);
        fake_set_page(q, value);
        break;
    case 0x044:
        ASSERT(d->kind == FAKE_MMIO_V2);
        fake_enable(q);
        break;
    case 0x050:
        fake_notify(d, value);
        break;
    case 0x064:
        d->interrupt_status &= ~value;
        d->acknowledge_count++;
        break;
    case 0x070:
        fake_set_status(d, (uint8_t)value);
        break;
    case 0x080:
    case 0x084:
        fake_set_half(&q->desc, reg / 4 % 2, value);
        break;
    case 0x090:
    case 0x094:
        fake_set_half(&q->driver, reg / 4 % 2, value);
        break;
    case 0x0a0:
    case 0x0a4:
        fake_set_half(&q->device, reg / 4 % 2, value);
        break;
    default:
        break;
    }
}

static uint32_t common_get(struct fake_device *d, unsigned reg)
{
    struct fake_queue *q = fake_selected(d);

    switch (reg) {
    case 0x04:
        return d->feature_select < 2 ? (uint32_t)(d->offered >> (32 * d->feature_select)) : 0;
    case 0x10:
        return d->config_vector;
    case 0x12:
        return FAKE_QUEUE_MAX;
    case 0x14:
        return d->status;
    case 0x15:
        return (uint8_t)fake_next_generation(d);
    case 0x18:
        return q->size;
    case 0x1a:
        return q->vector;
    case 0x1c:
        return q->ready;
    case 0x1e:
        return q->notify_off;
    default:
        return 0;
    }
}

static void common_put(struct fake_device *d, unsigned reg, uint32_t value)
{
    struct fake_queue *q = fake_selected(d);

    switch (reg) {
    case 0x00:
        d->feature_select = value;
        break;
    case 0x08:
        d->driver_select = value;
        break;
    case 0x0c:
        fake_set_half(&d->accepted, d->driver_select & 1, value);
        break;
    case 0x10:
        d->config_vector = d->refuse_vector ? NO_VECTOR : value;
        break;
    case 0x14:
        fake_set_status(d, (uint8_t)value);
        break;
    case 0x16:
        d->queue_select = value;
        break;
    case 0x18:
        q->size = (uint16_t)value;
        break;
    case 0x1a:
        q->vector = d->refuse_vector ? NO_VECTOR : (uint16_t)value;
        break;
    case 0x1c:
        fake_enable(q);
        break;
    case 0x20:
    case 0x24:
        fake_set_half(&q->desc, reg / 4 % 2, value);
        break;
    case 0x28:
    case 0x2c:
        fake_set_half(&q->driver, reg / 4 % 2, value);
        break;
    case 0x30:
    case 0x34:
        fake_set_half(&q->device, reg / 4 % 2, value);
        break;
    default:
        break;
    }
}

/* The device whose window holds an address. Any other address is a driver that went astray. */
static struct fake_device *owner(const volatile void *at, unsigned *offset)
{
    for (unsigned i = 0; fake_virtio_at(i) != NULL; i++) {
        struct fake_device *d = fake_virtio_at(i);
        uintptr_t start = (uintptr_t)d->window;

        if ((uintptr_t)at >= start && (uintptr_t)at < start + sizeof d->window) {
            *offset = (unsigned)((uintptr_t)at - start);
            return d;
        }
    }
    ASSERT(!"register access outside of every device");
    return NULL;
}

static uint32_t window_get(const volatile void *at, unsigned width)
{
    unsigned offset;
    struct fake_device *d = owner(at, &offset);

    if (d->kind == FAKE_MMIO_V1 || d->kind == FAKE_MMIO_V2)
        return offset >= 0x100 ? fake_config_get(d, offset - 0x100, width) : mmio_get(d, offset);
    if (offset >= CONFIG_AT && offset < NOTIFY_AT)
        return fake_config_get(d, offset - CONFIG_AT, width);
    return common_get(d, offset - COMMON_AT);
}

static void window_put(const volatile void *at, uint32_t value)
{
    unsigned offset;
    struct fake_device *d = owner(at, &offset);

    if (d->kind == FAKE_MMIO_V1 || d->kind == FAKE_MMIO_V2)
        mmio_put(d, offset, value);
    else if (offset >= NOTIFY_AT)
        fake_notify(d, value);
    else
        common_put(d, offset - COMMON_AT, value);
}

volatile void *mmio_map(uint64_t phys, size_t len)
{
    for (unsigned i = 0; fake_virtio_at(i) != NULL; i++) {
        struct fake_device *d = fake_virtio_at(i);

        if (d->kind != FAKE_PCI_LEGACY && phys >= d->base && phys + len <= d->base + sizeof d->window)
            return d->window + (phys - d->base);
    }
    return NULL;
}

uint8_t mmio_read8(const volatile void *at)
{
    return (uint8_t)window_get(at, 1);
}

uint16_t mmio_read16(const volatile void *at)
{
    ASSERT((uintptr_t)at % 2 == 0);
    return (uint16_t)window_get(at, 2);
}

uint32_t mmio_read32(const volatile void *at)
{
    ASSERT((uintptr_t)at % 4 == 0);
    return window_get(at, 4);
}

void mmio_write8(volatile void *at, uint8_t value)
{
    window_put(at, value);
}

void mmio_write16(volatile void *at, uint16_t value)
{
    window_put(at, value);
}

void mmio_write32(volatile void *at, uint32_t value)
{
    window_put(at, value);
}
