/* fake_irq.c - kernel/x86/irq.h for the tests: remembers what it was asked. */
#include "fake_virtio.h"

struct fake_irq fake_irq;

bool irq_add_source(const struct irq_source *source)
{
    fake_irq.source = source;
    fake_irq.source_count++;
    return !fake_irq.refuse_source;
}

bool irq_route_gsi(uint32_t gsi, bool level)
{
    fake_irq.gsi = gsi;
    fake_irq.level = level;
    fake_irq.route_count++;
    return !fake_irq.refuse_route;
}

void irq_poll_instead(const char *device)
{
    (void)device;
    fake_irq.poll_count++;
}
