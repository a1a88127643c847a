/* virtio_net.c - the network device: found, agreed with, set up. Frames are in virtio_net_{rx,tx}.c, what
 * comes later in its life in virtio_net_watch.c.
 *
 * Source    virtio 1.2, 5.1.4 (configuration), 5.1.5 (initialisation)
 */
#include "virtio_net.h"

#include "log.h"
#include "memory.h"
#include "platform.h"
#include "virtio_net_device.h"
#include "x86/irq.h"

/* 5.1.4: struct virtio_net_config. */
#define CONFIG_MAC       0u
#define CONFIG_STATUS    6u
#define CONFIG_MTU       10u
#define CONFIG_STATUS_UP 0x1u
#define CONFIG_READ_MAX  16u /* attempts to read it unchanged */

#define MTU_MAX 1500u
#define MTU_MIN 68u /* RFC 791: every link carries that */

#define WANTED_FEATURES                                                                                      \
    (VIRTIO_NET_F_CSUM | VIRTIO_NET_F_GUEST_CSUM | VIRTIO_NET_F_MTU | VIRTIO_NET_F_MAC |                     \
     VIRTIO_NET_F_HOST_TSO4 | VIRTIO_NET_F_MRG_RXBUF | VIRTIO_NET_F_STATUS | VIRTIO_F_ANY_LAYOUT |           \
     VIRTIO_F_INDIRECT_DESC | VIRTIO_F_ACCESS_PLATFORM)

struct virtio_net virtio_net;

static bool has(const struct virtio_net *nic, uint64_t feature)
{
    return (nic->dev.features & feature) != 0;
}

/* 5.1.4.2: without STATUS the link is to be taken as up. One field of its natural width: no generation
 * needed. */
bool virtio_net_read_link(const struct virtio_net *nic)
{
    const struct virtio_device *dev = &nic->dev;

    return !has(nic, VIRTIO_NET_F_STATUS) ||
           (dev->transport->config16(dev, CONFIG_STATUS) & CONFIG_STATUS_UP) != 0;
}

static void read_config_once(const struct virtio_net *nic, struct netif_info *info)
{
    const struct virtio_device *dev = &nic->dev;

    if (has(nic, VIRTIO_NET_F_MAC)) {
        for (unsigned i = 0; i < sizeof info->mac; i++)
            info->mac[i] = dev->transport->config8(dev, CONFIG_MAC + i);
    }
    if (has(nic, VIRTIO_NET_F_MTU))
        info->mtu = dev->transport->config16(dev, CONFIG_MTU);
    info->link_up = virtio_net_read_link(nic);
}

/* 2.5.1: fields that are read one by one belong together only if the generation stayed the same. */
static void read_config(struct virtio_net *nic)
{
    const struct virtio_device *dev = &nic->dev;
    struct netif_info info = nic->info;

    for (unsigned i = 0; i < CONFIG_READ_MAX; i++) {
        uint32_t generation = dev->transport->config_generation(dev);

        info.mtu = MTU_MAX;
        read_config_once(nic, &info);
        if (generation == dev->transport->config_generation(dev))
            break;
    }
    if (info.mtu < MTU_MIN || info.mtu > MTU_MAX)
        info.mtu = MTU_MAX; /* larger than our frames, or no link at all: what we can do goes */
    nic->info = info;
}

/* 5.1.5, step 5: a device without an address leaves the choice to us. */
static void choose_mac(struct virtio_net *nic)
{
    platform_entropy(nic->info.mac, sizeof nic->info.mac);
    nic->info.mac[0] = (uint8_t)((nic->info.mac[0] & ~0x01u) | 0x02u); /* one station, locally administered */
}

