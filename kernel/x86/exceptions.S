/* exceptions.S - what stands behind the gates of x86/idt.c.
 *
 * Exceptions bring every path to one frame (struct fault_frame in fault.h) and never return. Interrupts save
 * what C may change, acknowledge, and go back to the "cli" after the "hlt" that they woke.
 */
    .text
    .code64

    .macro exception vector, has_code
exception_\vector:
    .if \has_code == 0
    pushq $0
    .endif
    pushq $\vector
    jmp exception_common
    .endm

    .altmacro
    .set i, 0
    .rept 32
    /* SDM 3A, table 6-1: these push an error code. */
    .if (i == 8) || ((i >= 10) && (i <= 14)) || (i == 17) || (i == 21) || (i == 29) || (i == 30)
    exception %i, 1
    .else
    exception %i, 0
    .endif
    .set i, i + 1
    .endr

exception_common:
    cld
    pushq %rax
    pushq %rbx
    pushq %rcx
    pushq %rdx
    pushq %rsi
    pushq %rdi
    pushq %rbp
    pushq %r8
    pushq %r9
    pushq %r10
    pushq %r11
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, %rdi
    andq $-16, %rsp
    call fault_report
1:  cli
    hlt
    jmp 1b

    .macro interrupt name, handler
    .globl \name
\name:
    pushq %rax
    pushq %rcx
    pushq %rdx
    pushq %rsi
    pushq %rdi
    pushq %r8
    pushq %r9
    pushq %r10
    pushq %r11
    subq $8, %rsp           /* the processor aligned the stack to 16 and pushed five words, we nine */
    cld
    call \handler
    addq $8, %rsp
    popq %r11
    popq %r10
    popq %r9
    popq %r8
    popq %rdi
    popq %rsi
    popq %rdx
    popq %rcx
    popq %rax
    iretq
    .endm

    interrupt interrupt_wake, irq_on_wake
    interrupt interrupt_timer, irq_on_timer
    interrupt interrupt_sci, irq_on_sci

    /* SDM 3A, 10.9: a spurious interrupt is not acknowledged. */
    .globl interrupt_spurious
interrupt_spurious:
    iretq

    .section .rodata
    .balign 8
    .globl exception_entry
exception_entry:
    .macro entry vector
    .quad exception_\vector
    .endm
    .set i, 0
    .rept 32
    entry %i
    .set i, i + 1
    .endr
