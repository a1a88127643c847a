/* entropy.c - see entropy.h. */
#include "x86/entropy.h"

#include "log.h"
#include "random.h"
#include "x86/cpu.h"
#include "x86/cpuid.h"
#include "x86/port.h"

#define CPUID1_ECX_RDRAND (1u << 30)
#define RDRAND_TRIES      10u /* SDM 1, 7.3.17.1: ten failures in a row mean that it is broken */
#define HEALTH_WORDS      8u
#define SEED_WORDS        4u
#define JITTER_SAMPLES    64u
#define PORT_DELAY        0x80

static struct random random;
static bool from_device;

static bool rdrand(uint64_t *value)
{
    for (unsigned i = 0; i < RDRAND_TRIES; i++) {
        bool valid;
        __asm__ volatile("rdrand %0" : "=r"(*value), "=@ccc"(valid));
        if (valid)
            return true;
    }
    return false;
}

/* Processors have been sold, and emulators written, that answer with one value for ever and call it valid. */
static bool rdrand_is_healthy(void)
{
    uint64_t seen[HEALTH_WORDS];

    if (!(cpuid(1, 0).ecx & CPUID1_ECX_RDRAND))
        return false;
    for (unsigned i = 0; i < HEALTH_WORDS; i++) {
        if (!rdrand(&seen[i]))
            return false;
        for (unsigned j = 0; j < i; j++) {
            if (seen[i] == seen[j]) {
                log_error("entropy: RDRAND is stuck, not used");
                return false;
            }
        }
    }
    return true;
}

static bool has_rdrand(void)
{
    static enum { UNKNOWN, NO, YES } state;

    if (state == UNKNOWN)
        state = rdrand_is_healthy() ? YES : NO;
    return state == YES;
}

static bool mix_rdrand(void)
{
    uint64_t seed[SEED_WORDS];

    if (!has_rdrand())
        return false;
    for (unsigned i = 0; i < SEED_WORDS; i++) {
        if (!rdrand(&seed[i]))
            return false;
    }
    random_mix(&random, seed, sizeof seed);
    return true;
}

/* How long the hypervisor takes for a trip varies; worth a few bits, and better than nothing at all. */
static void mix_jitter(void)
{
    uint64_t samples[JITTER_SAMPLES];

    for (unsigned i = 0; i < JITTER_SAMPLES; i++) {
        port_out8(PORT_DELAY, 0);
        samples[i] = tsc_read();
    }
    random_mix(&random, samples, sizeof samples);
}

void entropy_add(const void *bytes, size_t len)
{
    random_mix(&random, bytes, len);
    from_device = true;
}

bool entropy_fill(void *buf, size_t len)
{
    static bool seeded;
    uint64_t now = tsc_read();

    if (!seeded) {
        mix_jitter();
        seeded = true;
    }
    bool from_processor = mix_rdrand();
    random_mix(&random, &now, sizeof now);
    random_fill(&random, buf, len);
    return from_device || from_processor;
}
