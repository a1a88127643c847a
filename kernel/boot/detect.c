/* detect.c - the one place where back ends are chosen: process or guest by the entry that was taken, the rest
 * by what is there and what the words say. */
#include "detect.h"

#include "appliance.h"
#include "boot.h"
#include "appliance_limits.h"
#include "kvm/kvm_platform.h"
#include "linux/linux.h"
#include "log.h"
#include "memory.h"
#include "netif_backend.h"
#include "platform_backend.h"
#include "stack.h"
#include "tcp_backend.h"
#include "virtio/virtio_net.h"
#include "x86/cpuid.h"
#include "x86/image.h"
#include "xen/netfront.h"
#include "xen/xen_platform.h"

_Noreturn void linux_main(const long *stack);

#define CANARY_WORD 5u /* %fs:0x28 */

static bool is_process, is_xen;

/* Runs before there is a canary. */
_Noreturn __attribute__((no_stack_protector)) void linux_main(const long *stack)
{
    platform_use(linux_init(stack));
    is_process = true;
    appliance_run();
}

/* The first canary, of pvh.S, held for the boot only. Not protected itself: it changes it. */
_Noreturn __attribute__((no_stack_protector)) void boot_guest(const struct loader_info *info,
                                                              const struct acpi_info *acpi)
{
    is_xen = hypervisor_signature(NULL) == HYPERVISOR_XEN;
    const struct platform_backend *guest = is_xen ? xen_platform_init(info) : kvm_platform_init(info, acpi);
    uint64_t canary;

    platform_use(guest);
    guest->entropy(&canary, sizeof canary);
    guest_thread_block[CANARY_WORD] = canary & ~0xffull; /* a zero byte stops overruns of strings */
    appliance_run();
}

static bool uses_sockets(const struct config *config)
{
    return is_process && config->tap == NULL;
}

pools_need_fn *boot_network_need(const struct config *config)
{
    return uses_sockets(config) ? sockets_memory_need : stack_memory_need;
}

uint16_t boot_network_port(const struct config *config)
{
    return uses_sockets(config) ? 8080 : 80;
}

/* Locally administered, and the same at every start, so that neighbours' caches stay right. FNV-1a of the
 * name. */
static void mac_from_name(const char *name, size_t len, uint8_t mac[6])
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)name[i]) * 0x100000001b3u;
    mac[0] = 0x02;
    for (unsigned i = 1; i < 6; i++)
        mac[i] = (uint8_t)(hash >> 8 * i);
}

static const struct netif_backend *find_interface(const struct config *config, struct arena *arena)
{
    if (is_xen)
        return netfront_probe(arena);
    if (!is_process) {
        const struct netif_backend *interface = virtio_net_probe(arena, platform_command_line());
        if (interface == NULL)
            log_error("net: no interface: a guest needs a virtio network device, over PCI or MMIO");
        return interface;
    }
    uint8_t mac[6];
    if (config->has_mac)
        memcpy(mac, config->mac, sizeof(mac));
    else
        mac_from_name(config->tap, config->tap_len, mac);
    return tap_init(config->tap, config->tap_len, mac, arena);
}

static bool may_be_published(const struct config *config)
{
    return is_xen && config->address == 0 && !config->wants_dhcp;
}

/* Xen's toolstack may have published an address for the vif. Most write no prefix length there, because theirs
 * has no place for one. */
#define PUBLISHED_PREFIX_LEN 24u

static void take_published_address(struct stack_config *stack)
{
    if (!netfront_address(&stack->address, &stack->prefix_len))
        return;
    if (stack->prefix_len == 0)
        stack->prefix_len = PUBLISHED_PREFIX_LEN;
    log_info("ip: the address is the one of the vif's configuration");
}

static uint32_t start_own_stack(const struct config *config, uint32_t conn_max, struct arena *arena,
                                uint64_t now_ns)
{
    struct stack_config stack = {
        .address = config->address,
        .prefix_len = config->prefix_len,
        .gateway = config->gateway,
        .conn_max = conn_max,
        .recv_buffer_max = pools_recv_buffers(conn_max),
    };
    if (may_be_published(config))
        take_published_address(&stack);
    if (stack.gateway != 0 && stack.address == 0) {
        log_error("error: gw= needs ip=: with DHCP the server names the gateway");
        platform_exit(2);
    }
    memcpy(stack.hostname, config->hostname, sizeof(stack.hostname));
    bool random = platform_entropy(stack.secret, sizeof(stack.secret));
    random &= platform_entropy(&stack.random_seed, sizeof(stack.random_seed));
    if (!random)
        log_error("entropy: neither RDRAND nor virtio-rng: sequence numbers can be guessed");
    if (!stack_init(&stack, arena, now_ns))
        return 0;
    tcp_use(&stack_tcp_backend);
    return conn_max;
}

static uint32_t start_sockets(const struct config *config, uint32_t conn_max, struct arena *arena,
                              uint64_t now_ns)
{
    const struct tcp_backend *backend =
        sockets_init(config->address, conn_max, pools_recv_buffers(conn_max), arena, now_ns);
    if (backend == NULL)
        return 0;
    tcp_use(backend);
    return conn_max;
}

static bool words_fit(const struct config *config)
{
    bool own = !uses_sockets(config);
    if (own && config->address != 0 && !config->has_prefix)
        log_error("error: ip= needs a prefix length here, as in 192.0.2.10/24");
    else if (!is_process && config->tap != NULL)
        log_error("error: tap= is for a process: a guest has a device of its own");
    else
        return true;
    return false;
}

uint32_t boot_network(const struct config *config, struct arena *arena, uint64_t now_ns)
{
    if (!words_fit(config))
        platform_exit(2);
    if (!uses_sockets(config)) {
        const struct netif_backend *interface = find_interface(config, arena);
        if (interface == NULL)
            return 0;
        netif_use(interface);
    }
    uint32_t wanted = config->conn_max != 0 ? config->conn_max : APPLIANCE_CONN_DEFAULT;
    uint32_t conn_max = pools_conn_fit(boot_network_need(config), wanted, arena_left(arena));
    if (conn_max == 0 || (config->conn_max != 0 && conn_max < config->conn_max)) {
        log_error("memory: too little for conns=%u: need=%zu have=%zu bytes", wanted,
                  pools_need(boot_network_need(config), wanted), arena_left(arena));
        return 0;
    }
    return uses_sockets(config) ? start_sockets(config, conn_max, arena, now_ns)
                                : start_own_stack(config, conn_max, arena, now_ns);
}
