/* paging.h - page tables: virtual is physical, and every page has only the rights that it needs.
 *
 * Layer     kernel/x86
 * Memory    tables come from page_table_pool in pvh.S; mmio_map() (mmio.h) takes from the same pool later
 * Rights    text read+execute, rodata, payload and tables read, data and all other RAM read+write; page 0 and
 *           the page below the stack are not there; device memory read+write, uncached. No execution but of text
 *           (W^X, NX).
 */
#ifndef KERNEL_X86_PAGING_H
#define KERNEL_X86_PAGING_H

#include "x86/memmap.h"

/* Build the tables for this image and this machine's RAM below 4 GiB and switch to them; switch on what else
 * the processor offers against our own mistakes: SMEP, SMAP, UMIP.
 *
 * The map must stay: mmio_map() refuses what touches its RAM. RAM that could not be mapped becomes
 * MEMMAP_UNMAPPED. */
void paging_init(struct memmap *map);

#endif
