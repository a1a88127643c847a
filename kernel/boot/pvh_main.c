/* pvh_main.c - from the PVH entry (pvh.S) to the appliance: brings the processor up, in the one order that
 * works. */
#include "boot.h"

#include "kvm/kvm_platform.h"
#include "log.h"
#include "x86/acpi.h"
#include "x86/clock.h"
#include "x86/idt.h"
#include "x86/image.h"
#include "x86/irq_init.h"
#include "x86/paging.h"
#include "x86/phys.h"
#include "x86/power.h"
#include "x86/probe.h"
#include "x86/serial.h"
#include "x86/start_info.h"

#define CANARY_WORD 5u /* %fs:0x28 */

struct platform_backend guest_platform;

static struct start_info start_info;
static struct acpi_info acpi_info;

_Noreturn void pvh_main(uint32_t start_info_phys);

/* What the loader said; without a memory map the memory is looked for. */
static void read_start_info(uint32_t phys)
{
    switch (start_info_read(phys, &start_info)) {
    case START_INFO_OK:
        break;
    case START_INFO_BAD_ADDRESS:
    case START_INFO_BAD_MAGIC:
        log_error("boot: no start info at %x", phys);
        probe_memory(&start_info.memmap);
        break;
    case START_INFO_NO_MEMMAP:
        probe_memory(&start_info.memmap);
        break;
    }
    if (start_info.command_line_cut)
        log_error("boot: command line cut to %u bytes", START_INFO_COMMAND_LINE_MAX - 1);
    if (start_info.memmap.drop_count)
        log_error("boot: %u memory ranges dropped", start_info.memmap.drop_count);
}

/* The early tables of pvh.S map everything that firmware may have left below 4 GiB, so all of that is read,
 * and copied, before paging_init() narrows the map. Not protected itself: it changes the canary. */
__attribute__((no_stack_protector)) void pvh_main(uint32_t start_info_phys)
{
    serial_init();
    log_set_sink(serial_write);
    idt_init();
    read_start_info(start_info_phys);
    acpi_read(start_info.rsdp, &acpi_info);
    acpi_add_words(&acpi_info, start_info.command_line, sizeof start_info.command_line);
    paging_init(&start_info.memmap);
    irq_init(&acpi_info);
    clock_init(&acpi_info);
    power_init(&acpi_info);
    if (acpi_info.bad_count)
        log_error("acpi: %u bad tables or entries left out", acpi_info.bad_count);
    kvm_platform_init(&guest_platform, &start_info);
    uint64_t canary;
    guest_platform.entropy(&canary, sizeof canary);
    guest_thread_block[CANARY_WORD] = canary & ~0xffull; /* a zero byte stops overruns of strings */
    boot_guest();
}
