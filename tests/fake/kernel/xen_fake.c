/* xen_fake.c - see xen_fake.h. */
#include "kernel/xen_fake.h"

#include "assert.h"
#include "xen/xen_clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/event_channel.h>
#include <xen/hvm/params.h>
#include <xen/memory.h>
#include <xen/sched.h>

#define PORT_BITS    4096u /* pending bits in the shared page */
#define POLL_LIMIT   (10u * 1000 * 1000)
#define MEMORY_COUNT 8u
#define GRANT_COUNT  (XEN_PAGE / sizeof(struct grant_entry_v1)) /* in a frame */

struct fake_xen fake_xen;

static struct {
    uintptr_t start;
    size_t len;
} memory[MEMORY_COUNT];
static unsigned memory_count;

static void (*daemons[FAKE_DAEMON_MAX])(void);
static unsigned daemon_count;
static bool daemons_run;
static unsigned poll_count;
static uint64_t hypercalls;

void fake_xen_reset(void)
{
    memset(&fake_xen, 0, sizeof fake_xen);
    fake_xen.shutdown_reason = UINT32_MAX;
    fake_xen.port[FAKE_XENSTORE_PORT].open = true;
    fake_xen.port[FAKE_CONSOLE_PORT].open = true;
    fake_store_reset();
    fake_xen.param[HVM_PARAM_STORE_PFN] = xen_frame(fake_store_page());
    fake_xen.param[HVM_PARAM_STORE_EVTCHN] = FAKE_XENSTORE_PORT;
    fake_xen.param[HVM_PARAM_CONSOLE_EVTCHN] = FAKE_CONSOLE_PORT;
    daemons[0] = fake_store_run;
    daemon_count = 1;
    daemons_run = false;
    memory_count = 0;
    poll_count = 0;
    fake_mono_ns = 1000000;
}

void fake_xen_add_daemon(void (*run)(void))
{
    ASSERT(daemon_count < FAKE_DAEMON_MAX);
    daemons[daemon_count++] = run;
}

void fake_xen_run_daemons(void)
{
    if (daemons_run)
        return;
    daemons_run = true;
    for (unsigned i = 0; i < daemon_count; i++)
        daemons[i]();
    daemons_run = false;
}

void fake_xen_raise(uint32_t port)
{
    ASSERT(port < PORT_BITS);
    if (fake_xen.shared_info != NULL)
        fake_xen.shared_info->evtchn_pending[port / 64] |= 1ull << port % 64;
}

bool fake_xen_is_pending(uint32_t port)
{
    return port < PORT_BITS && fake_xen.shared_info != NULL &&
           (fake_xen.shared_info->evtchn_pending[port / 64] >> port % 64 & 1);
}

void fake_xen_lose_channels(void)
{
    for (unsigned i = FAKE_PORT_FIRST; i < FAKE_PORT_MAX; i++)
        fake_xen.port[i] = (struct fake_port){0};
    fake_xen.shared_info = NULL;
    memset(fake_xen.grants, 0, sizeof fake_xen.grants);
}

void fake_xen_memory(const void *start, size_t len)
{
    ASSERT(memory_count < MEMORY_COUNT);
    memory[memory_count].start = (uintptr_t)start;
    memory[memory_count++].len = len;
}

void *fake_xen_page(uint32_t frame)
{
    extern char __executable_start[], end[];
    uintptr_t low = (uintptr_t)frame * XEN_PAGE;

    for (unsigned i = 0; i < memory_count; i++) {
        uintptr_t address = memory[i].start >> 44 << 44 | low;

        if (address >= memory[i].start / XEN_PAGE * XEN_PAGE && address < memory[i].start + memory[i].len)
            return (void *)address;
    }
    low |= (uintptr_t)end >> 44 << 44;
    /* Text, constants, data, in this order. */
    if (low < (uintptr_t)__executable_start / XEN_PAGE * XEN_PAGE || low >= (uintptr_t)end) {
        fprintf(stderr, "xen_fake: frame 0x%x is no page of the test's (heap: fake_xen_memory())\n", frame);
        abort();
    }
    return (void *)low;
}

