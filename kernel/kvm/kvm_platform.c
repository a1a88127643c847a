/* kvm_platform.c - platform_backend.h out of kernel/x86. */
#include "kvm/kvm_platform.h"

#include "log.h"
#include "virtio/virtio_net.h"
#include "x86/clock.h"
#include "x86/cpuid.h"
#include "x86/entropy.h"
#include "x86/guest_memory.h"
#include "x86/irq_init.h"
#include "x86/power.h"
#include "x86/serial.h"

#define SEED_LEN 32u

static const struct loader_info *loader_info;

static const char *command_line(void)
{
    return loader_info->command_line;
}

static bool entropy(void *buf, size_t len)
{
    static bool asked;
    uint8_t seed[SEED_LEN];

    if (!asked && virtio_rng_read(seed, sizeof seed, loader_info->command_line) == sizeof seed)
        entropy_add(seed, sizeof seed);
    asked = true;
    return entropy_fill(buf, len);
}

static size_t memory(size_t min_len, uint8_t **region)
{
    return guest_memory(&loader_info->memmap, min_len, region);
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

static struct platform_backend platform = {
    .command_line = command_line,
    .console_write = serial_write,
    .mono_ns = clock_mono_ns,
    .wall_ns = clock_wall_ns,
    .entropy = entropy,
    .wait_until = irq_wait_until,
    .stop_requests = power_button_presses,
    .memory = memory,
    .memory_is_dirty = true,
    .exit = exit_machine,
};

const struct platform_backend *kvm_platform_init(const struct loader_info *info, const struct acpi_info *acpi)
{
    loader_info = info;
    irq_init(acpi);
    clock_init(acpi);
    power_init(acpi);
    if (acpi->bad_count)
        log_error("acpi: %u bad tables or entries left out", acpi->bad_count);
    platform.name = name_of(hypervisor_signature(NULL));
    return &platform;
}
