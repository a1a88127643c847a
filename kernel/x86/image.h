/* image.h - where the image lies; boot/image.ld defines the symbols, and boot/site.S the last two, which are
 * not known before a bake.
 *
 * Layer     kernel/x86
 */
#ifndef KERNEL_X86_IMAGE_H
#define KERNEL_X86_IMAGE_H

#include <stdint.h>

extern const uint8_t image_start[], text_start[], text_end[], rodata_start[], rodata_end[];
extern const uint8_t data_start[], data_end[], kvfs_payload[];
extern const uint8_t *const kvfs_payload_end; /* and the start of the tables, which end with the image: */
extern const uint8_t *const image_end;

/* pvh.S */
extern const uint8_t guest_stack_guard[], guest_stack_top[];
extern uint64_t page_table_pool[][512];
extern uint64_t guest_thread_block[6]; /* the canary is word 5, at %fs:0x28 */
extern const uint64_t entry_tsc;       /* the time stamp counter at entry */

#endif
