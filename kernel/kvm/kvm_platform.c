/* kvm_platform.c - platform_backend.h out of kernel/x86. */
#include "kvm/kvm_platform.h"

#include "kvm/entropy.h"
#include "x86/clock.h"
#include "x86/cpuid.h"
#include "x86/image.h"
#include "x86/irq_init.h"
#include "x86/power.h"
#include "x86/serial.h"

#define RAM_LIMIT 0x100000000ull /* what paging.c maps */

static const struct start_info *start_info;

static const char *command_line(void)
{
    return start_info->command_line;
}

static bool entropy(void *buf, size_t len)
{
    return entropy_fill(buf, len, start_info->command_line);
}

static size_t memory(size_t min_len, uint8_t **region)
{
    /* Page 0 is not mapped, and below 1 MiB the firmware keeps things that no map tells of. */
    const struct memmap_range holes[] = {
        {0, 0x100000, 0},
        {(uintptr_t)image_start, (uintptr_t)image_end, 0},
    };
    struct memmap_range free;

    if (!memmap_largest_free(&start_info->memmap, holes, 2, RAM_LIMIT, &free) ||
        free.end - free.start < min_len)
        return 0;
    *region = (uint8_t *)(uintptr_t)free.start;
    return free.end - free.start;
}

static void exit_machine(int status)
{
    if (status == 0)
        power_off();
    power_reset();
}

static const char *name_of(enum hypervisor hypervisor)
{
    if (hypervisor == HYPERVISOR_KVM)
        return "kvm";
    return hypervisor == HYPERVISOR_TCG ? "tcg" : "pvh";
}

void kvm_platform_init(struct platform_backend *backend, const struct start_info *info)
{
    start_info = info;
    *backend = (struct platform_backend){
        .name = name_of(hypervisor_signature(NULL)),
        .command_line = command_line,
        .console_write = serial_write,
        .mono_ns = clock_mono_ns,
        .wall_ns = clock_wall_ns,
        .entropy = entropy,
        .wait_until = irq_wait_until,
        .should_stop = power_button_pressed,
        .memory = memory,
        .memory_is_dirty = true,
        .exit = exit_machine,
    };
}
