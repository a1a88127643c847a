/* start.S - where Linux enters the file (e_entry): argc, argv, environment and auxiliary vector lie on the
 * stack. */
        .section .text.linux_start, "ax"
        .globl linux_start
        .type linux_start, @function
linux_start:
        xorl    %ebp, %ebp
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    linux_main
        ud2
