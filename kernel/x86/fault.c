/* fault.c - see fault.h. Uses no more than the outlet: everything else may be what broke. */
#include "x86/fault.h"

#include "format.h"
#include "x86/cpu.h"
#include "x86/image.h"
#include "x86/power.h"
#include "x86/serial.h"

#define STACK_WORDS 16u
#define LINE_MAX    160u

static const struct fault_outlet serial = {serial_write, power_reset};
static const struct fault_outlet *out = &serial;

void fault_use(const struct fault_outlet *outlet)
{
    out = outlet;
}

static void print_registers(const struct fault_frame *f)
{
    const struct {
        char name[4];
        uint64_t value;
    } reg[] = {
        {"rax", f->rax}, {"rbx", f->rbx},    {"rcx", f->rcx},     {"rdx", f->rdx}, {"rsi", f->rsi},
        {"rdi", f->rdi}, {"rbp", f->rbp},    {"rsp", f->rsp},     {"r8 ", f->r8},  {"r9 ", f->r9},
        {"r10", f->r10}, {"r11", f->r11},    {"r12", f->r12},     {"r13", f->r13}, {"r14", f->r14},
        {"r15", f->r15}, {"rfl", f->rflags}, {"cr2", cr2_read()},
    };
    char line[LINE_MAX];

    for (size_t i = 0; i < sizeof reg / sizeof reg[0]; i += 3) {
        size_t len =
            format(line, sizeof line, "  %s %016llx  %s %016llx  %s %016llx\n", reg[i].name,
                   (unsigned long long)reg[i].value, reg[i + 1].name, (unsigned long long)reg[i + 1].value,
                   reg[i + 2].name, (unsigned long long)reg[i + 2].value);
        out->write(line, len);
    }
}

/* The words above the stack pointer, if it points into our stack: return addresses are among them. */
static void print_stack(uint64_t rsp)
{
    char line[LINE_MAX];
    uint64_t stack_start = (uintptr_t)guest_stack_guard + 4096, stack_end = (uintptr_t)guest_stack_top;

    rsp &= ~7ull;
    if (rsp < (uintptr_t)guest_stack_guard || rsp >= stack_end)
        return;
    if (rsp < stack_start)
        rsp = stack_start; /* it overflowed: what is left of it */
    for (unsigned i = 0; i < STACK_WORDS && rsp < stack_end; i++, rsp += 8) {
        const char *end = i % 4 == 3 ? "\n" : "";
        unsigned long long word = *(const uint64_t *)(uintptr_t)rsp;
        out->write(line, format(line, sizeof line, "%s%016llx%s", i % 4 ? " " : "  stack ", word, end));
    }
    out->write("\n", 1);
}

void fault_report(const struct fault_frame *frame)
{
    static bool reporting;
    char line[LINE_MAX];

    /* A fault while a fault is reported: the report itself is what fails. */
    if (!reporting) {
        reporting = true;
        out->write("\n", 1);
        out->write(line,
                     fault_describe(frame, cr2_read(), (uintptr_t)guest_stack_guard, line, sizeof line));
        out->write("\n", 1);
        print_registers(frame);
        print_stack(frame->rsp);
    }
    out->end();
    power_reset();
}
