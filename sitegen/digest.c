/* digest.c - see digest.h */
#include "digest.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <unistd.h>

#define PIECE_LEN (64u * 1024u)

_Static_assert(DIGEST_LEN == SHA256_DIGEST_SIZE, "SHA-256");

struct digest_sum digest_of(struct str bytes)
{
    struct sha256_ctx context;
    struct digest_sum sum;

    sha256_init(&context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.at);
    sha256_digest(&context, sizeof(sum.bytes), sum.bytes);
    return sum;
}

bool digest_file(const char *path, struct digest_sum *sum, uint64_t *len)
{
    uint8_t piece[PIECE_LEN];
    struct sha256_ctx context;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    ssize_t got = fd < 0 ? -1 : 1;

    sha256_init(&context);
    *len = 0;
    while (got > 0 || (fd >= 0 && got < 0 && errno == EINTR)) {
        got = read(fd, piece, sizeof(piece));
        if (got > 0) {
            sha256_update(&context, (size_t)got, piece);
            *len += (uint64_t)got;
        }
    }
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    sha256_digest(&context, sizeof(sum->bytes), sum->bytes);
    return got == 0;
}

void digest_print(const struct digest_sum *sum, char hex[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < DIGEST_LEN; i++) {
        hex[2 * i] = digits[sum->bytes[i] >> 4];
        hex[2 * i + 1] = digits[sum->bytes[i] & 15];
    }
    hex[2 * (size_t)DIGEST_LEN] = '\0';
}

static int digit(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_read(struct str hex, struct digest_sum *sum)
{
    if (hex.len != 2 * DIGEST_LEN)
        return false;
    for (size_t i = 0; i < DIGEST_LEN; i++) {
        int high = digit(hex.at[2 * i]), low = digit(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        sum->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