struct grant_entry_v1 *fake_xen_grant(uint32_t ref)
{
    uint32_t frame = (uint32_t)(ref / GRANT_COUNT);

    if (frame >= FAKE_FRAME_MAX || fake_xen.grants[frame] == NULL)
        return NULL;
    return fake_xen.grants[frame] + ref % GRANT_COUNT;
}

void *fake_xen_granted(uint32_t ref, uint16_t remote, bool to_write)
{
    const struct grant_entry_v1 *entry = fake_xen_grant(ref);

    if (entry == NULL || (entry->flags & GTF_type_mask) != GTF_permit_access || entry->domid != remote ||
        (to_write && entry->flags & GTF_readonly))
        return NULL;
    return fake_xen_page(entry->frame);
}

/* ---------------------------------------------------------------- hypercalls */

/* Count a call; what the script says to it: 0 to go on. */
static long script(enum fake_call which)
{
    struct fake_call_script *s = &fake_xen.call[which];

    s->count++;
    if (s->error == 0)
        return 0;
    if (s->skip > 0) {
        s->skip--;
        return 0;
    }
    return -s->error;
}

static long alloc_unbound(struct evtchn_alloc_unbound *arg)
{
    long result = script(FAKE_ALLOC_UNBOUND);

    if (result != 0)
        return result;
    if (arg->dom != DOMID_SELF)
        return -XEN_EPERM;
    for (uint32_t i = FAKE_PORT_FIRST; i < FAKE_PORT_MAX; i++) {
        if (!fake_xen.port[i].open) {
            fake_xen.port[i] = (struct fake_port){.open = true, .remote = arg->remote_dom};
            arg->port = i;
            return 0;
        }
    }
    return -XEN_ENOSPC;
}

static long on_port(enum fake_call which, uint32_t port)
{
    long result = script(which);

    if (result != 0)
        return result;
    if (port >= FAKE_PORT_MAX || !fake_xen.port[port].open)
        return -XEN_EINVAL;
    if (which == FAKE_SEND) {
        fake_xen.port[port].send_count++;
        fake_xen_run_daemons();
    } else {
        fake_xen.port[port] = (struct fake_port){0};
        if (fake_xen.shared_info != NULL)
            fake_xen.shared_info->evtchn_pending[0] &= ~(1ull << port); /* as Xen does when it frees one */
    }
    return 0;
}

static bool any_pending(const evtchn_port_t *ports, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (fake_xen_is_pending(ports[i]))
            return true;
    return false;
}

static long poll(const struct sched_poll *arg)
{
    long result = script(FAKE_POLL);
    const evtchn_port_t *ports = *(evtchn_port_t *const *)&arg->ports;

    /* A test that loops for ever says so. */
    ASSERT(poll_count < POLL_LIMIT);
    poll_count++;
    fake_xen.poll_port_count = arg->nr_ports;
    fake_xen.poll_timeout_ns = arg->timeout;
    for (unsigned i = 0; i < arg->nr_ports && i < 8; i++)
        fake_xen.poll_ports[i] = ports[i];
    fake_mono_ns += FAKE_POLL_NS;
    if (result != 0)
        return result;
    for (unsigned i = 0; i < arg->nr_ports; i++)
        if (ports[i] >= PORT_BITS)
            return -XEN_EINVAL;
    fake_xen_run_daemons();
    if (any_pending(ports, arg->nr_ports))
        return 0;
    if (arg->timeout == 0) {
        fake_xen.endless_count++;
        fake_xen.slept_ns += FAKE_NEVER_NS;
        fake_mono_ns += FAKE_NEVER_NS;
    } else if (arg->timeout > fake_mono_ns + FAKE_SYSTEM_AHEAD_NS) {
        fake_xen.slept_ns += arg->timeout - FAKE_SYSTEM_AHEAD_NS - fake_mono_ns;
        fake_mono_ns = arg->timeout - FAKE_SYSTEM_AHEAD_NS;
    }
    return 0;
}

