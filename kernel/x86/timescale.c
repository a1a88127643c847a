/* timescale.c - see timescale.h. */
#include "x86/timescale.h"

#define NS_PER_S 1000000000ull

struct timescale timescale_from_hz(uint64_t hz)
{
    struct timescale scale = {0};

    /* Bring hz into (10^9, 2 * 10^9], so that the multiplier is in [2^31, 2^32). */
    while (hz > 2 * NS_PER_S) {
        hz = (hz + 1) / 2;
        scale.shift--;
    }
    while (hz <= NS_PER_S) {
        hz *= 2;
        scale.shift++;
    }
    scale.multiplier = (uint32_t)((NS_PER_S << 32) / hz);
    return scale;
}

uint64_t timescale_ns(struct timescale scale, uint64_t ticks)
{
    /* A shift that no honest hypervisor gives must not be undefined here. */
    if (scale.shift < 0)
        ticks = scale.shift > -64 ? ticks >> -scale.shift : 0;
    else
        ticks = scale.shift < 64 ? ticks << scale.shift : 0;
    return (uint64_t)((unsigned __int128)ticks * scale.multiplier >> 32);
}

uint64_t timescale_hz(uint64_t ticks, uint64_t reference_ticks, uint64_t reference_hz)
{
    /* ticks and reference_hz are below 2^32 each in every use: the product fits. */
    return ticks * reference_hz / reference_ticks;
}
