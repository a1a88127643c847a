/* stack.c - see stack.h: start, and the turns of the loop. */
#include "stack.h"

#include "format.h"
#include "ip/acd.h"
#include "ip/arp.h"
#include "ip/counters.h"
#include "ip/dhcp.h"
#include "ip/icmp.h"
#include "ip/ipv4.h"
#include "ip/route.h"
#include "ip/ip_limits.h"
#include "log.h"
#include "memory.h"
#include "stack_input.h"
#include "tcp/engine.h"

static struct {
    struct netif_rx frame;     /* the frame whose segment TCP may still lend to the application */
    bool has_frame;
    bool in_turn;              /* the timers of this turn have run */
    unsigned frame_count;      /* frames taken in this turn, 0 to STACK_FRAMES_PER_TURN */
    bool link_up;              /* as it was when it was looked at last */
    uint64_t link_checked_ns;
    uint64_t device_resets;    /* netif_stats() at that time */
    uint32_t address;          /* the one that the connections of tcp/ have */
    char hostname[64];
} stack;

/* ---------------------------------------------------------------- start */

static void start_static(const struct stack_config *config, uint64_t now_ns)
{
    char address[ROUTE_TEXT_MAX], gateway[ROUTE_TEXT_MAX];
    uint8_t mac[6];

    route_set(config->address, config->prefix_len, config->gateway);
    log_info("ip: static address=%s/%u gateway=%s", route_text(address, config->address), config->prefix_len,
             route_text(gateway, config->gateway));
    dhcp_stop();
    acd_claim(now_ns, config->address, true);
    if (config->gateway)
        arp_resolve(now_ns, config->gateway, mac); /* in advance: the first client need not wait for it */
}

bool stack_init(const struct stack_config *config, struct arena *arena, uint64_t now_ns)
{
    size_t need = stack_memory_need(config->conn_max, config->recv_buffer_max), left = arena_left(arena);

    memset(&stack, 0, sizeof stack);
    if (!engine_init(config->conn_max, config->recv_buffer_max, config->secret, arena, now_ns)) {
        log_error("ip: no memory for connections=%u buffers=%u need=%zu have=%zu", config->conn_max,
                  config->recv_buffer_max, need, left);
        return false;
    }
    memcpy(stack.hostname, config->hostname, sizeof stack.hostname - 1);
    stack.device_resets = netif_stats()->device_resets;
    eth_init();
    arp_reset();
    acd_stop();
    icmp_init();
    stack.link_up = eth_info()->link_up;
    stack.link_checked_ns = now_ns;
    if (config->address) {
        start_static(config, now_ns);
    } else {
        route_set(0, 0, 0);
        dhcp_start(now_ns, stack.hostname, config->random_seed, stack.link_up);
    }
    stack.address = route_address();
    return true;
}

/* ---------------------------------------------------------------- the turn */

/* DHCP may have changed our address: connections belong to the old one. */
static void follow_address(uint64_t now_ns)
{
    if (stack.address == route_address())
        return;
    stack.address = route_address();
    engine_address_changed(now_ns);
}

/* The interface was started over: a device after an error, a back end that went and came back, a domain that
 * was restored, perhaps on another machine. */
static bool was_started_over(void)
{
    return netif_stats()->device_resets != stack.device_resets;
}

/* Look at the interface: it may have another address, MTU or abilities, and what is sent next must fit. */
static void read_interface(void)
{
    uint16_t mtu = ipv4_mtu();

    /* Before the look: a reset that the look itself brings about is seen in the next turn. */
    stack.device_resets = netif_stats()->device_resets;
    eth_init();
    stack.link_up = eth_info()->link_up;
    if (ipv4_mtu() < mtu)
        engine_mtu_fell();
}

/* Whoever is at the other end now has perhaps never heard of us: announce (RFC 5227 2.3), confirm the lease
 * (RFC 2131 3.7). And it is perhaps somebody else: all neighbours are forgotten. To verify them instead would
 * mean to send for ARP_TRIES seconds to addresses that may be nobody's; to ask anew costs one round trip, and
 * frames that were under way are lost anyway. The gateway is asked for at once: it leads to most clients. */
