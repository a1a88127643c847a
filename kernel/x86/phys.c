/* phys.c - see phys.h. Virtual is physical here. */
#include "x86/phys.h"

const uint8_t *phys_bytes(uint64_t address, size_t len)
{
    if (address == 0 || address >= PHYS_LIMIT || len > PHYS_LIMIT - address)
        return NULL;
    return (const uint8_t *)(uintptr_t)address;
}
