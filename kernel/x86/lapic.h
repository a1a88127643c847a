/* lapic.h - the processor's own interrupt controller and its timer.
 *
 * Layer     kernel/x86; callers: irq.c, clock.c
 * Source    Intel SDM 3A, chapter 10; x2APIC: 10.12
 */
#ifndef KERNEL_X86_LAPIC_H
#define KERNEL_X86_LAPIC_H

#include <stdbool.h>
#include <stdint.h>

/* Switch it on, all sources masked but the timer. In x2APIC mode where there is one: an access is one
 * instruction there, and no hypervisor has to decode it. Returns false when there is none (logged). */
bool lapic_init(void);

uint32_t lapic_id(void);

/* Say that an interrupt has been handled. */
void lapic_acknowledge(void);

/* Let the timer count down from count at its bus frequency divided by LAPIC_TIMER_DIVIDER, then interrupt
 * once (VECTOR_TIMER). 0 stops it. */
#define LAPIC_TIMER_DIVIDER 16u
void lapic_timer_start(uint32_t count);

/* The timer as a stopwatch for calibration: it counts down from 2^32 - 1 at the bus frequency, without
 * interrupt. */
void lapic_stopwatch_start(void);
uint32_t lapic_stopwatch_read(void); /* ticks since the start */
void lapic_stopwatch_stop(void);

#endif
