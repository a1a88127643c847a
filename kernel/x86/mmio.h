/* mmio.h - device registers in memory.
 *
 * Layer   kernel/x86; callers: drivers, ioapic, lapic
 * Order   each access is one instruction of exactly that width, in program order
 */
#ifndef KERNEL_X86_MMIO_H
#define KERNEL_X86_MMIO_H

#include <stddef.h>
#include <stdint.h>

/* Make len bytes of device memory at physical address phys accessible, uncached.
 *
 * Returns   the address to use, or NULL when phys cannot be mapped (logged). Mapping the same range again is
 *           fine.
 */
volatile void *mmio_map(uint64_t phys, size_t len);

/* The same, cached: for memory that is nobody's RAM, but no device's either: pages that are shared with a
 * hypervisor. */
volatile void *mmio_map_cached(uint64_t phys, size_t len);

static inline uint8_t mmio_read8(const volatile void *at)
{
    return *(const volatile uint8_t *)at;
}

static inline uint16_t mmio_read16(const volatile void *at)
{
    return *(const volatile uint16_t *)at;
}

static inline uint32_t mmio_read32(const volatile void *at)
{
    return *(const volatile uint32_t *)at;
}

static inline void mmio_write8(volatile void *at, uint8_t value)
{
    *(volatile uint8_t *)at = value;
}

static inline void mmio_write16(volatile void *at, uint16_t value)
{
    *(volatile uint16_t *)at = value;
}

static inline void mmio_write32(volatile void *at, uint32_t value)
{
    *(volatile uint32_t *)at = value;
}

#endif