static void join_network(uint64_t now_ns)
{
    uint8_t mac[6];

    arp_reset();
    if (route_address()) {
        acd_claim(now_ns, route_address(), !dhcp_is_running());
        if (route_gateway())
            arp_resolve(now_ns, route_gateway(), mac);
    }
    dhcp_link_up(now_ns);
}

static void check_link(uint64_t now_ns)
{
    bool was_up = stack.link_up, is_anew = was_started_over();

    /* To read a link's state may cost an exit. One that is down is awaited, and its turns are few. */
    if (!is_anew && was_up && now_ns - stack.link_checked_ns < STACK_LINK_CHECK_NS)
        return;
    stack.link_checked_ns = now_ns;
    read_interface();
    if (stack.link_up != was_up) {
        ip_counters.link_changes++;
        log_info("ip: link %s", stack.link_up ? "up" : "down");
    }
    if (stack.link_up && (is_anew || !was_up))
        join_network(now_ns);
}

static void begin_turn(uint64_t now_ns)
{
    stack.in_turn = true;
    stack.frame_count = 0;
    check_link(now_ns);
    acd_timers(now_ns);
    arp_timers(now_ns);
    dhcp_timers(now_ns);
    follow_address(now_ns);
    engine_timers(now_ns);
}

/* The application has seen all events of the frame: what it has not consumed is TCP's to keep now. */
static void finish_frame(uint64_t now_ns)
{
    if (!stack.has_frame)
        return;
    stack.has_frame = false;
    engine_rx_done(now_ns);
    netif_release(&stack.frame);
}

static bool next(uint64_t now_ns, struct tcp_event *event)
{
    if (!stack.in_turn)
        begin_turn(now_ns);
    /* At most one round for each frame, and STACK_FRAMES_PER_TURN of them: then the connections
     * get to send. */
    for (;;) {
        if (engine_event(event))
            return true;
        finish_frame(now_ns);
        if (engine_event(event))
            return true;
        if (stack.frame_count == STACK_FRAMES_PER_TURN || !netif_recv(&stack.frame))
            return false;
        stack.frame_count++;
        stack.has_frame = true;
        stack_input(now_ns, &stack.frame);
        follow_address(now_ns);
    }
}

static void flush(uint64_t now_ns)
{
    /* Within this turn: the new device may not be able to do what the old one could. */
    if (was_started_over())
        check_link(now_ns);
    engine_flush(now_ns);
    netif_flush();
    stack.in_turn = false;
}

static void stop_listening(void)
{
    engine_stop_listening();
    acd_give_up();
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t deadline_ns(void)
{
    uint64_t deadline = earlier(engine_deadline_ns(), earlier(arp_deadline_ns(), acd_deadline_ns()));

    /* Enough was done for one turn, and there may be more frames; or there is somebody to announce us to. */
    if (stack.frame_count == STACK_FRAMES_PER_TURN || was_started_over())
        return 0;
    if (!stack.link_up)
        deadline = earlier(deadline, stack.link_checked_ns + STACK_LINK_POLL_NS);
    return earlier(deadline, dhcp_deadline_ns());
}

static bool address(char *text, size_t cap)
{
    uint32_t ip = route_address();

    format(text, cap, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 0xFF, ip >> 8 & 0xFF, ip & 0xFF);
    return ip != 0;
}

const struct tcp_backend stack_tcp_backend = {
    .name = "own",
    .listen = engine_listen,
    .stop_listening = stop_listening,
    .conn_max = engine_conn_max,
    .next = next,
    .recv = engine_recv,
    .consume = engine_consume,
    .can_send = engine_can_send,
    .send = engine_send,
    .unsent = engine_unsent,
    .set_timeout = engine_set_timeout,
    .set_idle = engine_set_idle,
    .close = engine_close,
    .abort = engine_abort,
    .flush = flush,
    .deadline_ns = deadline_ns,
    .address = address,
    .stats = engine_stats,
};