static void settle_features(struct virtio_net *nic)
{
    bool modern_header = !nic->dev.legacy || has(nic, VIRTIO_NET_F_MRG_RXBUF);

    nic->hdr_len = modern_header ? VIRTIO_NET_HDR_LEN : VIRTIO_NET_HDR_LEN_LEGACY; /* 5.1.6.1 */
    nic->hdr_apart = nic->dev.legacy && !has(nic, VIRTIO_F_ANY_LAYOUT);            /* 5.1.6.6 */
    nic->info.offloads = 0;
    if (has(nic, VIRTIO_NET_F_CSUM)) {
        nic->info.offloads |= NETIF_TX_CSUM;
        if (has(nic, VIRTIO_NET_F_HOST_TSO4)) {
            nic->info.offloads |= NETIF_TX_TSO4;
            nic->info.tso_max = NET_TSO_MAX;
        }
    }
}

static void backend_info(struct netif_info *info)
{
    if (virtio_net.check_wanted)
        virtio_net_check(&virtio_net);
    *info = virtio_net.info;
}

static bool backend_recv(struct netif_rx *rx)
{
    return !virtio_net.dead && virtio_net_recv(&virtio_net, rx);
}

static void backend_release(const struct netif_rx *rx)
{
    virtio_net_release(&virtio_net, rx);
}

static bool backend_send(const struct netif_tx *tx)
{
    return virtio_net_send(&virtio_net, tx);
}

static unsigned backend_send_room(void)
{
    return virtio_net_send_room(&virtio_net);
}

static void backend_flush(void)
{
    virtio_net_flush(&virtio_net);
}

static const struct netif_stats *backend_stats(void)
{
    return &virtio_net.stats;
}

static const struct netif_backend backend = {
    .name = "virtio-net",
    .info = backend_info,
    .recv = backend_recv,
    .release = backend_release,
    .send = backend_send,
    .send_room = backend_send_room,
    .flush = backend_flush,
    .stats = backend_stats,
};

static void route_interrupts(struct virtio_net *nic)
{
    bool routed = nic->dev.transport->interrupt_route(&nic->dev);

    if (!irq_add_source(&virtio_net_irq_source) || !routed)
        irq_poll_instead("virtio-net");
}

static bool set_up(struct virtio_net *nic, struct arena *arena)
{
    if (!virtio_negotiate(&nic->dev, WANTED_FEATURES))
        return false;
    settle_features(nic);
    if (!virtio_net_rx_allocate(nic, arena) || !virtio_net_tx_allocate(nic, arena)) {
        virtio_fail(&nic->dev, "no queue, or no memory for it");
        return false;
    }
    /* Before the configuration, which moves as a legacy device's MSI-X goes on, and before the queues, which
     * are told their interrupt as they start. */
    route_interrupts(nic);
    choose_mac(nic);
    read_config(nic);
    if (!virtio_net_start(nic))
        return false;
    nic->checked_ns = platform_mono_ns();
    return true;
}

/* A second interface would need a second stack: silence it, or it would go on with what firmware told it to
 * do. */
static void silence_others(struct virtio_search *search)
{
    struct virtio_device other;

    while (virtio_find(search, VIRTIO_TYPE_NET, &other)) {
        log_info("virtio-net: not used device=\"%s\"", other.name);
        virtio_reset(&other);
    }
}

const struct netif_backend *virtio_net_probe(struct arena *arena, const char *command_line)
{
    struct virtio_net *nic = &virtio_net;
    const uint8_t *mac = nic->info.mac;
    struct virtio_search search = {.words = command_line};

    memset(nic, 0, sizeof *nic);
    if (!virtio_find(&search, VIRTIO_TYPE_NET, &nic->dev))
        return NULL;
    silence_others(&search);
    if (!set_up(nic, arena)) {
        nic->dead = true; /* its interrupt source may be there already, and stays */
        virtio_reset(&nic->dev);
        return NULL;
    }
    log_info(
        "virtio-net: device=\"%s\" interface=%s mac=%02x:%02x:%02x:%02x:%02x:%02x mtu=%u link=%s rx=%u tx=%u "
        "features=0x%llx",
        nic->dev.name, nic->dev.legacy ? "legacy" : "modern", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5],
        nic->info.mtu, nic->info.link_up ? "up" : "down", nic->rx_count, nic->tx_count,
        (unsigned long long)nic->dev.features);
    return &backend;
}
