/* fake_phys.h - physical memory for tests of what reads boot information and firmware tables (x86/phys.h). */
#ifndef FAKE_PHYS_H
#define FAKE_PHYS_H

#include <stddef.h>
#include <stdint.h>

/* Forget all memory. Call in each test's teardown: the copies are freed. */
void fake_phys_clear(void);

/* Put a copy of len bytes at address; the copy is exactly that long, so that a read beyond it is seen. */
void fake_phys_put(uint64_t address, const void *bytes, size_t len);

#endif
