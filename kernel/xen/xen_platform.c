/* xen_platform.c - see xen_platform.h. */
#include "xen/xen_platform.h"

#include "log.h"
#include "x86/cpu.h"
#include "x86/entropy.h"
#include "x86/fault.h"
#include "x86/guest_memory.h"
#include "x86/mmio.h"
#include "xen/event.h"
#include "xen/grant.h"
#include "xen/netfront.h"
#include "xen/xen_clock.h"
#include "xen/xen_console.h"
#include "xen/xen_control.h"
#include "xen/xenstore.h"

#include <xen/hvm/params.h>
#include <xen/sched.h>

#define STATUS_OUR_BUG 3 /* platform_switch.c: an assertion, the canary */

static const struct loader_info *loader_info;
static struct event_source xenstore_source = {.arm = xenstore_arm};

static _Noreturn void shut_down(unsigned reason)
{
    struct sched_shutdown shutdown = {.reason = reason};

    xen_console_drain();
    hypercall(__HYPERVISOR_sched_op, SCHEDOP_shutdown, (uintptr_t)&shutdown, 0);
    cpu_halt();
}

static void crash(void)
{
    shut_down(SHUTDOWN_crash);
}

/* A page that the toolstack made for us, and its channel. NULL when there is none. */
static volatile void *toolstack_page(uint32_t frame_index, uint32_t port_index, uint32_t *port)
{
    uint64_t frame, channel;

    if (!xen_parameter(frame_index, &frame) || frame == 0 || !xen_parameter(port_index, &channel))
        return NULL;
    *port = (uint32_t)channel;
    return mmio_map_cached(frame * XEN_PAGE, XEN_PAGE);
}

static void start_console(void)
{
    uint32_t port;
    volatile void *page = toolstack_page(HVM_PARAM_CONSOLE_PFN, HVM_PARAM_CONSOLE_EVTCHN, &port);

    if (page != NULL)
        xen_console_start(page, port);
}

static bool start_xenstore(void)
{
    volatile void *page = toolstack_page(HVM_PARAM_STORE_PFN, HVM_PARAM_STORE_EVTCHN, &xenstore_source.port);

    if (page != NULL)
        xenstore_start(page, xenstore_source.port);
    return page != NULL;
}

/* The domain is written down here and goes on wherever it is read again: what the hypervisor kept for it is
 * new then, what lies in its own memory is as it was. */
static void suspend(void)
{
    struct sched_shutdown shutdown = {.reason = SHUTDOWN_suspend};

    log_info("xen: suspended");
    xen_console_drain();
    /* sched.h: 1 when it was called off, or only a copy was taken: then nothing has changed. */
    if (hypercall(__HYPERVISOR_sched_op, SCHEDOP_shutdown, (uintptr_t)&shutdown, 0) != 0) {
        log_info("xen: suspend was called off");
        return;
    }
    hypercall_init();
    if (!event_init() || !grant_init())
        crash();
    xen_clock_resume();
    start_console();
    log_info("xen: restored");
    if (!start_xenstore())
        log_error("xen: no xenstore after a restore");

    netfront_resume();
}

static void wait_until(uint64_t deadline_ns)
{
    event_wait_until(deadline_ns);
    event_take(xenstore_source.port);
    xenstore_poll();
    if (xen_control_take_suspend())
        suspend();
}

static const char *command_line(void)
{
    return loader_info->command_line;
}

static size_t memory(size_t min_len, uint8_t **region)
{
    return guest_memory(&loader_info->memmap, min_len, region);
}

/* Wrong words or no memory would be the same after a restart: that is an end, not a crash. */
static void exit_domain(int status)
{
    log_info("xen: hypercalls=%llu console_dropped=%llu", (unsigned long long)hypercall_count(),
             (unsigned long long)xen_console_dropped);
    if (status >= STATUS_OUR_BUG)
        crash();
    shut_down(status == 0 ? xen_control_reason() : SHUTDOWN_poweroff);
}

static const struct platform_backend platform = {
    .name = "xen",
    .command_line = command_line,
    .console_write = xen_console_write,
    .mono_ns = xen_clock_mono_ns,
    .wall_ns = xen_clock_wall_ns,
    .entropy = entropy_fill,
    .wait_until = wait_until,
    .stop_requests = xen_control_stop_requests,
    .memory = memory,
    .memory_is_dirty = true,
    .exit = exit_domain,
};

static const struct fault_outlet outlet = {xen_console_report, crash};

const struct platform_backend *xen_platform_init(const struct loader_info *info)
{
    loader_info = info;
    hypercall_init();
    if (!event_init())
        crash();
    xen_clock_init();
    start_console();
    log_set_sink(xen_console_write);
    fault_use(&outlet);
    if (!grant_init())
        log_error("xen: no grant table");
    if (!start_xenstore()) {
        log_error("xen: no xenstore");
        crash();
    }
    event_add_source(&xenstore_source);
    xen_control_init();
    return &platform;
}
