/* pci.c - see pci.h. */
#include "x86/pci.h"

#include "x86/port.h"

#define PORT_ADDRESS 0xcf8
#define PORT_DATA    0xcfc
#define ADDRESS_ON   0x80000000u

#define BUS_COUNT      256u
#define SLOT_COUNT     32u
#define FUNCTION_COUNT 8u

#define CFG_VENDOR     0x00
#define CFG_DEVICE     0x02
#define CFG_COMMAND    0x04
#define CFG_STATUS     0x06
#define CFG_HEADER     0x0e
#define CFG_BAR0       0x10
#define CFG_SECONDARY  0x19 /* of a bridge: the bus behind it */
#define CFG_CAPABILITY 0x34

#define VENDOR_NONE      0xffff
#define HEADER_TYPE      0x7f
#define HEADER_BRIDGE    0x01
#define HEADER_MULTI     0x80
#define STATUS_CAPS      0x10
#define COMMAND_IO       0x001
#define COMMAND_MEMORY   0x002
#define COMMAND_MASTER   0x004
#define COMMAND_INTX_OFF 0x400

#define CAPABILITY_MAX 48u /* what fits in the 192 bytes behind the header: no honest list is longer */

#define BAR_PORT      0x1u
#define BAR_TYPE      0x6u
#define BAR_TYPE_64   0x4u
#define BAR_PORT_MASK 0xfffffffcu
#define BAR_MEM_MASK  0xfffffff0u

static void select_register(const struct pci_device *d, uint8_t offset)
{
    port_out32(PORT_ADDRESS, ADDRESS_ON | (uint32_t)d->bus << 16 | (uint32_t)(d->slot & 31) << 11 |
                                 (uint32_t)(d->function & 7) << 8 | (offset & 0xfcu));
}

uint8_t pci_read8(const struct pci_device *device, uint8_t offset)
{
    select_register(device, offset);
    return port_in8((uint16_t)(PORT_DATA + (offset & 3)));
}

uint16_t pci_read16(const struct pci_device *device, uint8_t offset)
{
    select_register(device, offset);
    return port_in16((uint16_t)(PORT_DATA + (offset & 2)));
}

uint32_t pci_read32(const struct pci_device *device, uint8_t offset)
{
    select_register(device, offset);
    return port_in32(PORT_DATA);
}

void pci_write8(const struct pci_device *device, uint8_t offset, uint8_t value)
{
    select_register(device, offset);
    port_out8((uint16_t)(PORT_DATA + (offset & 3)), value);
}

void pci_write16(const struct pci_device *device, uint8_t offset, uint16_t value)
{
    select_register(device, offset);
    port_out16((uint16_t)(PORT_DATA + (offset & 2)), value);
}

void pci_write32(const struct pci_device *device, uint8_t offset, uint32_t value)
{
    select_register(device, offset);
    port_out32(PORT_DATA, value);
}

/* 3.2.2.3.2: where there is a host bridge, the address register keeps what is written to it. */
static bool has_mechanism1(void)
{
    static enum { UNKNOWN, ABSENT, PRESENT } state;

    if (state == UNKNOWN) {
        port_out32(PORT_ADDRESS, ADDRESS_ON);
        state = port_in32(PORT_ADDRESS) == ADDRESS_ON ? PRESENT : ABSENT;
    }
    return state == PRESENT;
}

/* A search: what is looked for, and which buses are known so far. A bus is entered once, whatever bridges
 * claim. */
struct search {
    uint16_t vendor;
    unsigned skip; /* matches still to be passed over */
    bool reached[BUS_COUNT];
    struct pci_device *found;
};

static bool visit_slot(struct search *search, uint8_t bus, uint8_t slot)
{
    unsigned function_count = 1;

    for (unsigned function = 0; function < function_count; function++) {
        struct pci_device at = {.bus = bus, .slot = slot, .function = (uint8_t)function};
        uint32_t id = pci_read32(&at, CFG_VENDOR);
        at.vendor = (uint16_t)id;
        at.device = (uint16_t)(id >> 16);
        if (at.vendor == VENDOR_NONE)
            continue;
        uint8_t header = pci_read8(&at, CFG_HEADER);
        if (function == 0 && (header & HEADER_MULTI))
            function_count = FUNCTION_COUNT;
        if ((header & HEADER_TYPE) == HEADER_BRIDGE)
            search->reached[pci_read8(&at, CFG_SECONDARY)] = true;
        if (at.vendor == search->vendor && search->skip-- == 0) {
            *search->found = at;
            return true;
        }
    }
    return false;
}

