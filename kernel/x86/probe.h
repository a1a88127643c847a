/* probe.h - RAM that nobody told us of.
 *
 * Layer     kernel/x86; caller: boot/pvh_main.c, before paging_init()
 */
#ifndef KERNEL_X86_PROBE_H
#define KERNEL_X86_PROBE_H

#include "x86/memmap.h"

/* Add the RAM from 1 MiB on, found by writing and reading back one word of each MiB above the image up to the
 * first that does not keep it; every word is restored. Stops below 3 GiB, where devices begin. */
void probe_memory(struct memmap *map);

#endif
