/* platform_backend.h - what a machine provides; platform.h says what each function promises.
 *
 * Layer   kernel; included by providers, by platform_switch.c and by boot/detect.c only
 */
#ifndef KERNEL_PLATFORM_BACKEND_H
#define KERNEL_PLATFORM_BACKEND_H

#include "platform.h"

struct platform_backend {
    const char *name;
    const char *(*command_line)(void);
    void (*console_write)(const char *text, size_t len);
    uint64_t (*mono_ns)(void);
    uint64_t (*wall_ns)(void);
    bool (*entropy)(void *buf, size_t len);
    void (*wait_until)(uint64_t deadline_ns);
    unsigned (*stop_requests)(void);
    size_t (*memory)(size_t min_len, uint8_t **region);
    bool memory_is_dirty;
    void (*exit)(int status); /* must not return */
};

/* Called once, by boot/detect.c. The table is static and stays. */
void platform_use(const struct platform_backend *backend);

#endif
