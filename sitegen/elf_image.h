/* elf_image.h - the start of an image: the appliance's ELF file, completed for a site.
 *
 * Layer     sitegen
 * Why       the appliance is linked when sitegen is built. What a bake adds lies behind it, at addresses that
 *           are known beforehand: so a bake relocates nothing, and needs no linker.
 * Trust     the file may be another version's, or not ours at all; it is ours before anything is made of it
 */
#ifndef SITEGEN_ELF_IMAGE_H
#define SITEGEN_ELF_IMAGE_H

#include "kvfs_write.h"
#include "str.h"

/* As in kernel/boot/site.S, which says more; at the start of the read-only segment. */
#define ELF_IMAGE_LAYOUT "sitegen image 1"
struct elf_site_part {
    char layout[16];
    uint64_t payload;
    uint64_t payload_end;
    uint64_t image_end;
    uint64_t zeros[3];
    struct kvfs_site site;
};

struct elf_image {
    char *bytes; /* the first bytes of the image */
    size_t len;
    uint64_t offset;   /* where the payload begins in the file, a multiple of 4096 */
    uint64_t address;  /* and in memory */
    size_t site_at;    /* places in bytes: of what kernel/boot/site.S lays out, */
    size_t payload_at; /* and of the program headers that wait for the payload */
    size_t tables_at;  /* and for the tables */
    size_t note_at;    /* and of the section header that waits for the note */
};

/* Look the appliance over; its bytes are the caller's, and changed by elf_image_complete(). Returns NULL, or
 * what is wrong. */
const char *elf_image_open(struct elf_image *image, struct str appliance);

/* Enter the site, which lies at image->offset, and the note, which lies somewhere behind it in the file: then
 * the bytes are what the image begins with. */
void elf_image_complete(struct elf_image *image, const struct kvfs_write_totals *totals, uint64_t note_offset,
                        uint64_t note_len);

#endif
