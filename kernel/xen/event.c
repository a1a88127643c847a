/* event.c - see event.h. */
#include "xen/event.h"

#include "assert.h"
#include "log.h"
#include "memory.h"
#include "x86/idt.h"
#include "xen/xen_clock.h"

#include <xen/event_channel.h>
#include <xen/hvm/params.h>
#include <xen/memory.h>
#include <xen/sched.h>

#define WORD_BITS (8u * sizeof(xen_ulong_t))
#define PORT_MAX  (WORD_BITS * WORD_BITS) /* xen.h: the two-level table */
#define UPCALL    ((uint64_t)HVM_PARAM_CALLBACK_TYPE_VECTOR << 56 | VECTOR_SPURIOUS)

/* Later is never: 146 years, and Xen's time of it would not fit. */
#define DEADLINE_MAX_NS (UINT64_MAX / 4)

volatile struct shared_info *xen_shared_info;

/* Its memory goes back to Xen, whose own page takes the place. */
static uint8_t shared_page[XEN_PAGE] __attribute__((aligned(XEN_PAGE)));

static struct event_source *sources[EVENT_POLL_MAX];
static unsigned source_count;

bool event_init(void)
{
    if (!xen_map_page(XENMAPSPACE_shared_info, 0, shared_page))
        return false;
    xen_shared_info = (volatile struct shared_info *)shared_page;
    for (unsigned i = 0; i < WORD_BITS; i++)
        xen_shared_info->evtchn_mask[i] = ~(xen_ulong_t)0;
    /* Nothing is ever delivered, for every channel is masked. But setting this tells Xen that this domain is
     * a 64-bit one, and only then does it fill in the wall clock; and where it is 0 the toolstack takes us
     * for a domain without drivers of Xen's, which is not told that a suspend was called off. */
    if (!xen_set_parameter(HVM_PARAM_CALLBACK_IRQ, UPCALL))
        log_error("xen: no wall clock, the year is 1970");
    return true;
}

uint32_t event_listen(uint16_t remote)
{
    struct evtchn_alloc_unbound listen = {.dom = DOMID_SELF, .remote_dom = remote};

    if (hypercall(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, (uintptr_t)&listen, 0) != 0)
        return 0;
    return listen.port;
}

void event_close(uint32_t port)
{
    struct evtchn_close close = {.port = port};

    if (port != 0)
        hypercall(__HYPERVISOR_event_channel_op, EVTCHNOP_close, (uintptr_t)&close, 0);
}

/* A channel whose other end is gone has nobody to tell: nothing to do about an error here. */
void event_notify(uint32_t port)
{
    struct evtchn_send send = {.port = port};

    if (port != 0)
        hypercall(__HYPERVISOR_event_channel_op, EVTCHNOP_send, (uintptr_t)&send, 0);
}

bool event_take(uint32_t port)
{
    if (port == 0 || port >= PORT_MAX)
        return false;
    volatile xen_ulong_t *word = &xen_shared_info->evtchn_pending[port / WORD_BITS];
    xen_ulong_t bit = (xen_ulong_t)1 << port % WORD_BITS;

    /* Xen and the other processors set bits of this word at any time. */
    return (*word & bit) != 0 && (__atomic_fetch_and(word, ~bit, __ATOMIC_SEQ_CST) & bit) != 0;
}

void event_poll(const uint32_t *ports, unsigned count, uint64_t deadline_ns)
{
    evtchn_port_t wanted[EVENT_POLL_MAX];
    struct sched_poll poll = {.nr_ports = 0};

    ASSERT(count <= EVENT_POLL_MAX);
    for (unsigned i = 0; i < count; i++) {
        if (ports[i] != 0)
            wanted[poll.nr_ports++] = ports[i];
    }
    set_xen_guest_handle(poll.ports, wanted);
    /* sched.h: a timeout of 0 is none. */
    if (deadline_ns < DEADLINE_MAX_NS)
        poll.timeout = xen_clock_system_ns(deadline_ns) | 1;
    if (poll.nr_ports != 0 || poll.timeout != 0)
        hypercall(__HYPERVISOR_sched_op, SCHEDOP_poll, (uintptr_t)&poll, 0);
}

void event_add_source(struct event_source *source)
{
    ASSERT(source_count < EVENT_POLL_MAX);
    sources[source_count++] = source;
}

void event_wait_until(uint64_t deadline_ns)
{
    uint32_t ports[EVENT_POLL_MAX];
    bool has_input = false;

    if (xen_clock_mono_ns() >= deadline_ns)
        return;
    /* Taken first, looked at then: an event that comes in between ends the poll at once. */
    for (unsigned i = 0; i < source_count; i++) {
        ports[i] = sources[i]->port;
        event_take(ports[i]);
        has_input |= sources[i]->arm();
        if (sources[i]->deadline_ns != 0 && sources[i]->deadline_ns < deadline_ns)
            deadline_ns = sources[i]->deadline_ns;
    }
    if (!has_input)
        event_poll(ports, source_count, deadline_ns);
}
