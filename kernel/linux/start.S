/* start.S - where Linux enters the file (e_entry): argc, argv, environment and auxiliary vector lie on the stack. */
        .section .text.linux_start, "ax"
        .globl linux_start
        .type linux_start, @function
linux_start:
        xorl    %ebp, %ebp
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    linux_main
        ud2

/* What the kernel returns to from a signal handler (SA_RESTORER). 15 is rt_sigreturn. */
        .globl linux_sigreturn
        .type linux_sigreturn, @function
linux_sigreturn:
        movl    $15, %eax
        syscall
        ud2