bool pci_find(uint16_t vendor, unsigned index, struct pci_device *device)
{
    struct search search = {.vendor = vendor, .skip = index, .reached = {true}, .found = device};

    if (!has_mechanism1())
        return false;
    /* A bridge's bus has a higher number than the bus it is on, so that one pass in order meets all
     * of them. */
    for (unsigned bus = 0; bus < BUS_COUNT; bus++) {
        for (unsigned slot = 0; search.reached[bus] && slot < SLOT_COUNT; slot++) {
            if (visit_slot(&search, (uint8_t)bus, (uint8_t)slot))
                return true;
        }
    }
    return false;
}

uint8_t pci_capability(const struct pci_device *device, uint8_t id, uint8_t after)
{
    uint8_t at;

    if (!(pci_read16(device, CFG_STATUS) & STATUS_CAPS))
        return 0;
    at = after ? pci_read8(device, (uint8_t)(after + 1)) : pci_read8(device, CFG_CAPABILITY);
    /* Bounded: a list may be a ring. Below 40h is the header, where no capability lies. */
    for (unsigned i = 0; i < CAPABILITY_MAX && (at &= 0xfc) >= 0x40; i++) {
        if (pci_read8(device, at) == id)
            return at;
        at = pci_read8(device, (uint8_t)(at + 1));
    }
    return 0;
}

/* What stays zero of a register that is written with ones: its size (6.2.5.1). */
static uint32_t bar_ones(const struct pci_device *device, uint8_t offset, uint32_t value)
{
    pci_write32(device, offset, UINT32_MAX);
    uint32_t ones = pci_read32(device, offset);
    pci_write32(device, offset, value);
    return ones;
}

void pci_bar(const struct pci_device *device, unsigned index, struct pci_bar *bar)
{
    uint8_t offset = (uint8_t)(CFG_BAR0 + index * 4);

    *bar = (struct pci_bar){0};
    if (index > 5)
        return;
    /* While it is sized the device must not answer at an address that is not its own. */
    uint16_t command = pci_read16(device, CFG_COMMAND);
    pci_write16(device, CFG_COMMAND, (uint16_t)(command & ~(COMMAND_IO | COMMAND_MEMORY)));
    uint32_t low = pci_read32(device, offset);
    uint32_t ones = bar_ones(device, offset, low);
    bar->is_port = low & BAR_PORT;
    if (bar->is_port) {
        bar->base = low & BAR_PORT_MASK;
        /* The upper half need not be there: a port has 16 bits. */
        bar->size = ones & BAR_PORT_MASK ? (~(ones & BAR_PORT_MASK) + 1) & 0xffff : 0;
    } else {
        uint64_t mask = 0xffffffff00000000ull | (ones & BAR_MEM_MASK);
        bar->base = low & BAR_MEM_MASK;
        if ((low & BAR_TYPE) == BAR_TYPE_64 && index < 5) {
            uint32_t high = pci_read32(device, (uint8_t)(offset + 4));
            bar->base |= (uint64_t)high << 32;
            mask = (uint64_t)bar_ones(device, (uint8_t)(offset + 4), high) << 32 | (ones & BAR_MEM_MASK);
        }
        bar->size = ones & BAR_MEM_MASK ? ~mask + 1 : 0;
    }
    pci_write16(device, CFG_COMMAND, command);
    if (bar->base == 0)
        bar->size = 0;
}

void pci_enable(const struct pci_device *device)
{
    uint16_t command = pci_read16(device, CFG_COMMAND);
    pci_write16(device, CFG_COMMAND,
                (uint16_t)(command | COMMAND_IO | COMMAND_MEMORY | COMMAND_MASTER | COMMAND_INTX_OFF));
}
