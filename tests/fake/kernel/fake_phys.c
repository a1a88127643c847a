/* fake_phys.c - see fake_phys.h. */
#include "kernel/fake_phys.h"

#include "assert.h"
#include "x86/phys.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_MAX 16u

static struct {
    uint64_t address;
    uint8_t *bytes;
    size_t len;
} pieces[PIECE_MAX];
static unsigned piece_count;

void fake_phys_clear(void)
{
    while (piece_count > 0)
        free(pieces[--piece_count].bytes);
}

void fake_phys_put(uint64_t address, const void *bytes, size_t len)
{
    ASSERT(piece_count < PIECE_MAX);
    pieces[piece_count].address = address;
    pieces[piece_count].bytes = malloc(len ? len : 1);
    pieces[piece_count].len = len;
    memcpy(pieces[piece_count++].bytes, bytes, len);
}

const uint8_t *phys_bytes(uint64_t address, size_t len)
{
    for (unsigned i = 0; i < piece_count && address != 0; i++) {
        uint64_t offset = address - pieces[i].address;
        if (address >= pieces[i].address && offset <= pieces[i].len && len <= pieces[i].len - offset)
            return pieces[i].bytes + offset;
    }
    return NULL;
}
