/* tap.c - a Linux tap device as the network interface: one frame for one system call.
 *
 * Source  Linux, Documentation/networking/tuntap.rst; struct virtio_net_hdr in <linux/virtio_net.h>
 */
#include "linux.h"

#include "assert.h"
#include "log.h"
#include "memory.h"
#include "poll.h"
#include "syscall.h"

#include <asm/errno.h>
#include <asm/fcntl.h>
#include <asm/ioctl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>

#define TAP_MTU     1500u
#define TAP_BUFFERS 8u     /* frames that can be lent at once */
#define TAP_BUFFER  2048u  /* bytes: the header and NETIF_FRAME_MAX fit */
#define TAP_TSO_MAX 65549u /* bytes of a frame: Ethernet header and the longest IPv4 packet */

static struct {
    int fd;
    uint8_t mac[6];
    uint8_t *buffers;
    uint32_t free; /* bit i: buffer i is not lent */
    struct netif_stats stats;
} tap;

static void tap_info(struct netif_info *info)
{
    *info = (struct netif_info){
        .mtu = TAP_MTU, .offloads = NETIF_TX_CSUM | NETIF_TX_TSO4, .tso_max = TAP_TSO_MAX, .link_up = true};
    memcpy(info->mac, tap.mac, sizeof(info->mac));
}

static uint32_t rx_flags(const struct virtio_net_hdr *header)
{
    if (header->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM)
        return NETIF_RX_CSUM_PARTIAL;
    return header->flags & VIRTIO_NET_HDR_F_DATA_VALID ? NETIF_RX_CSUM_OK : 0;
}

/* Somebody has deleted the device. It cannot come back under this descriptor, which from now on reports an
 * error for ever: without a network there is nothing left to do. */
static _Noreturn void device_gone(void)
{
    log_error("tap: the device is gone");
    platform_exit(1);
}

static bool tap_recv(struct netif_rx *rx)
{
    while (tap.free != 0) {
        unsigned i = (unsigned)__builtin_ctz(tap.free);
        uint8_t *buffer = tap.buffers + i * TAP_BUFFER;
        struct virtio_net_hdr header;
        long got = syscall3(__NR_read, tap.fd, buffer, TAP_BUFFER);
        if (got == -EBADFD)
            device_gone();
        if (got < 0)
            return false;
        long len = got - (long)sizeof(header);
        if (len < (long)NETIF_FRAME_MIN || len > (long)NETIF_FRAME_MAX) {
            tap.stats.rx_dropped_length++;
            continue;
        }
        memcpy(&header, buffer, sizeof(header));
        tap.free &= ~(1u << i);
        tap.stats.rx_frames++;
        tap.stats.rx_bytes += (uint64_t)len;
        *rx = (struct netif_rx){buffer + sizeof(header), (size_t)len, rx_flags(&header), buffer};
        return true;
    }
    return false;
}

static void tap_release(const struct netif_rx *rx)
{
    size_t i = (size_t)((uint8_t *)rx->cookie - tap.buffers) / TAP_BUFFER;
    ASSERT(i < TAP_BUFFERS && (tap.free & 1u << i) == 0);
    tap.free |= 1u << i;
}

static bool tap_send(const struct netif_tx *tx)
{
    ASSERT(tx->span_count <= NETIF_SPAN_MAX && (tx->gso_size == 0 || tx->csum_start != 0));
    struct virtio_net_hdr header = {0};
    struct span parts[2 + NETIF_SPAN_MAX] = {
        {(const uint8_t *)&header, sizeof(header)},
        {tx->head, tx->head_len},
    };
    if (tx->csum_start != 0) {
        header.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
        header.csum_start = tx->csum_start;
        header.csum_offset = tx->csum_offset;
    }
    if (tx->gso_size != 0) {
        header.gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
        header.gso_size = tx->gso_size;
        header.hdr_len = tx->head_len; /* a hint; the kernel finds the headers itself */
    }
    for (unsigned i = 0; i < tx->span_count; i++)
        parts[2 + i] = tx->spans[i];
    tap.stats.kicks++;
    /* struct span is laid out as struct iovec. */
    long sent = syscall3(__NR_writev, tap.fd, parts, 2 + tx->span_count);
    if (sent < 0) {
        *(sent == -EAGAIN ? &tap.stats.tx_dropped_full : &tap.stats.tx_errors) += 1;
        return false;
    }
    tap.stats.tx_frames++;
    tap.stats.tx_bytes += (uint64_t)sent - sizeof(header);
    return true;
}

static unsigned tap_send_room(void)
{
    return 64; /* the kernel queues, and drops where the other side is full */
}

static void tap_flush(void)
{
}

static const struct netif_stats *tap_stats(void)
{
    return &tap.stats;
}

static const struct netif_backend tap_backend = {
    .name = "tap",
    .info = tap_info,
    .recv = tap_recv,
    .release = tap_release,
    .send = tap_send,
    .send_room = tap_send_room,
    .flush = tap_flush,
    .stats = tap_stats,
};

static const struct netif_backend *refuse(const struct ifreq *request, const char *what, long error)
{
    const char *hint = error == -EPERM    ? ": needs CAP_NET_ADMIN, or a device made for this user"
                       : error == -EBUSY  ? ": somebody else has it open"
                       : error == -ENOENT ? ": the tun module is not loaded"
                                          : "";
    log_error("tap: %s device=%s error=%ld%s", what, request->ifr_name, -error, hint);
    return NULL;
}

const struct netif_backend *tap_init(const char *name, size_t name_len, const uint8_t mac[6],
                                     struct arena *arena)
{
    struct ifreq request = {0};
    ASSERT(name_len < IFNAMSIZ);
    memcpy(request.ifr_name, name, name_len);
    request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
    memcpy(tap.mac, mac, sizeof(tap.mac));

    long fd = syscall2(__NR_open, "/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return refuse(&request, "open /dev/net/tun", fd);
    long failed = syscall3(__NR_ioctl, fd, TUNSETIFF, &request);
    /* A device that lives on keeps what its last user had set. */
    int header_len = sizeof(struct virtio_net_hdr);
    if (failed == 0)
        failed = syscall3(__NR_ioctl, fd, TUNSETVNETHDRSZ, &header_len);
    if (failed == 0) /* we take frames whose checksum was left to us, but none that are longer than the MTU */
        failed = syscall3(__NR_ioctl, fd, TUNSETOFFLOAD, TUN_F_CSUM);
    if (failed == 0)
        failed = poll_add((int)fd, EPOLLIN, 0);
    if (failed != 0)
        return refuse(&request, "attach", failed);
    tap.fd = (int)fd;
    tap.free = (1u << TAP_BUFFERS) - 1;
    tap.buffers = arena_take(arena, TAP_BUFFERS, TAP_BUFFER, 64);
    if (tap.buffers == NULL)
        return NULL;
    log_info("net: tap device=%s mac=%02x:%02x:%02x:%02x:%02x:%02x", request.ifr_name, mac[0], mac[1], mac[2],
             mac[3], mac[4], mac[5]);
    return &tap_backend;
}
