/* fault_text.c - an exception in words. See fault.h. */
#include "x86/fault.h"

#include "format.h"

#define VECTOR_PAGE_FAULT 14u
#define PAGE              4096u

/* SDM 3A, 4.7: the error code of a page fault. */
#define CODE_PROTECTION 0x1u
#define CODE_WRITE      0x2u
#define CODE_RESERVED   0x8u
#define CODE_FETCH      0x10u

static const char *exception_name(uint64_t vector)
{
    /* SDM 3A, table 6-1 */
    static const char *const name[32] = {
        [0] = "divide error",
        [1] = "debug exception",
        [2] = "non-maskable interrupt",
        [3] = "breakpoint",
        [4] = "overflow",
        [5] = "bound range exceeded",
        [6] = "invalid opcode",
        [7] = "no floating point",
        [8] = "double fault",
        [10] = "invalid task state",
        [11] = "segment not present",
        [12] = "stack segment fault",
        [13] = "general protection",
        [14] = "page fault",
        [16] = "floating point error",
        [17] = "alignment check",
        [18] = "machine check",
        [19] = "SIMD error",
        [20] = "virtualization exception",
        [21] = "control protection",
    };
    return vector < 32 && name[vector] ? name[vector] : "unknown exception";
}

static const char *page_fault_cause(const struct fault_frame *frame, uint64_t cr2, uint64_t stack_guard)
{
    if (frame->error_code & CODE_RESERVED)
        return "bad page table";
    if (frame->error_code & CODE_PROTECTION)
        return "the page does not allow it";
    if (cr2 >= stack_guard && cr2 < stack_guard + PAGE)
        return "stack overflow";
    if (cr2 < PAGE)
        return "null pointer";
    return "nothing is there";
}

size_t fault_describe(const struct fault_frame *frame, uint64_t cr2, uint64_t stack_guard, char *buf,
                      size_t cap)
{
    if (frame->vector != VECTOR_PAGE_FAULT) {
        return format(buf, cap, "fault: %s vector=%u code=%llx at %016llx", exception_name(frame->vector),
                      (unsigned)frame->vector, (unsigned long long)frame->error_code,
                      (unsigned long long)frame->rip);
    }
    const char *access = frame->error_code & CODE_FETCH   ? "execute"
                         : frame->error_code & CODE_WRITE ? "write"
                                                          : "read";
    return format(buf, cap, "fault: page fault at %016llx, %s of %016llx: %s", (unsigned long long)frame->rip,
                  access, (unsigned long long)cr2, page_fault_cause(frame, cr2, stack_guard));
}
