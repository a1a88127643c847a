/* mmio.h - stands before kernel/x86/mmio.h in the include path of the tests: the same functions, but a fake
 * device answers (tests/fake/kernel/fake_virtio_regs.c). Plain memory could not react to a write.
 */
#ifndef KERNEL_X86_MMIO_H
#define KERNEL_X86_MMIO_H

#include <stddef.h>
#include <stdint.h>

volatile void *mmio_map(uint64_t phys, size_t len);

uint8_t mmio_read8(const volatile void *at);
uint16_t mmio_read16(const volatile void *at);
uint32_t mmio_read32(const volatile void *at);
void mmio_write8(volatile void *at, uint8_t value);
void mmio_write16(volatile void *at, uint16_t value);
void mmio_write32(volatile void *at, uint32_t value);

#endif
