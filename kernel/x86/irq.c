/* irq.c - what wakes this machine up, and the sleep itself. See irq.h and irq_init.h. */
#include "x86/irq.h"

#include "log.h"
#include "x86/clock.h"
#include "x86/cpu.h"
#include "x86/idt.h"
#include "x86/ioapic.h"
#include "x86/irq_init.h"
#include "x86/lapic.h"
#include "x86/port.h"
#include "x86/power.h"

#define PIC1_MASK 0x21
#define PIC2_MASK 0xa1
#define PIC_ALL   0xff

/* SDM 3A, 10.11.1: a message that wakes one processor. */
#define MSI_ADDRESS    0xfee00000u
#define MSI_APIC_SHIFT 12

static const struct irq_source *sources[IRQ_SOURCE_MAX];
static unsigned source_count;
static bool polling;
static bool has_lapic;

void irq_init(const struct acpi_info *acpi)
{
    /* The two old controllers would interrupt at vectors of exceptions. Where there are none,
     * nobody listens. */
    port_out8(PIC1_MASK, PIC_ALL);
    port_out8(PIC2_MASK, PIC_ALL);
    has_lapic = lapic_init();
    ioapic_init(acpi);
}

bool irq_add_source(const struct irq_source *source)
{
    if (source_count == IRQ_SOURCE_MAX) {
        log_error("irq: more than %u sources", IRQ_SOURCE_MAX);
        return false;
    }
    sources[source_count++] = source;
    return true;
}

void irq_msi_message(uint64_t *address, uint32_t *data)
{
    *address = MSI_ADDRESS | (uint64_t)(lapic_id() & 0xff) << MSI_APIC_SHIFT;
    *data = VECTOR_WAKE; /* fixed delivery, edge */
}

bool irq_route_gsi(uint32_t gsi, bool level)
{
    if (has_lapic && ioapic_route(gsi, VECTOR_WAKE, lapic_id(), level, false))
        return true;
    log_error("irq: no I/O APIC has input %u", gsi);
    return false;
}

bool irq_route_sci(uint32_t gsi, bool level, bool active_low)
{
    return has_lapic && ioapic_route(gsi, VECTOR_SCI, lapic_id(), level, active_low);
}

void irq_poll_instead(const char *device)
{
    log_error("irq: %s has no interrupt, looking every %u us", device, IRQ_POLL_NS / 1000);
    polling = true;
}

/* Called by exceptions.S. What woke us is looked for after the wake-up. */
void irq_on_wake(void)
{
    lapic_acknowledge();
}

void irq_on_timer(void)
{
    lapic_acknowledge();
}

void irq_on_sci(void)
{
    power_on_sci();
    lapic_acknowledge();
}

/* Sleep until an interrupt or deadline_ns. The timer may still run from an earlier, shorter sleep: it then
 * wakes us for nothing, once. */
static void sleep_until(uint64_t now_ns, uint64_t deadline_ns)
{
    if (!has_lapic) {
        /* Nothing could wake a "hlt". No machine that we know of is so poor. */
        for (uint64_t end_ns = now_ns + IRQ_POLL_NS;
             clock_mono_ns() < end_ns && clock_mono_ns() < deadline_ns;)
            cpu_relax();
        return;
    }
    if (polling && deadline_ns - now_ns > IRQ_POLL_NS)
        deadline_ns = now_ns + IRQ_POLL_NS;
    lapic_timer_start(deadline_ns == UINT64_MAX ? 0 : clock_timer_ticks(deadline_ns - now_ns));
    cpu_sleep();
}

void irq_wait_until(uint64_t deadline_ns)
{
    uint64_t now_ns = clock_mono_ns();
    bool has_input = false;

    /* Under full load there is no sleep, but the power button wants to be heard. */
    if (now_ns >= deadline_ns) {
        cpu_take_interrupts();
        return;
    }
    for (unsigned i = 0; i < source_count; i++)
        has_input |= sources[i]->arm();
    if (!has_input) /* a press of the button is taken in here only, and looked for behind every wait */
        sleep_until(now_ns, deadline_ns);
    else
        cpu_take_interrupts();
    for (unsigned i = 0; i < source_count; i++)
        sources[i]->disarm();
}
