/* pvh.S - the guest's two entries: from 32-bit protected mode to C in long mode.
 *
 * Source   Xen, docs/misc/pvh: entered with paging off, flat 32-bit segments, %ebx = physical address of
 *          struct hvm_start_info. Multiboot2 2.0, 3.3: the same, with MULTIBOOT2_MAGIC in %eax and the boot
 *          information in %ebx. Intel SDM 3A, 10.8.5 (entering IA-32e mode).
 * Pages    the first four GiB are mapped one to one, with all rights, in the last six pages of
 *          page_table_pool; x86/paging.c replaces them by tables with the image's rights and then takes those
 *          pages back.
 */

#define CR0_BOOT      0x80010033 /* PG WP NE ET MP PE: caches on, writes checked in ring 0 too */
#define CR4_BOOT      0x20       /* PAE */
#define MSR_EFER      0xC0000080
#define MSR_FS_BASE   0xC0000100
#define EFER_LME      0x100
#define EFER_NXE      0x800
#define PAGE_TABLE    0x3 /* present, writable */
#define PAGE_2M       0x83

/* Must be as in x86/paging.c. */
#define POOL_PAGES    20
#define EARLY_PAGES   6
#define STACK_LEN     65536

    .section .note.Xen, "a", @note
    .balign 4
    .long 4                 /* name length */
    .long 8                 /* descriptor length */
    .long 18                /* XEN_ELFNOTE_PHYS32_ENTRY */
    .asciz "Xen"
    .quad pvh_start

    .section .text.pvh, "ax", @progbits

    /* Multiboot2 2.0, 3.1: in the first 32 KiB of the file, on a boundary of 8 bytes. The loader takes the
     * ELF segments as they are; only the entry is another one. Version 1 would take the ELF's own entry, and
     * with its header QEMU's -kernel would no longer take the file for a PVH kernel. */
    .balign 8
multiboot2_header:
    .long 0xe85250d6        /* magic */
    .long 0                 /* i386, protected mode */
    .long multiboot2_header_end - multiboot2_header
    .long -(0xe85250d6 + multiboot2_header_end - multiboot2_header)
    .word 3, 0              /* entry address */
    .long 12
    .long multiboot2_start
    .balign 8, 0
    .word 0, 0              /* no more tags */
    .long 8
multiboot2_header_end:

    .code32
    .type multiboot2_start, @function
multiboot2_start:
    movl %eax, loader_magic
    /* and on as pvh_start, where it stays 0 */
    .size multiboot2_start, . - multiboot2_start

    .globl pvh_start
    .type pvh_start, @function
pvh_start:
    cli
    cld
    rdtsc
    movl %eax, entry_tsc
    movl %edx, entry_tsc + 4
    movl $guest_stack_top, %esp
    movl %ebx, %ebp         /* CPUID overwrites %ebx */

    /* Four page directories of 2 MiB pages, one after the other. The pool is zero: it lies in .bss. */
    movl $early_directories, %edi
    movl $PAGE_2M, %eax
1:  movl %eax, (%edi)
    addl $8, %edi
    addl $0x200000, %eax
    jnc 1b                  /* until the address passes 4 GiB */

    movl $early_directories + PAGE_TABLE, %eax
    movl $early_pdpt, %edi
    movl $4, %ecx
2:  movl %eax, (%edi)
    addl $0x1000, %eax
    addl $8, %edi
    loop 2b
    movl $early_pdpt + PAGE_TABLE, early_pml4

    movl $CR4_BOOT, %eax
    movl %eax, %cr4
    movl $early_pml4, %eax
    movl %eax, %cr3

    /* EFER.NXE where the processor knows no-execute (CPUID 80000001h EDX bit 20). */
    movl $0x80000001, %eax
    cpuid
    movl $EFER_LME, %esi
    testl $1 << 20, %edx
    jz 3f
    orl $EFER_NXE, %esi
3:  movl $MSR_EFER, %ecx
    movl %esi, %eax
    xorl %edx, %edx
    wrmsr

    movl $CR0_BOOT, %eax
    movl %eax, %cr0
    lgdtl guest_gdt_pointer
    ljmp $8, $long_start

    .code64
long_start:
    movl $16, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    xorl %eax, %eax
    movl %eax, %fs
    movl %eax, %gs

    /* The stack protector reads its canary at %fs:0x28, so the base is set before the first C function that
     * is protected. This first canary holds for the boot only; detect.c renews it from the mixed generator.
     */
    movl $guest_thread_block, %eax
    xorl %edx, %edx
    movl $MSR_FS_BASE, %ecx
    wrmsr
    movl $1, %eax
    cpuid
    movl %ecx, %esi
    movq entry_tsc, %rax
    testl $1 << 30, %esi    /* RDRAND */
    jz 5f
    movl $10, %ecx
4:  rdrand %rdx
    jc 6f
    loop 4b
5:  movabsq $0x9e3779b97f4a7c15, %rdx
    imulq %rdx, %rax
    xorq %rdx, %rdx
6:  xorq %rdx, %rax
    xorb %al, %al           /* a zero byte stops string overruns */
    movq %rax, guest_thread_block + 0x28

    movl $guest_stack_top, %esp
    movl %ebp, %edi
    movl loader_magic, %esi
    xorl %ebp, %ebp
    call pvh_main
7:  cli
    hlt
    jmp 7b
    .size pvh_start, . - pvh_start

    /* Descriptors: null, 64-bit code, data, and the task state segment, which x86/idt.c fills in. */
    .section .data.guest_gdt, "aw", @progbits
    .balign 16
    .globl guest_gdt
guest_gdt:
    .quad 0
    .quad 0x00209b0000000000
    .quad 0x0000930000000000
    .quad 0, 0
guest_gdt_pointer:
    .word guest_gdt_pointer - guest_gdt - 1
    .quad guest_gdt

    .section .bss.guest, "aw", @nobits
    .balign 4096
    .globl page_table_pool
page_table_pool:
    .skip (POOL_PAGES - EARLY_PAGES) * 4096
early_pml4:
    .skip 4096
early_pdpt:
    .skip 4096
early_directories:
    .skip 4 * 4096

    /* paging.c takes the guard page away: a stack that grows too long faults there. */
    .globl guest_stack_guard
guest_stack_guard:
    .skip 4096
    .skip STACK_LEN
    .globl guest_stack_top
guest_stack_top:

    .balign 16
    .globl guest_thread_block
guest_thread_block:
    .skip 48
    .globl entry_tsc
entry_tsc:
    .skip 8
loader_magic:
    .skip 4
