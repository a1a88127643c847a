/* main.c - the appliance: start, and one loop until the end. */
#include "appliance.h"

#include "config.h"
#include "contents.h"
#include "detect.h"
#include "drain.h"
#include "kvfs.h"
#include "appliance_limits.h"
#include "log.h"
#include "platform.h"
#include "pools.h"
#include "serve.h"
#include "tcp.h"

#define NS_PER_MS 1000000u
#define NS_PER_S  1000000000u

static void read_words(struct config *config)
{
    char error[256];
    if (!config_read(platform_command_line(), config, error, sizeof(error))) {
        log_error("error: %s", error);
        platform_exit(2);
    }
    log_set_level(config->log_level);
    if (config->help || config->version) {
        contents_print(config->help);
        platform_exit(0);
    }
}

/* All the memory that the pools will ever have. */
static struct arena take_memory(const struct config *config)
{
    uint32_t wanted = config->conn_max != 0 ? config->conn_max : APPLIANCE_CONN_DEFAULT;
    size_t want_len = pools_need(boot_network_need(config), wanted) + APPLIANCE_DRIVER_MEMORY;
    uint8_t *region = NULL;
    size_t len = platform_memory(want_len, &region);
    if (len == 0)
        len = platform_memory(APPLIANCE_MEMORY_MIN, &region);
    if (len == 0) {
        log_error("memory: too little: need=%u bytes for pools", APPLIANCE_MEMORY_MIN);
        platform_exit(1);
    }
    return (struct arena){.next = region, .end = region + len, .dirty = platform_memory_is_dirty()};
}

/* One line, in every mode, when clients can come; again when the address changes. */
static void say_ready(uint16_t port)
{
    static char said[16];
    char now[16] = {0};
    bool same = true;
    if (!tcp_address(now, sizeof(now)))
        return;
    for (unsigned i = 0; i < sizeof(now); i++) {
        same &= now[i] == said[i];
        said[i] = now[i];
    }
    if (!same)
        log_line(LOG_ERROR, "ready: http://%s:%u/ (%llu ms)", now, port,
                 (unsigned long long)(platform_mono_ns() / NS_PER_MS));
}

static uint64_t next_turn_ns(void)
{
    uint64_t tcp_ns = tcp_deadline_ns(), drain_ns = drain_deadline_ns();
    return tcp_ns < drain_ns ? tcp_ns : drain_ns;
}

static _Noreturn void serve_until_asked_to_end(uint16_t port)
{
    for (uint32_t turn = 0;; turn++) {
        struct tcp_event event;
        uint64_t now_ns = platform_mono_ns();
        uint64_t wall_s = platform_wall_ns() / NS_PER_S;
        while (tcp_next(now_ns, &event))
            serve_event(&event, now_ns, wall_s);
        drain_turn(now_ns);
        tcp_flush(now_ns);
        if (drain_is_over()) {
            platform_wait_until(now_ns + APPLIANCE_FAREWELL_NS);
            platform_exit(0);
        }
        say_ready(port);
        /* What flushing has caused is handled before anything new is waited for, but not for ever. */
        uint64_t deadline_ns = next_turn_ns();
        if (deadline_ns > now_ns || turn % APPLIANCE_TURNS_PER_WAIT == 0)
            platform_wait_until(deadline_ns);
    }
}

_Noreturn void appliance_run(void)
{
    struct config config;
    log_set_sink(platform_console_write);
    read_words(&config);
    log_info("%s: \"%s\" pages=%u resources=%zu bytes=%llu platform=%s", kvfs_site.generator, kvfs_site.title,
             kvfs_site.page_count, kvfs_count(), (unsigned long long)kvfs_site.content_len, platform_name());

    struct arena arena = take_memory(&config);
    uint32_t conn_max = boot_network(&config, &arena, platform_mono_ns());
    uint16_t port = config.port != 0 ? config.port : boot_network_port(&config);
    if (conn_max == 0 || !serve_init(conn_max, &arena) || !tcp_listen(port))
        platform_exit(1);
    log_info("tcp: listen port=%u conns=%u", port, conn_max);
    serve_until_asked_to_end(port);
}
