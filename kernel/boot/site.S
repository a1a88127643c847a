/* site.S - what the appliance knows of its site: 128 bytes that a bake fills in.
 *
 * The appliance is linked once, and its site lies behind it in file and memory: the payload, and then the
 * tables (kvfs/FORMAT.md). image.ld puts these bytes at the start of the read-only segment, where
 * sitegen/elf_image.c finds them. Not C: so no compiler sees the values that they have before a bake.
 *
 *     0  16  the layout's name: to be changed with every change of this layout or of kvfs.h's structs
 *    16   8  address of the payload; known to the linker
 *    24   8  address of its end, and of the tables
 *    32   8  address of the end of the tables, and of the image
 *    40  24  zeros
 *    64  64  struct kvfs_site
 */

    .section .site, "a", @progbits
    .balign 64
    .ascii "sitegen image 1\0"
    .quad kvfs_payload
    .globl kvfs_payload_end
kvfs_payload_end:
    .quad kvfs_payload
    .globl image_end
image_end:
    .quad kvfs_payload
    .balign 64
    .globl kvfs_site
    .type kvfs_site, @object
    .size kvfs_site, 64
kvfs_site:
    .skip 64

/* An ELF note without content, in no segment: it takes no memory, and no loader looks at it. A bake writes one
 * with content at the end of the file (sitegen/provenance/provenance.h) and enters that in the section header
 * that the linker has made for this one. */
    .section .note.sitegen, "", @note
    .balign 4
    .long 8, 0, 1
    .ascii "sitegen\0"
