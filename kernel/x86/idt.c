/* idt.c - see idt.h. */
#include "x86/idt.h"

#include "x86/cpu.h"

#define EXCEPTION_COUNT 32u
#define SELECTOR_CODE   0x08u
#define SELECTOR_TASK   0x18u
#define GATE_INTERRUPT  0x8eu /* present, ring 0, 64-bit interrupt gate: interrupts stay disabled */
#define FAULT_STACK_LEN 8192u

struct gate {
    uint16_t offset_low;
    uint16_t selector;
    uint8_t stack_index; /* 0: go on with the current stack */
    uint8_t attributes;
    uint16_t offset_middle;
    uint32_t offset_high;
    uint32_t reserved;
};

/* SDM 3A, 7.7: the 64-bit task state segment, of which only the stacks matter. */
struct __attribute__((packed)) task_state {
    uint32_t reserved0;
    uint64_t ring_stack[3];
    uint64_t reserved1;
    uint64_t interrupt_stack[7];
    uint64_t reserved2;
    uint16_t reserved3;
    uint16_t io_map;
};

struct __attribute__((packed)) table_pointer {
    uint16_t limit;
    uint64_t base;
};

/* exceptions.S */
extern const uint64_t exception_entry[EXCEPTION_COUNT];
void interrupt_wake(void);
void interrupt_timer(void);
void interrupt_sci(void);
void interrupt_spurious(void);

extern uint64_t guest_gdt[5]; /* pvh.S */

static struct gate idt[256] __attribute__((aligned(16)));
static struct task_state task_state;
static uint8_t fault_stack[FAULT_STACK_LEN] __attribute__((aligned(16)));

static void set_gate(unsigned vector, uint64_t offset, uint8_t stack_index)
{
    idt[vector] = (struct gate){
        .offset_low = (uint16_t)offset,
        .selector = SELECTOR_CODE,
        .stack_index = stack_index,
        .attributes = GATE_INTERRUPT,
        .offset_middle = (uint16_t)(offset >> 16),
        .offset_high = (uint32_t)(offset >> 32),
    };
}

static void load_task_state(void)
{
    uint64_t base = (uintptr_t)&task_state;
    uint64_t limit = sizeof task_state - 1;

    /* One stack serves all exceptions: none of them returns. */
    task_state.interrupt_stack[0] = (uintptr_t)(fault_stack + FAULT_STACK_LEN);
    task_state.io_map = sizeof task_state;
    guest_gdt[3] = limit | (base & 0xffffff) << 16 | 0x89ull << 40 | (base >> 24 & 0xff) << 56;
    guest_gdt[4] = base >> 32;
    __asm__ volatile("ltr %w0" : : "r"(SELECTOR_TASK));
}

void idt_init(void)
{
    struct table_pointer pointer = {sizeof idt - 1, (uintptr_t)idt};

    load_task_state();
    for (unsigned i = 0; i < EXCEPTION_COUNT; i++)
        set_gate(i, exception_entry[i], 1);
    set_gate(VECTOR_WAKE, (uintptr_t)interrupt_wake, 0);
    set_gate(VECTOR_TIMER, (uintptr_t)interrupt_timer, 0);
    set_gate(VECTOR_SCI, (uintptr_t)interrupt_sci, 0);
    set_gate(VECTOR_SPURIOUS, (uintptr_t)interrupt_spurious, 0);
    __asm__ volatile("lidt %0" : : "m"(pointer));
}
