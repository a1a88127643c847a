/* pvh_main.c - from the guest's entries (pvh.S) to the appliance: brings the processor up, in the one order
 * that works. */
#include "boot.h"

#include "log.h"
#include "x86/acpi.h"
#include "x86/idt.h"
#include "x86/multiboot2.h"
#include "x86/paging.h"
#include "x86/phys.h"
#include "x86/probe.h"
#include "x86/serial.h"
#include "x86/start_info.h"

static struct loader_info loader_info;
static struct acpi_info acpi_info;

_Noreturn void pvh_main(uint32_t info_phys, uint32_t loader_magic);

/* What the loader said; without a memory map the memory is looked for. */
static void read_loader_info(uint32_t phys, uint32_t loader_magic)
{
    bool is_multiboot2 = loader_magic == MULTIBOOT2_MAGIC;

    switch (is_multiboot2 ? multiboot2_read(phys, &loader_info) : start_info_read(phys, &loader_info)) {
    case START_INFO_OK:
        break;
    case START_INFO_BAD_ADDRESS:
    case START_INFO_BAD_MAGIC:
        log_error("boot: no start info at %x", phys);
        probe_memory(&loader_info.memmap);
        break;
    case START_INFO_NO_MEMMAP:
        probe_memory(&loader_info.memmap);
        break;
    }
    if (loader_info.command_line_cut)
        log_error("boot: command line cut to %u bytes", START_INFO_COMMAND_LINE_MAX - 1);
    if (loader_info.memmap.drop_count)
        log_error("boot: %u memory ranges dropped", loader_info.memmap.drop_count);
}

/* The early tables of pvh.S map everything that firmware may have left below 4 GiB, so all of that is read,
 * and copied, before paging_init() narrows the map. */
void pvh_main(uint32_t info_phys, uint32_t loader_magic)
{
    serial_init();
    log_set_sink(serial_write);
    idt_init();
    read_loader_info(info_phys, loader_magic);
    acpi_read(loader_info.rsdp, &acpi_info);
    acpi_add_words(&acpi_info, loader_info.command_line, sizeof loader_info.command_line);
    paging_init(&loader_info.memmap);
    boot_guest(&loader_info, &acpi_info);
}
