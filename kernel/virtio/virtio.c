/* virtio.c - the life of a device: reset, negotiate, run, fail. See virtio.h. */
#include "virtio.h"

#include "log.h"

static void add_status(const struct virtio_device *dev, uint8_t bits)
{
    dev->transport->set_status(dev, dev->transport->status(dev) | bits);
}

bool virtio_reset(const struct virtio_device *dev)
{
    dev->transport->set_status(dev, 0);
    /* 4.1.4.3.2 and 4.2.2.2: the reset is done when the status reads 0. */
    for (unsigned i = 0; i < VIRTIO_POLL_MAX; i++) {
        if (dev->transport->status(dev) == 0)
            return true;
    }
    log_error("virtio: reset failed device=\"%s\"", dev->name);
    return false;
}

void virtio_fail(const struct virtio_device *dev, const char *why)
{
    log_error("virtio: refused device=\"%s\" why=\"%s\"", dev->name, why);
    add_status(dev, VIRTIO_STATUS_FAILED);
}

/* virtio 1.2, 3.1.1, steps 1 to 6. Firmware may have used the device: so first of all it is reset. */
bool virtio_negotiate(struct virtio_device *dev, uint64_t wanted)
{
    uint64_t offered;

    dev->features = 0;
    if (!virtio_reset(dev))
        return false;
    add_status(dev, VIRTIO_STATUS_ACKNOWLEDGE);
    add_status(dev, VIRTIO_STATUS_DRIVER);
    offered = dev->transport->features(dev);
    if (!dev->legacy) {
        wanted |= VIRTIO_F_VERSION_1;
        /* 6.1: a device behind a modern interface must offer it; without it, byte order and layout are open.
         */
        if ((offered & VIRTIO_F_VERSION_1) == 0) {
            virtio_fail(dev, "no VERSION_1 on a modern interface");
            return false;
        }
    }
    dev->features = offered & wanted;
    dev->transport->set_features(dev, dev->features);
    if (dev->legacy)
        return true; /* 3.1.2: no FEATURES_OK there */
    add_status(dev, VIRTIO_STATUS_FEATURES_OK);
    if ((dev->transport->status(dev) & VIRTIO_STATUS_FEATURES_OK) == 0) {
        virtio_fail(dev, "features not accepted");
        return false;
    }
    return true;
}

uint16_t virtio_queue_size(const struct virtio_device *dev, uint16_t index, uint16_t wanted)
{
    uint16_t max = dev->transport->queue_max(dev, index), size = 1;

    if (max == 0 || max > VIRTQUEUE_SIZE_MAX)
        return 0;
    if (dev->transport->queue_size_fixed)
        return (max & (max - 1)) == 0 ? max : 0;
    while (size <= max / 2 && size <= wanted / 2)
        size = (uint16_t)(size * 2);
    return size;
}

void virtio_ready(const struct virtio_device *dev)
{
    add_status(dev, VIRTIO_STATUS_DRIVER_OK);
}

bool virtio_needs_reset(const struct virtio_device *dev)
{
    uint8_t status = dev->transport->status(dev);

    /* Without DRIVER_OK the device has been reset behind our back (or the register reads 0xff: it was
     * removed). */
    return (status & VIRTIO_STATUS_NEEDS_RESET) != 0 || (status & VIRTIO_STATUS_DRIVER_OK) == 0;
}

bool virtio_notify(const struct virtio_device *dev, struct virtqueue *vq)
{
    if (!virtqueue_publish_and_ask(vq))
        return false;
    dev->transport->notify(dev, vq);
    return true;
}
