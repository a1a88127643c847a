/* port.h - stands before kernel/x86/port.h in the include path of the tests: the same functions, but a fake
 * device answers (tests/fake/kernel/fake_virtio_ports.c).
 */
#ifndef KERNEL_X86_PORT_H
#define KERNEL_X86_PORT_H

#include <stdint.h>

uint8_t port_in8(uint16_t port);
uint16_t port_in16(uint16_t port);
uint32_t port_in32(uint16_t port);
void port_out8(uint16_t port, uint8_t value);
void port_out16(uint16_t port, uint16_t value);
void port_out32(uint16_t port, uint32_t value);

#endif
