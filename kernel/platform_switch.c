/* platform_switch.c - joins platform.h to the provider that boot/detect.c has chosen. */
#include "platform_backend.h"

#include "assert.h"
#include "log.h"

static const struct platform_backend *platform;

/* The compiler calls it where a stack canary has been overwritten. */
_Noreturn void __stack_chk_fail(void);

void platform_use(const struct platform_backend *backend)
{
    platform = backend;
}

const char *platform_name(void)
{
    return platform->name;
}

const char *platform_command_line(void)
{
    return platform->command_line();
}

void platform_console_write(const char *text, size_t len)
{
    platform->console_write(text, len);
}

uint64_t platform_mono_ns(void)
{
    return platform->mono_ns();
}

uint64_t platform_wall_ns(void)
{
    return platform->wall_ns();
}

bool platform_entropy(void *buf, size_t len)
{
    return platform->entropy(buf, len);
}

void platform_wait_until(uint64_t deadline_ns)
{
    platform->wait_until(deadline_ns);
}

unsigned platform_stop_requests(void)
{
    return platform->stop_requests();
}

size_t platform_memory(size_t min_len, uint8_t **region)
{
    return platform->memory(min_len, region);
}

bool platform_memory_is_dirty(void)
{
    return platform->memory_is_dirty;
}

_Noreturn void platform_exit(int status)
{
    platform->exit(status);
    __builtin_trap();
}

/* A guest's entry asserts before there is a platform: the exception's report and a reset do as well. */
static _Noreturn void stop(void)
{
    if (platform != NULL)
        platform_exit(3);
    __builtin_trap();
}

_Noreturn void assert_fail(const char *file, int line, const char *expression)
{
    log_error("%s:%d: assertion failed: %s", file, line, expression);
    stop();
}

_Noreturn __attribute__((no_stack_protector)) void __stack_chk_fail(void)
{
    log_error("stack: canary overwritten");
    stop();
}
