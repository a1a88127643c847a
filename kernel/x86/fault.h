/* fault.h - the last words of a kernel that went wrong.
 *
 * Layer     kernel/x86; called by exceptions.S
 */
#ifndef KERNEL_X86_FAULT_H
#define KERNEL_X86_FAULT_H

#include <stddef.h>
#include <stdint.h>

/* What exceptions.S pushes, lowest address first, and above it what the processor pushed. */
struct fault_frame {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax;
    uint64_t vector, error_code;
    uint64_t rip, cs, rflags, rsp, ss;
};

/* Where the report goes, and how the machine ends after it; until fault_use(): the serial line, a reset. */
struct fault_outlet {
    void (*write)(const char *text, size_t len);
    void (*end)(void); /* must not return */
};
void fault_use(const struct fault_outlet *outlet); /* static, stays */

/* Write what happened to the console and end the machine. */
_Noreturn void fault_report(const struct fault_frame *frame);

/* fault_text.c, pure: the report's first line, "fault: page fault at ..., write to ...: ...", into buf of cap
 * bytes; stack_guard is the address of the page below the stack. Returns its length. */
size_t fault_describe(const struct fault_frame *frame, uint64_t cr2, uint64_t stack_guard, char *buf,
                      size_t cap);

#endif
