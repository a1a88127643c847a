/* irq.h - how a device wakes the machine up.
 *
 * Layer   kernel/x86; callers: drivers
 * Model   interrupts are disabled all the time but inside platform_wait_until(), which sleeps by "sti; hlt".
 *         So a handler interrupts nothing, needs no locks, and has nothing to do but to acknowledge: the
 *         rings are looked at after the wake-up.
 */
#ifndef KERNEL_X86_IRQ_H
#define KERNEL_X86_IRQ_H

#include <stdbool.h>
#include <stdint.h>

struct irq_source {
    /* Called before sleeping: ask the device for interrupts. Returns true when it has input already: then
     * there is no sleep. */
    bool (*arm)(void);
    /* Called after sleeping: ask the device for none (and acknowledge a level-triggered line). */
    void (*disarm)(void);
};

#define IRQ_SOURCE_MAX 4u

/* Add a source, for good. The struct is static and stays. Returns false when the table is full (logged). */
bool irq_add_source(const struct irq_source *source);

/* What a message-signalled interrupt (MSI-X table entry) has to say to wake this processor. */
void irq_msi_message(uint64_t *address, uint32_t *data);

/* Route a global system interrupt of an I/O APIC to the same wake-up vector, edge or level triggered, active
 * high. Returns false when no I/O APIC has that input (logged). */
bool irq_route_gsi(uint32_t gsi, bool level);

/* No interrupt could be had for a device: wake up every IRQ_POLL_NS instead, and say so in the log. */
#define IRQ_POLL_NS (1000u * 1000u)
void irq_poll_instead(const char *device);

#endif
