/* lapic.c - see lapic.h. */
#include "x86/lapic.h"

#include "log.h"
#include "x86/cpu.h"
#include "x86/cpuid.h"
#include "x86/idt.h"
#include "x86/mmio.h"

#include <stddef.h>

#define MSR_APIC_BASE 0x1bu
#define BASE_X2APIC   (1u << 10)
#define BASE_ENABLE   (1u << 11)
#define MSR_X2APIC    0x800u /* register r is MSR 800h + r / 16 */

#define REG_ID           0x020u
#define REG_TASK         0x080u
#define REG_EOI          0x0b0u
#define REG_SPURIOUS     0x0f0u
#define REG_LVT_TIMER    0x320u
#define REG_LVT_LINT0    0x350u
#define REG_LVT_LINT1    0x360u
#define REG_LVT_ERROR    0x370u
#define REG_TIMER_START  0x380u
#define REG_TIMER_NOW    0x390u
#define REG_TIMER_DIVIDE 0x3e0u

#define LVT_MASKED      (1u << 16)
#define SPURIOUS_ENABLE (1u << 8)
#define DIVIDE_BY_1     0xbu
#define DIVIDE_BY_16    0x3u

#define CPUID1_EDX_APIC   (1u << 9)
#define CPUID1_ECX_X2APIC (1u << 21)

static volatile uint8_t *registers; /* NULL in x2APIC mode */

static uint32_t reg_read(uint32_t reg)
{
    if (registers)
        return mmio_read32(registers + reg);
    return (uint32_t)msr_read(MSR_X2APIC + reg / 16);
}

static void reg_write(uint32_t reg, uint32_t value)
{
    if (registers)
        mmio_write32(registers + reg, value);
    else
        msr_write(MSR_X2APIC + reg / 16, value);
}

static bool switch_on(struct cpuid features)
{
    uint64_t base = msr_read(MSR_APIC_BASE);

    msr_write(MSR_APIC_BASE, base | BASE_ENABLE);
    /* A loader may have left it in x2APIC mode, from which there is no way back but through
     * "off" (10.12.5). */
    if ((base & BASE_X2APIC) || (features.ecx & CPUID1_ECX_X2APIC)) {
        msr_write(MSR_APIC_BASE, base | BASE_ENABLE | BASE_X2APIC);
        return true;
    }
    registers = mmio_map(base & 0x000ffffffffff000ull, 4096);
    return registers != NULL;
}

bool lapic_init(void)
{
    static const uint16_t masked[] = {REG_LVT_TIMER, REG_LVT_LINT0, REG_LVT_LINT1, REG_LVT_ERROR};
    struct cpuid features = cpuid(1, 0);

    if (!(features.edx & CPUID1_EDX_APIC) || !switch_on(features)) {
        log_error("lapic: none");
        return false;
    }
    for (size_t i = 0; i < sizeof masked / sizeof masked[0]; i++)
        reg_write(masked[i], LVT_MASKED);
    reg_write(REG_TASK, 0);
    reg_write(REG_SPURIOUS, SPURIOUS_ENABLE | VECTOR_SPURIOUS);
    reg_write(REG_TIMER_DIVIDE, DIVIDE_BY_16);
    reg_write(REG_LVT_TIMER, VECTOR_TIMER); /* mode 0: one shot */
    return true;
}

uint32_t lapic_id(void)
{
    uint32_t id = reg_read(REG_ID);
    return registers ? id >> 24 : id;
}

void lapic_acknowledge(void)
{
    reg_write(REG_EOI, 0);
}

void lapic_timer_start(uint32_t count)
{
    reg_write(REG_TIMER_START, count);
}

void lapic_stopwatch_start(void)
{
    reg_write(REG_LVT_TIMER, LVT_MASKED);
    reg_write(REG_TIMER_DIVIDE, DIVIDE_BY_1);
    reg_write(REG_TIMER_START, UINT32_MAX);
}

uint32_t lapic_stopwatch_read(void)
{
    return UINT32_MAX - reg_read(REG_TIMER_NOW);
}

void lapic_stopwatch_stop(void)
{
    reg_write(REG_TIMER_START, 0);
    reg_write(REG_TIMER_DIVIDE, DIVIDE_BY_16);
    reg_write(REG_LVT_TIMER, VECTOR_TIMER);
}
