/* ioapic.c - see ioapic.h. */
#include "x86/ioapic.h"

#include "x86/mmio.h"

#define REG_SELECT 0x00
#define REG_WINDOW 0x10
#define IOAPIC_LEN 0x20u

#define INDEX_VERSION 0x01u
#define INDEX_INPUT   0x10u /* two words for each input */

#define INPUT_ACTIVE_LOW (1u << 13)
#define INPUT_LEVEL      (1u << 15)
#define INPUT_MASKED     (1u << 16)

/* Where there is no ACPI. The second is microvm's, for the inputs from 24 on. */
static const struct acpi_ioapic usual[] = {{0xfec00000, 0}, {0xfec10000, 24}};

struct ioapic {
    volatile uint8_t *registers;
    uint32_t gsi_base;
    uint32_t input_count;
};

static struct ioapic ioapics[ACPI_IOAPIC_MAX];
static uint32_t ioapic_count;

static uint32_t index_read(const struct ioapic *ioapic, uint32_t index)
{
    mmio_write32(ioapic->registers + REG_SELECT, index);
    return mmio_read32(ioapic->registers + REG_WINDOW);
}

static void index_write(const struct ioapic *ioapic, uint32_t index, uint32_t value)
{
    mmio_write32(ioapic->registers + REG_SELECT, index);
    mmio_write32(ioapic->registers + REG_WINDOW, value);
}

static void add(const struct acpi_ioapic *at)
{
    struct ioapic *ioapic = &ioapics[ioapic_count];

    ioapic->registers = mmio_map(at->address, IOAPIC_LEN);
    if (!ioapic->registers)
        return;
    uint32_t version = index_read(ioapic, INDEX_VERSION);
    /* An address that nobody answers reads as ones, or as zeros. */
    if (version == UINT32_MAX || version == 0)
        return;
    ioapic->gsi_base = at->gsi_base;
    ioapic->input_count = (version >> 16 & 0xff) + 1;
    for (uint32_t i = 0; i < ioapic->input_count; i++)
        index_write(ioapic, INDEX_INPUT + 2 * i, INPUT_MASKED);
    ioapic_count++;
}

void ioapic_init(const struct acpi_info *acpi)
{
    const struct acpi_ioapic *list = acpi->ioapic_count ? acpi->ioapic : usual;
    uint32_t count = acpi->ioapic_count ? acpi->ioapic_count : sizeof usual / sizeof usual[0];

    for (uint32_t i = 0; i < count; i++)
        add(&list[i]);
}

bool ioapic_route(uint32_t gsi, uint8_t vector, uint32_t apic_id, bool level, bool active_low)
{
    for (uint32_t i = 0; i < ioapic_count; i++) {
        const struct ioapic *ioapic = &ioapics[i];
        if (gsi < ioapic->gsi_base || gsi - ioapic->gsi_base >= ioapic->input_count)
            continue;
        uint32_t index = INDEX_INPUT + 2 * (gsi - ioapic->gsi_base);
        uint32_t low = vector | (level ? INPUT_LEVEL : 0) | (active_low ? INPUT_ACTIVE_LOW : 0);
        index_write(ioapic, index + 1, apic_id << 24);
        index_write(ioapic, index, low);
        return true;
    }
    return false;
}
