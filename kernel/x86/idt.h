/* idt.h - where the processor goes when something happens.
 *
 * Layer     kernel/x86
 * Source    Intel SDM 3A, chapter 6; 6.14.5 (interrupt stack table)
 */
#ifndef KERNEL_X86_IDT_H
#define KERNEL_X86_IDT_H

#include <stdint.h>

/* Vectors of interrupts; 0 to 31 are the processor's exceptions. */
#define VECTOR_WAKE     0x40 /* a device has something */
#define VECTOR_TIMER    0x41
#define VECTOR_SCI      0x42 /* ACPI: the power button */
#define VECTOR_SPURIOUS 0xff /* the low four bits must be set on old APICs */

/* Load descriptors, task state and interrupt table. From here on every exception ends in fault_report(), on a
 * stack of its own: so an overflow of the stack is reported as well. */
void idt_init(void);

#endif
