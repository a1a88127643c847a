/* netback_fake.c - see netback_fake.h: xenstore, states, and a life. Rings are netback_fake_rings.c's. */
#include "kernel/netback_fake.h"

#include "x86/image.h"
#include "xen/grant.h"
#include "xen/netfront.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What image.ld and sitegen lay into an image. */
__asm__(".pushsection .bss\n"
        ".balign 4096\n"
        ".globl kvfs_payload\n"
        "kvfs_payload: .skip 33 * 4096\n"
        ".popsection\n");
const uint8_t *const kvfs_payload_end = kvfs_payload + NETBACK_PAYLOAD;

struct netback netback;
static uint8_t arena_bytes[NETBACK_ARENA_LEN] __attribute__((aligned(4096)));

/* ---------------------------------------------------------------- xenstore */

static const char *front_name(const char *name)
{
    static char path[96];

    snprintf(path, sizeof path, "device/vif/%u/%s", netback.vif, name);
    return path;
}

static const char *back_name(const char *name)
{
    static char path[96];

    snprintf(path, sizeof path, "/local/domain/%u/backend/vif/1/%u/%s", NETBACK_DOMAIN, netback.vif, name);
    return path;
}

static void set(const char *path, const char *value)
{
    if (value != NULL)
        fake_store_set(path, value);
    else
        fake_store_remove(path);
}

void netback_set_front(const char *name, const char *value)
{
    set(front_name(name), value);
}

void netback_set(const char *name, const char *value)
{
    set(back_name(name), value);
}

const char *netback_get_front(const char *name)
{
    return fake_store_get(front_name(name));
}

void netback_set_state(unsigned state)
{
    char text[16];

    netback.state = state;
    snprintf(text, sizeof text, "%u", state);
    netback_set("state", text);
}

void netback_add_vif(unsigned vif, const char *mac)
{
    char back[96];

    netback.vif = vif;
    snprintf(back, sizeof back, "/local/domain/%u/backend/vif/1/%u", NETBACK_DOMAIN, vif);
    netback_set("online", "1");
    netback_set("feature-rx-copy", "1");
    netback_set("feature-sg", "1");
    netback_set("feature-gso-tcpv4", "1");
    netback_set_state(XenbusStateInitialising);
    netback_set_front("backend-id", "5");
    netback_set_front("mac", mac);
    netback_set_front("state", "1");
    netback_set_front("backend", back);
}

void netback_remove_vif(unsigned vif)
{
    unsigned current = netback.vif;

    netback.vif = vif;
    fake_store_remove(front_name("state"));
    fake_store_remove(front_name("backend"));
    fake_store_remove(front_name("")); /* and all below */
    fake_store_remove(back_name("state"));
    netback.vif = current;
}

/* ---------------------------------------------------------------- rings */

static uint32_t front_number(const char *name)
{
    const char *text = netback_get_front(name);

    return text != NULL ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

static void connect(void)
{
    netback.tx_ref = front_number("tx-ring-ref");
    netback.rx_ref = front_number("rx-ring-ref");
    netback.port = front_number("event-channel");
    netback.tx = netback_map(netback.tx_ref, true);
    netback.rx = netback_map(netback.rx_ref, true);
    assert_non_null(netback.tx);
    assert_non_null(netback.rx);
    assert_true(netback.port >= FAKE_PORT_FIRST && fake_xen.port[netback.port].open);
    assert_int_equal(fake_xen.port[netback.port].remote, NETBACK_DOMAIN);
    assert_int_equal(front_number("request-rx-copy"), 1);
    assert_int_equal(front_number("feature-rx-notify"), 1);
    netback.tx_cons = netback.tx_prod = netback.rx_cons = netback.rx_prod = 0;
    netback.is_mapped = true;
    netback.connect_count++;
}

static void disconnect(void)
{
    if (netback.is_mapped && !netback.holds_rings) {
        netback_unmap_page(netback.tx_ref);
        netback_unmap_page(netback.rx_ref);
    }
    netback.is_mapped = false;
}

/* What Linux's back end does when netfront's state has changed: step by step, with each step to be seen. */
static void follow(void)
{
    unsigned front = front_number("state");

    if (netback.is_silent)
        return;
    if (netback.state == XenbusStateInitialising) {
        netback_set_state(XenbusStateInitWait);
    } else if (front == XenbusStateInitialising && netback.state == XenbusStateClosed) {
        netback_set_state(XenbusStateInitWait);
    } else if (front == XenbusStateConnected && netback.state == XenbusStateInitWait) {
        connect();
        netback_set_state(XenbusStateConnected);
    } else if (front == XenbusStateClosing && netback.state == XenbusStateConnected) {
        disconnect();
        netback_set_state(XenbusStateClosing);
    } else if (front == XenbusStateClosed && netback.state == XenbusStateClosing) {
        netback_set_state(XenbusStateClosed);
    }
}

/* ---------------------------------------------------------------- life */

void netback_reset(void)
{
    fake_xen_reset();
    memset(&netback, 0, sizeof netback);
    for (size_t i = 0; i < NETBACK_PAYLOAD; i++)
        ((uint8_t *)(uintptr_t)kvfs_payload)[i] = (uint8_t)(i ^ i >> 8);
    fake_xen_add_daemon(follow);
    assert_true(event_init());
    assert_true(grant_init());
    xenstore_start(fake_store_page(), FAKE_XENSTORE_PORT);
    netback_add_vif(0, "00:16:3e:01:02:03");
}

const struct netif_backend *netback_probe(size_t arena_len)
{
    struct arena arena = {.next = arena_bytes, .end = arena_bytes + arena_len};

    memset(arena_bytes, 0, sizeof arena_bytes);
    return netfront_probe(&arena);
}

bool netback_turn(void)
{
    unsigned polls = fake_xen.call[FAKE_POLL].count;
    bool slept;

    event_wait_until(fake_mono_ns + 1000000);
    slept = fake_xen.call[FAKE_POLL].count != polls;
    xenstore_poll();
    fake_xen_run_daemons();
    return slept;
}

void netback_turns(unsigned count)
{
    while (count-- > 0)
        netback_turn();
}

const struct netif_backend *netback_bring_up(void)
{
    const struct netif_backend *net = netback_probe(NETBACK_ARENA_LEN);

    assert_non_null(net);
    netback_turns(10);
    assert_int_equal(netback.state, XenbusStateConnected);
    assert_true(netfront.connected && netfront.info.link_up);
    assert_true(netback_turn()); /* nothing more to do */
    netback_check_grants();
    return net;
}

void netback_unmap_rings(void)
{
    netback_unmap_page(netfront.rx.ref);
    netback_unmap_page(netfront.tx.ref);
}

void netback_step(unsigned state)
{
    netback.is_silent = true;
    netback_set_state(state);
    netback_turns(3);
}

void netback_assert_works(const struct netif_backend *net, unsigned connect_count)
{
    static struct netback_frame frame;
    struct netif_rx rx;

    assert_int_equal(netback.connect_count, connect_count);
    assert_int_equal(net->stats()->device_resets, connect_count - 1);
    assert_true(netfront.info.link_up);
    assert_true(netback_send(net, 60, NULL, 0));
    net->flush();
    assert_true(netback_take(&frame));
    netback_finish(&frame, NETIF_RSP_OKAY);
    while (net->recv(&rx))
        net->release(&rx);
    assert_true(netback_give(0x42, 100, 0, 0));
    assert_true(net->recv(&rx));
    net->release(&rx);
    assert_true(netback_turn()); /* nothing left to do: it sleeps */
}
