/* virtio_rng.c - the entropy device: asked once, then put to rest.
 *
 * Used at boot before there is an arena, so its ring is static.
 *
 * Source    virtio 1.2, 5.4
 */
#include "virtio_net.h"

#include "log.h"
#include "memory.h"
#include "virtio.h"

#define RNG_QUEUE      0u
#define RNG_QUEUE_MAX  64u /* a legacy device has its own idea of the size; this many fit into two pages */
#define RNG_QUEUE_SIZE 8u
#define RNG_REPLY_MAX  256u

static uint8_t ring_memory[2 * VIRTQUEUE_ALIGN] __attribute__((aligned(VIRTQUEUE_ALIGN)));
static struct virtqueue_chain chains[RNG_QUEUE_MAX];
static uint8_t reply[RNG_REPLY_MAX];
static bool lost; /* a device would not stop: the ring is its own for ever */

static bool start(struct virtio_device *dev, struct virtqueue *vq)
{
    uint16_t size;

    if (!virtio_negotiate(dev, VIRTIO_F_ACCESS_PLATFORM))
        return false;
    size = virtio_queue_size(dev, RNG_QUEUE, RNG_QUEUE_SIZE);
    if (size == 0 || size > RNG_QUEUE_MAX || virtqueue_bytes(size) > sizeof ring_memory) {
        virtio_fail(dev, "no queue of a usable size");
        return false;
    }
    virtqueue_init(vq, RNG_QUEUE, size, ring_memory, chains);
    if (!dev->transport->queue_start(dev, vq)) {
        virtio_fail(dev, "queue not accepted");
        return false;
    }
    virtio_ready(dev);
    return true;
}

/* Ask for up to len bytes. Returns how many came: 0 when none did in time. */
static size_t ask(const struct virtio_device *dev, struct virtqueue *vq, size_t len)
{
    const struct virtqueue_part part = {.bytes = reply, .len = (uint32_t)len, .device_writes = true};
    uint16_t cookie;
    uint32_t used_len;

    if (!virtqueue_add(vq, &part, 1, 0))
        return 0;
    virtio_notify(dev, vq);
    for (unsigned i = 0; i < VIRTIO_POLL_MAX; i++) {
        switch (virtqueue_take(vq, &cookie, &used_len)) {
        case VIRTQUEUE_EMPTY:
            dev->transport->status(
                dev); /* leaves the guest: the host gets its turn, and the bound its length */
            break;
        case VIRTQUEUE_TAKEN:
            return used_len <= len ? used_len : 0;
        default:
            return 0;
        }
    }
    return 0;
}

size_t virtio_rng_read(void *buf, size_t len, const char *command_line)
{
    struct virtio_search search = {.words = command_line};
    struct virtio_device dev;
    struct virtqueue vq;
    size_t got_len = 0;

    if (lost || !virtio_find(&search, VIRTIO_TYPE_RNG, &dev))
        return 0;
    if (start(&dev, &vq)) {
        while (got_len < len) {
            size_t want_len = len - got_len < RNG_REPLY_MAX ? len - got_len : RNG_REPLY_MAX;
            size_t part_len = ask(&dev, &vq, want_len);

            if (part_len == 0)
                break; /* 5.4.6.1: the device writes at least one byte; this one does not */
            memcpy((uint8_t *)buf + got_len, reply, part_len);
            got_len += part_len;
        }
    }
    memset(reply, 0, sizeof reply);
    lost = !virtio_reset(&dev);
    log_debug("virtio-rng: device=\"%s\" bytes=%zu", dev.name, got_len);
    return got_len;
}
