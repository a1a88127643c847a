/* disk.h - a disk from which a BIOS boots the image, by GRUB.
 *
 *     sector      0  GRUB's boot.img, with a partition table of one entry: the image
 *     from        1  GRUB's core image, which holds its first commands (disk_commands())
 *           2046-47  the words, as an environment block of GRUB's
 *     from     2048  the image, and zeros up to a whole MiB
 *
 * Layer     sitegen/deploy
 * Why so    GRUB reads runs of sectors as files ("(hd0)2048+617"): no file system is needed, neither to make
 *           the disk nor to read it. The words stand alone in two sectors, so that whoever runs the machine
 *           changes them with dd.
 * Limits    BIOS only, no UEFI; the image must be below 4 GiB in memory, and the machine must hold it
 * Source    GRUB 2.06: its manual (block list syntax, The GRUB environment block), and
 *           include/grub/i386/pc/boot.h for the two places in boot.img
 */
#ifndef SITEGEN_DEPLOY_DISK_H
#define SITEGEN_DEPLOY_DISK_H

#include "deploy/deploy.h"

#define DISK_SECTOR_LEN  512u
#define DISK_WORDS_AT    2046u /* sectors */
#define DISK_IMAGE_AT    2048u
#define DISK_START_LEN   (DISK_IMAGE_AT * DISK_SECTOR_LEN)
#define DISK_ALIGN       (1024u * 1024u) /* of the whole; what clouds ask for */
#define DISK_ENVIRON_LEN 1024u           /* bytes: the only length that GRUB's tools take */
#define DISK_WORDS_MAX   960u            /* bytes of words that fit into it */

/* GRUB's parts for a BIOS. */
struct disk_grub {
    struct str boot; /* boot.img, 512 bytes */
    struct str core; /* with disk_commands() in it */
};

/* What GRUB is to do first. Returns a text. */
void disk_commands(uint64_t image_len, struct text *out);

/* The length of the whole disk, in bytes. */
uint64_t disk_len(uint64_t image_len);

/* Lay out what comes before the image; start is zero. Returns NULL, or what is wrong with GRUB's parts. */
const char *disk_start(char start[DISK_START_LEN], const struct disk_grub *grub, struct str image,
                       const char *words);

/* disk_grub.c: have GRUB's tools make its parts. Returns false when that was not possible, which is said. */
bool disk_grub_make(struct disk_grub *grub, uint64_t image_len, struct pool *pool);

#endif
