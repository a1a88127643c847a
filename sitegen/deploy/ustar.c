/* ustar.c - see ustar.h */
#include "deploy/ustar.h"

#include <stdio.h>
#include <string.h>

/* Fields: where they begin, and their length. */
#define NAME         0
#define MODE         100
#define UID          108
#define GID          116
#define LEN          124
#define TIME         136
#define CHECKSUM     148
#define CHECKSUM_LEN 8
#define TYPE         156
#define MAGIC        257
#define SHORT        8
#define LONG         12
#define LONG_MAX     ((1ull << 33) - 1) /* eleven octal digits */

/* Octal digits and a NUL. */
static void put(char *at, size_t size, unsigned long long n)
{
    char digits[32];

    snprintf(digits, sizeof(digits), "%0*llo", (int)size - 1, n);
    memcpy(at, digits, size);
}

void ustar_header(char block[USTAR_BLOCK], const char *name, unsigned mode, uint64_t len, int64_t modified_s)
{
    uint64_t time_s = modified_s > 0 && (uint64_t)modified_s <= LONG_MAX ? (uint64_t)modified_s : 0;
    unsigned sum = 0;

    memset(block, 0, USTAR_BLOCK);
    memcpy(block + NAME, name, strnlen(name, USTAR_NAME_MAX));
    put(block + MODE, SHORT, mode);
    put(block + UID, SHORT, 0);
    put(block + GID, SHORT, 0);
    put(block + LEN, LONG, len <= LONG_MAX ? len : 0);
    put(block + TIME, LONG, time_s);
    block[TYPE] = '0';
    memcpy(block + MAGIC, "ustar\0" "00", 8);
    memset(block + CHECKSUM, ' ', CHECKSUM_LEN); /* it counts as blanks */
    for (size_t i = 0; i < USTAR_BLOCK; i++)
        sum += (unsigned char)block[i];
    put(block + CHECKSUM, CHECKSUM_LEN - 1, sum);
}

size_t ustar_padding(uint64_t len)
{
    return (size_t)((USTAR_BLOCK - len % USTAR_BLOCK) % USTAR_BLOCK);
}
