/* calibrate.c - see calibrate.h. */
#include "x86/calibrate.h"

#include "x86/cpu.h"
#include "x86/lapic.h"
#include "x86/port.h"
#include "x86/timescale.h"

#define SAMPLE_TRIES 5u
#define POLL_MAX     5000000u

/* ACPI 6.4, 4.8.3.3 */
#define PM_TIMER_HZ   3579545u
#define PM_TIMER_MASK 0xffffffu

/* Intel 8254: counter 2, whose gate is bit 0 of port 61h; bit 1 is the speaker. */
#define PIT_HZ       1193182u
#define PIT_COUNTER2 0x42
#define PIT_COMMAND  0x43
#define PIT_GATE     0x61
#define PIT_MODE2    0xb4 /* counter 2, both bytes, rate generator */
#define PIT_LATCH    0x80

/* A counter of known frequency. */
struct reference {
    uint32_t (*read)(void); /* counts up */
    uint32_t mask;
    uint32_t hz;
    uint32_t span; /* ticks to measure over: far less than mask, so that one turn at most is passed */
};

static uint16_t pm_timer_port;

static uint32_t pm_timer_read(void)
{
    return port_in32(pm_timer_port);
}

static void pit_start(void)
{
    port_out8(PIT_GATE, (uint8_t)((port_in8(PIT_GATE) & ~2) | 1));
    port_out8(PIT_COMMAND, PIT_MODE2);
    port_out8(PIT_COUNTER2, 0);
    port_out8(PIT_COUNTER2, 0); /* 65536 */
}

static uint32_t pit_read(void)
{
    port_out8(PIT_COMMAND, PIT_LATCH);
    uint8_t low = port_in8(PIT_COUNTER2);
    uint8_t high = port_in8(PIT_COUNTER2);
    return ~(uint32_t)(high << 8 | low);
}

struct sample {
    uint32_t reference;
    uint32_t lapic;
    uint64_t tsc;
};

/* All counters at one moment, as near as can be: of several tries the one that took least. What is left of
 * the distance is the same in both samples, and cancels. */
static struct sample take_sample(const struct reference *reference)
{
    struct sample best = {0};
    uint64_t best_ticks = UINT64_MAX;

    for (unsigned i = 0; i < SAMPLE_TRIES; i++) {
        uint64_t before = tsc_read();
        struct sample now = {.reference = reference->read(), .lapic = lapic_stopwatch_read()};
        now.tsc = tsc_read();
        if (now.tsc - before < best_ticks) {
            best_ticks = now.tsc - before;
            best = now;
        }
    }
    return best;
}

static bool measure(const struct reference *reference, struct frequencies *known)
{
    struct sample first = take_sample(reference);

    for (unsigned polls = 0; ((reference->read() - first.reference) & reference->mask) < reference->span;
         polls++) {
        if (polls == POLL_MAX)
            return false;
        cpu_relax();
    }
    struct sample last = take_sample(reference);
    uint32_t passed = (last.reference - first.reference) & reference->mask;
    if (passed == 0 || last.tsc <= first.tsc)
        return false;
    if (known->tsc_hz == 0)
        known->tsc_hz = timescale_hz(last.tsc - first.tsc, passed, reference->hz);
    if (known->lapic_hz == 0)
        known->lapic_hz = timescale_hz(last.lapic - first.lapic, passed, reference->hz);
    return known->tsc_hz != 0;
}

bool calibrate(const struct acpi_info *acpi, struct frequencies *known)
{
    bool done = false;

    lapic_stopwatch_start();
    if (known->lapic_hz) {
        struct reference lapic = {lapic_stopwatch_read, UINT32_MAX, (uint32_t)known->lapic_hz,
                                  (uint32_t)(known->lapic_hz / 1000)};
        done = known->lapic_hz <= UINT32_MAX && measure(&lapic, known);
    }
    if (!done && acpi->pm_timer.address && acpi->pm_timer.space == ACPI_PORT) {
        struct reference pm = {pm_timer_read, PM_TIMER_MASK, PM_TIMER_HZ, PM_TIMER_HZ / 200};
        pm_timer_port = (uint16_t)acpi->pm_timer.address;
        done = measure(&pm, known);
    }
    if (!done) {
        struct reference pit = {pit_read, 0xffff, PIT_HZ, PIT_HZ / 200};
        pit_start();
        done = measure(&pit, known);
    }
    lapic_stopwatch_stop();
    return done;
}
