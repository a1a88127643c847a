/* disk.c - what lies before the image on a disk. See disk.h. */
#include "deploy/disk.h"

#include "digest.h"

#include <string.h>

/* In boot.img. */
#define BOOT_DRIVE_CHECK 0x66 /* a jump over what helps a BIOS that passes a wrong drive number */
#define DISK_SIGNATURE   0x1b8
#define PARTITION_TABLE  0x1be
#define BOOT_SIGNATURE   0x1fe

/* The partition table entry: for whoever asks what is on the disk, and for a BIOS that boots none without an
 * active partition. */
#define PARTITION_ACTIVE 0x80
#define PARTITION_DATA   0xda /* no file system */

static uint64_t sectors_of(uint64_t len)
{
    return (len + DISK_SECTOR_LEN - 1) / DISK_SECTOR_LEN;
}

uint64_t disk_len(uint64_t image_len)
{
    return (DISK_START_LEN + image_len + DISK_ALIGN - 1) / DISK_ALIGN * DISK_ALIGN;
}

/* $root is the disk that the BIOS booted from. The words are read into a variable, and eval parts them at the
 * blanks. Where there is no serial port, GRUB says so and goes on. */
void disk_commands(uint64_t image_len, struct text *out)
{
    text_add_c(out, "serial --unit=0 --speed=115200\n"
                    "terminal_input console serial\n"
                    "terminal_output console serial\n");
    text_printf(out, "load_env --file ($root)%u+%u words\n", DISK_WORDS_AT,
                DISK_ENVIRON_LEN / DISK_SECTOR_LEN);
    text_printf(out, "eval \"multiboot2 ($root)%u+%llu $words\"\nboot\n", DISK_IMAGE_AT,
                (unsigned long long)sectors_of(image_len));
}

static void put_le32(char *at, uint32_t n)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (char)(n >> 8 * i & 0xff);
}

/* Cylinders and heads say "look at the sector numbers" (254/255/63 or more). */
static void enter_partition(char *entry, uint64_t sector_count)
{
    static const char beyond[3] = {(char)0xfe, (char)0xff, (char)0xff};

    entry[0] = (char)PARTITION_ACTIVE;
    memcpy(entry + 1, beyond, sizeof(beyond));
    entry[4] = (char)PARTITION_DATA;
    memcpy(entry + 5, beyond, sizeof(beyond));
    put_le32(entry + 8, DISK_IMAGE_AT);
    put_le32(entry + 12, (uint32_t)sector_count);
}

/* The disk's signature is taken from the image, so that the same image gives the same disk. */
static void lay_boot(char *sector, struct str boot, struct str image)
{
    struct digest_sum sum = digest_of(image);
    uint64_t sector_count = disk_len(image.len) / DISK_SECTOR_LEN - DISK_IMAGE_AT;

    memcpy(sector, boot.at, DISK_SECTOR_LEN);
    memset(sector + BOOT_DRIVE_CHECK, 0x90, 2); /* two NOPs, as for every hard disk */
    memcpy(sector + DISK_SIGNATURE, sum.bytes, 4);
    enter_partition(sector + PARTITION_TABLE, sector_count);
}

static void lay_words(char *at, const char *words)
{
    struct text block = {0};

    text_add_c(&block, "# GRUB Environment Block\n");
    if (*words != '\0')
        text_printf(&block, "words=%s\n", words);
    memset(at, '#', DISK_ENVIRON_LEN);
    memcpy(at, block.bytes, block.len);
    text_free(&block);
}

const char *disk_start(char start[DISK_START_LEN], const struct disk_grub *grub, struct str image,
                       const char *words)
{
    const size_t core_max = (DISK_WORDS_AT - 1) * DISK_SECTOR_LEN;

    if (grub->boot.len != DISK_SECTOR_LEN || grub->boot.at[BOOT_SIGNATURE] != 0x55 ||
        grub->boot.at[BOOT_SIGNATURE + 1] != (char)0xaa)
        return "GRUB's boot.img is not what it is known to be";
    if (grub->core.len <= DISK_SECTOR_LEN || grub->core.len > core_max)
        return "GRUB's core image does not fit before the image";
    if (strlen(words) > DISK_WORDS_MAX)
        return "the words do not fit into an environment block of GRUB's";
    /* boot.img reads sector 1 and what is there reads on at sector 2: both are so as they are delivered. */
    lay_boot(start, grub->boot, image);
    memcpy(start + DISK_SECTOR_LEN, grub->core.at, grub->core.len);
    lay_words(start + DISK_WORDS_AT * DISK_SECTOR_LEN, words);
    return NULL;
}
