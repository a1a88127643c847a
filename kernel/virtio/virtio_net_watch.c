/* virtio_net_watch.c - the running device: notified, asleep and awake, looked after, started over, given up.
 *
 * Source    virtio 1.2, 2.1.2 (DEVICE_NEEDS_RESET), 2.7.14 (interrupts), 5.1.4 (link)
 */
#include "log.h"
#include "platform.h"
#include "virtio_net_device.h"

#define CHECK_NS 1000000000u /* a device that says nothing is looked at so often */

bool virtio_net_start(struct virtio_net *nic)
{
    if (!virtio_net_rx_start(nic) || !virtio_net_tx_start(nic)) {
        virtio_fail(&nic->dev, "queue not accepted");
        return false;
    }
    virtio_ready(&nic->dev);
    nic->stats.kicks += virtio_notify(&nic->dev, &nic->rx);
    return true;
}

void virtio_net_restart(struct virtio_net *nic, const char *why)
{
    uint64_t features = nic->dev.features;

    if (nic->dead)
        return;
    nic->stats.device_resets++;
    log_error("virtio-net: restart why=\"%s\" count=%u", why, nic->restart_count + 1);
    /* Other features than before would mean other headers: then the buffers no longer fit. */
    if (++nic->restart_count <= NET_RESTART_MAX && virtio_negotiate(&nic->dev, features) &&
        nic->dev.features == features && virtio_net_start(nic))
        return;
    log_error("virtio-net: given up restarts=%u", nic->restart_count);
    virtio_reset(&nic->dev);
    nic->dead = true;
    nic->info.link_up = false;
}

void virtio_net_check(struct virtio_net *nic)
{
    bool was_up = nic->info.link_up;

    nic->check_wanted = false;
    nic->checked_ns = platform_mono_ns();
    if (nic->dead)
        return;
    if (virtio_needs_reset(&nic->dev))
        virtio_net_restart(nic, "the device asks for it");
    if (nic->dead)
        return;
    nic->info.link_up = virtio_net_read_link(nic);
    if (nic->info.link_up != was_up)
        log_info("virtio-net: link %s", nic->info.link_up ? "up" : "down");
}

void virtio_net_flush(struct virtio_net *nic)
{
    if (nic->dead)
        return;
    nic->stats.kicks += virtio_notify(&nic->dev, &nic->tx);
    nic->stats.kicks += virtio_notify(&nic->dev, &nic->rx);
}

/* Before sleeping (irq.h). The acknowledgement comes first: a bit that is set after it raises the line
 * again. */
static bool arm(void)
{
    struct virtio_net *nic = &virtio_net;
    bool has_input;

    virtio_net_flush(nic);
    if (nic->dead)
        return false;
    if ((nic->dev.transport->interrupt_take(&nic->dev) & VIRTIO_INTERRUPT_CONFIG) != 0 ||
        platform_mono_ns() - nic->checked_ns >= CHECK_NS)
        virtio_net_check(nic);
    /* Either of these may start the device over; so the receive ring is armed after them. */
    has_input = virtio_net_send_arm(nic);
    if (!nic->dead)
        has_input |= virtqueue_interrupt_on(&nic->rx);
    return has_input;
}

/* After sleeping. Messages (MSI-X) do not say what they are about: a wake-up without a frame may be about the
 * link. */
static void disarm(void)
{
    struct virtio_net *nic = &virtio_net;

    if (nic->dead)
        return;
    virtqueue_interrupt_off(&nic->rx);
    virtqueue_interrupt_off(&nic->tx);
    if (!virtqueue_has_used(&nic->rx))
        nic->check_wanted = true;
}

const struct irq_source virtio_net_irq_source = {.arm = arm, .disarm = disarm};
