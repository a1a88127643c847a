/* xen_console.c - see xen_console.h. */
#include "xen/xen_console.h"

#include "format.h"
#include "xen/event.h"
#include "xen/xen_clock.h"

#define DRAIN_NS      (100u * 1000 * 1000)
#define DRAIN_STEP_NS (1000u * 1000)

uint64_t xen_console_dropped;

static volatile struct xencons_interface *ring;
static uint32_t channel;
static uint32_t out_prod; /* ours: what stands in the page is not read back */
static uint64_t told_dropped; /* how much of it a line has told of */

void xen_console_start(volatile struct xencons_interface *page, uint32_t port)
{
    ring = page;
    channel = port;
    out_prod = page->out_prod; /* a restored page has its past */
}

/* Bytes that wait to be read; an index that cannot be counts as a full ring. */
static uint32_t waiting(void)
{
    uint32_t used = out_prod - ring->out_cons;

    return used <= sizeof ring->out ? used : sizeof ring->out;
}

static bool put(char c, uint32_t *prod)
{
    uint32_t used = *prod - ring->out_cons;

    if (used >= sizeof ring->out)
        return false;
    ring->out[*prod % sizeof ring->out] = c;
    ++*prod;
    return true;
}

/* The terminal at the other end is in raw mode: a line ends with both. A line goes in whole, or not at all.
 */
static bool put_line(const char *text, size_t len)
{
    uint32_t prod = out_prod;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n' && !put('\r', &prod))
            return false;
        if (!put(text[i], &prod))
            return false;
    }
    __asm__ volatile("" ::: "memory"); /* the bytes before the index */
    ring->out_prod = out_prod = prod;
    return true;
}

static void tell_dropped(void)
{
    char line[64];
    uint64_t dropped = xen_console_dropped;

    if (dropped == told_dropped)
        return;
    size_t len = format(line, sizeof line, "[console: %llu bytes dropped]\n",
                        (unsigned long long)(dropped - told_dropped));
    if (put_line(line, len))
        told_dropped = dropped;
}

void xen_console_write(const char *text, size_t len)
{
    if (ring == NULL)
        return;
    tell_dropped();
    if (!put_line(text, len))
        xen_console_dropped += len;
    event_notify(channel);
}

void xen_console_drain(void)
{
    uint64_t start_ns = xen_clock_mono_ns(), now_ns = start_ns;

    while (ring != NULL && waiting() != 0 && now_ns - start_ns < DRAIN_NS) {
        event_take(channel);
        event_poll(&channel, 1, now_ns + DRAIN_STEP_NS);
        now_ns = xen_clock_mono_ns();
    }
}

void xen_console_report(const char *text, size_t len)
{
    xen_console_drain();
    xen_console_write(text, len);
}
