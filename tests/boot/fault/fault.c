/* fault.c - an image that does wrong on purpose: linked with the appliance's objects in place of its main.c.
 * What the page tables and the exceptions promise is seen on the console of the machine that boots it
 * (test_fault.py).
 *
 * The word fault=NAME on the command line says what to do.
 */
#include "appliance.h"
#include "assert.h"
#include "log.h"
#include "memory.h"
#include "platform.h"
#include "words.h"
#include "x86/image.h"

static volatile uint8_t *volatile null;
static uint8_t code_in_data[] = {0xc3}; /* ret */
static volatile int zero;
static volatile size_t too_long = 64; /* volatile: or the compiler sees what is done here, and warns */

static void read_null(void)
{
    log_info("%u", null[16]);
}

static void write_at(const uint8_t *address)
{
    *(volatile uint8_t *)(uintptr_t)address = 1;
}

static void write_text(void)
{
    write_at(text_start);
}

static void write_rodata(void)
{
    write_at(rodata_start);
}

static void write_payload(void)
{
    write_at(kvfs_payload);
}

static void write_tables(void)
{
    write_at(kvfs_payload_end);
}

static void execute_data(void)
{
    code_in_data[0] = 0xc3;
    ((void (*)(void))(uintptr_t)code_in_data)();
}

static void execute_payload(void)
{
    ((void (*)(void))(uintptr_t)kvfs_payload)();
}

static void execute_tables(void)
{
    ((void (*)(void))(uintptr_t)kvfs_payload_end)();
}

static __attribute__((noinline)) int use_stack(int depth)
{
    volatile uint8_t frame[512];
    frame[depth & 511] = 1;
    return depth == 0 ? 0 : use_stack(depth - 1) + frame[0];
}

static void overflow_stack(void)
{
    log_info("%d", use_stack(1000000));
}

static void divide(void)
{
    log_info("%d", 100 / zero);
}

static __attribute__((noinline)) int write_beyond(size_t len)
{
    volatile uint8_t frame[16];
    for (size_t i = 0; i < len; i++)
        frame[i] = 0x5a;
    return frame[0];
}

static void smash_stack(void)
{
    log_info("%d", write_beyond(too_long));
}

static void fail_assertion(void)
{
    ASSERT(zero == 1);
}

static const struct {
    const char *name;
    void (*commit)(void);
} faults[] = {
    {"null", read_null},
    {"text", write_text},
    {"rodata", write_rodata},
    {"payload", write_payload},
    {"tables", write_tables},
    {"run-data", execute_data},
    {"run-payload", execute_payload},
    {"run-tables", execute_tables},
    {"stack", overflow_stack},
    {"divide", divide},
    {"canary", smash_stack},
    {"assert", fail_assertion},
};

static void commit_named(const struct word *word)
{
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        const char *name = faults[i].name;
        if (word->value_len == strlen(name) && memcmp(word->value, name, word->value_len) == 0)
            faults[i].commit();
    }
}

_Noreturn void appliance_run(void)
{
    const char *line = platform_command_line();
    struct word word;
    log_set_sink(platform_console_write);
    while (words_next(&line, &word))
        if (word_key_is(&word, "fault"))
            commit_named(&word);
    log_info("survived");
    platform_exit(0);
}
