/* xen_fake.h - a whole Xen in host memory: hypercalls, event channels, a grant table, a clock, and the daemon
 * behind xenstore. Every refusal that Xen or the daemon is capable of, a test can order.
 *
 *     fake_xen_reset();                                     first thing in a test
 *     fake_store_set("device/vif/0/backend", "/local/...");
 *     event_init();
 *     xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
 *
 * Pages     on the host nothing can be put in place of anything: the caller's page itself becomes the
 *           shared page or a frame of the grant table (cleared, as Xen's own would come). A frame number has
 *           32 bits, 44 of an address; the missing ones are those of the program. So pages that are shared
 *           are static in the tests, or announced with fake_xen_memory().
 * Time      fake_mono_ns (fake_platform.c) is both xen_clock_mono_ns() and platform_mono_ns(). Only a poll
 *           moves it: to its deadline when nothing happens before, by FAKE_POLL_NS when something does.
 * Daemons   whatever runs in other domains runs inside the hypercalls send and poll, xenstored first.
 */
#ifndef TESTS_XEN_FAKE_H
#define TESTS_XEN_FAKE_H

#include "xen/hypercall.h"

#include <xen/grant_table.h>

#include "kernel/xen_fake_store.h"

#define FAKE_XENSTORE_PORT 1u /* HVM_PARAM_STORE_EVTCHN; both are the toolstack's and stay over a restore */
#define FAKE_CONSOLE_PORT  2u
#define FAKE_PORT_FIRST    3u /* the first that EVTCHNOP_alloc_unbound gives */
#define FAKE_PORT_MAX      64u
#define FAKE_DAEMON_MAX    4u
#define FAKE_FRAME_MAX     4u /* of the grant table */
#define FAKE_POLL_NS       1000u
#define FAKE_NEVER_NS      1000000000u /* how long a sleep without deadline lasts here */

extern uint64_t fake_mono_ns;

/* Xen's time is ahead of ours by so much: who forgets xen_clock_system_ns() is found out. */
#define FAKE_SYSTEM_AHEAD_NS 77000000000ull

enum fake_call {
    FAKE_ALLOC_UNBOUND, /* EVTCHNOP_* */
    FAKE_CLOSE,
    FAKE_SEND,
    FAKE_POLL, /* SCHEDOP_* */
    FAKE_SHUTDOWN,
    FAKE_MAP_SHARED_INFO, /* XENMEM_add_to_physmap */
    FAKE_MAP_GRANTS,
    FAKE_PARAM, /* HVMOP_get_param */
    FAKE_SET_PARAM,
    FAKE_OTHER, /* anything else; it gets -ENOSYS */
    FAKE_CALL_COUNT
};

struct fake_call_script {
    unsigned count; /* how often it was called */
    unsigned skip;  /* so many more calls are served as usual, ... */
    int error;      /* ... then every call gets -error; 0: none does. XEN_E* of xen/errno.h */
};

struct fake_port {
    bool open;
    uint16_t remote; /* the domain that may bind */
    unsigned send_count;
};

struct fake_xen {
    struct fake_call_script call[FAKE_CALL_COUNT];
    unsigned init_count; /* hypercall_init() */

    struct shared_info *shared_info; /* NULL until it was put in place */
    /* Frames of the grant table, in order; NULL: not put in place. Entries: fake_xen_grant(). */
    struct grant_entry_v1 *grants[FAKE_FRAME_MAX];
    struct fake_port port[FAKE_PORT_MAX]; /* 0 is none */
    uint64_t param[64];                   /* HVM_PARAM_*; those above are refused */

    uint64_t slept_ns;      /* by polls that nothing ended */
    unsigned endless_count; /* polls without deadline that nothing ended */
    uint32_t poll_ports[8]; /* what the last poll waited for */
    unsigned poll_port_count;
    uint64_t poll_timeout_ns; /* as it was given, in Xen's time; 0: none */

    unsigned shutdown_reason; /* SHUTDOWN_*; UINT32_MAX: there was none */
    long suspend_result;      /* what a suspend returns: 0 restored, 1 cancelled */
    void (*on_suspend)(void); /* the world changes meanwhile; see fake_xen_lose_channels() */
};
extern struct fake_xen fake_xen;

/* Forget everything; the fake store with it, empty and well-behaved. No daemon but xenstored. */
void fake_xen_reset(void);

/* Run at each send and each poll, after xenstored. Called once for each function until the next reset; no
 * hypercalls from inside. */
void fake_xen_add_daemon(void (*run)(void));

/* Let them all run now, as if the guest had been preempted. */
void fake_xen_run_daemons(void);

/* The other side notifies: the pending bit is set. Any port below 4096, open or not. */
void fake_xen_raise(uint32_t port);
bool fake_xen_is_pending(uint32_t port);

/* What a restore does: all channels but the toolstack's are closed, the shared page is gone until it is
 * mapped anew, so is the grant table. */
void fake_xen_lose_channels(void);

/* Pages here may be shared too (arenas from the heap). Up to 8 regions. */
void fake_xen_memory(const void *start, size_t len);

/* The page of that number. Aborts, naming it, where there can be none. */
void *fake_xen_page(uint32_t frame);

/* A grant's entry, and the memory behind it as the other domain would see it; NULL when there is no such
 * entry, when it is not granted to domain remote, or when it is to be written and may not. */
struct grant_entry_v1 *fake_xen_grant(uint32_t ref);
void *fake_xen_granted(uint32_t ref, uint16_t remote, bool to_write);

#endif
