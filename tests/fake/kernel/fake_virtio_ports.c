/* fake_virtio_ports.c - the fake device's registers in I/O ports: the legacy interface. */
#include "fake_virtio_state.h"
#include "x86/port.h"
#include "assert.h"

static struct fake_device *port_owner(uint16_t port, unsigned *offset)
{
    for (unsigned i = 0; fake_virtio_at(i) != NULL; i++) {
        struct fake_device *d = fake_virtio_at(i);

        if (d->kind == FAKE_PCI_LEGACY && port >= d->base && port < d->base + 0x40) {
            *offset = (unsigned)(port - d->base);
            return d;
        }
    }
    ASSERT(!"port access outside of every device");
    return NULL;
}

/* The two vector registers are there only while MSI-X is on; behind them, wherever that is, the
 * configuration. */
static uint32_t port_get(uint16_t port, unsigned width)
{
    unsigned offset, config_at;
    struct fake_device *d = port_owner(port, &offset);

    config_at = d->msix_on ? 24 : 20;
    if (offset >= config_at)
        return fake_config_get(d, offset - config_at, width);
    switch (offset) {
    case 0:
        return (uint32_t)d->offered;
    case 8:
        return (uint32_t)(fake_selected(d)->desc / 4096);
    case 12:
        return fake_selected(d)->max;
    case 18:
        return d->status;
    case 20:
        return d->config_vector;
    case 22:
        return fake_selected(d)->vector;
    default:
        return 0;
    }
}

static void port_put(uint16_t port, uint32_t value)
{
    unsigned offset;
    struct fake_device *d = port_owner(port, &offset);

    switch (offset) {
    case 4:
        d->accepted = value;
        break;
    case 8:
        fake_set_page(fake_selected(d), value);
        break;
    case 14:
        d->queue_select = value;
        break;
    case 16:
        fake_notify(d, value);
        break;
    case 18:
        fake_set_status(d, (uint8_t)value);
        break;
    case 20:
        ASSERT(d->msix_on);
        d->config_vector = d->refuse_vector ? NO_VECTOR : value;
        break;
    case 22:
        ASSERT(d->msix_on);
        fake_selected(d)->vector = d->refuse_vector ? NO_VECTOR : (uint16_t)value;
        break;
    default:
        break;
    }
}

uint8_t port_in8(uint16_t port)
{
    return (uint8_t)port_get(port, 1);
}

uint16_t port_in16(uint16_t port)
{
    return (uint16_t)port_get(port, 2);
}

uint32_t port_in32(uint16_t port)
{
    return port_get(port, 4);
}

void port_out8(uint16_t port, uint8_t value)
{
    port_put(port, value);
}

void port_out16(uint16_t port, uint16_t value)
{
    port_put(port, value);
}

void port_out32(uint16_t port, uint32_t value)
{
    port_put(port, value);
}