static long shut_down(const struct sched_shutdown *arg)
{
    long result = script(FAKE_SHUTDOWN);

    if (result != 0)
        return result;
    fake_xen.shutdown_reason = arg->reason;
    if (arg->reason != SHUTDOWN_suspend)
        return 0;
    if (fake_xen.on_suspend != NULL)
        fake_xen.on_suspend();
    return fake_xen.suspend_result;
}

static long add_to_physmap(const struct xen_add_to_physmap *arg)
{
    bool is_grants = arg->space == XENMAPSPACE_grant_table;
    long result;
    void *page;

    if (arg->domid != DOMID_SELF || (!is_grants && arg->space != XENMAPSPACE_shared_info))
        return -XEN_EINVAL;
    result = script(is_grants ? FAKE_MAP_GRANTS : FAKE_MAP_SHARED_INFO);
    if (result != 0)
        return result;
    if (arg->idx >= (is_grants ? FAKE_FRAME_MAX : 1))
        return -XEN_EINVAL;
    page = fake_xen_page((uint32_t)arg->gpfn);
    memset(page, 0, XEN_PAGE);
    if (is_grants)
        fake_xen.grants[arg->idx] = page;
    else
        fake_xen.shared_info = page;
    return 0;
}

static long get_param(struct xen_hvm_param *arg)
{
    long result = script(FAKE_PARAM);

    if (result != 0)
        return result;
    if (arg->domid != DOMID_SELF || arg->index >= 64)
        return -XEN_EINVAL;
    arg->value = fake_xen.param[arg->index];
    return 0;
}

static long set_param(const struct xen_hvm_param *arg)
{
    long result = script(FAKE_SET_PARAM);

    if (result != 0)
        return result;
    if (arg->domid != DOMID_SELF || arg->index >= 64)
        return -XEN_EINVAL;
    fake_xen.param[arg->index] = arg->value;
    return 0;
}

static long other(void)
{
    long result = script(FAKE_OTHER);

    return result != 0 ? result : -XEN_ENOSYS;
}

static long event_channel_op(uintptr_t op, void *arg)
{
    switch (op) {
    case EVTCHNOP_alloc_unbound:
        return alloc_unbound(arg);
    case EVTCHNOP_close:
        return on_port(FAKE_CLOSE, ((struct evtchn_close *)arg)->port);
    case EVTCHNOP_send:
        return on_port(FAKE_SEND, ((struct evtchn_send *)arg)->port);
    default:
        return other();
    }
}

static long sched_op(uintptr_t op, void *arg)
{
    switch (op) {
    case SCHEDOP_poll:
        return poll(arg);
    case SCHEDOP_shutdown:
        return shut_down(arg);
    default:
        return other();
    }
}

void hypercall_init(void)
{
    fake_xen.init_count++;
}

long hypercall(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c)
{
    void *arg = (void *)b;

    (void)c;
    hypercalls++;
    switch (number) {
    case __HYPERVISOR_event_channel_op:
        return event_channel_op(a, arg);
    case __HYPERVISOR_sched_op:
        return sched_op(a, arg);
    case __HYPERVISOR_memory_op:
        return a == XENMEM_add_to_physmap ? add_to_physmap(arg) : other();
    case __HYPERVISOR_hvm_op:
        return a == HVMOP_get_param ? get_param(arg) : a == HVMOP_set_param ? set_param(arg) : other();
    default:
        return other();
    }
}

uint64_t hypercall_count(void)
{
    return hypercalls;
}

/* ---------------------------------------------------------------- clock */

uint64_t xen_clock_mono_ns(void)
{
    return fake_mono_ns;
}

uint64_t xen_clock_system_ns(uint64_t mono_ns)
{
    return mono_ns + FAKE_SYSTEM_AHEAD_NS;
}

void xen_clock_resume(void) {}
