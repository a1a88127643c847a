/* virtio.h - what all virtio devices have in common, whatever bus they sit on.
 *
 * Layer     kernel/virtio; callers: virtio_net.c, virtio_rng.c
 * Blocking  only in virtio_negotiate() and virtio_reset(), bounded by VIRTIO_POLL_MAX reads of the device
 * Memory    a device is described by one struct of the caller's
 * Trust     registers are the hypervisor's: sizes and offsets are checked before they are used
 * Source    OASIS virtio 1.2, chapters 2 to 4
 */
#ifndef KERNEL_VIRTIO_VIRTIO_H
#define KERNEL_VIRTIO_VIRTIO_H

#include "virtqueue.h"
#include "x86/pci.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* virtio 1.2, chapter 5: device types. */
#define VIRTIO_TYPE_NET 1u
#define VIRTIO_TYPE_RNG 4u

/* virtio 1.2, 2.1: device status. */
#define VIRTIO_STATUS_ACKNOWLEDGE 0x01u
#define VIRTIO_STATUS_DRIVER      0x02u
#define VIRTIO_STATUS_DRIVER_OK   0x04u
#define VIRTIO_STATUS_FEATURES_OK 0x08u
#define VIRTIO_STATUS_NEEDS_RESET 0x40u
#define VIRTIO_STATUS_FAILED      0x80u

/* virtio 1.2, chapter 6: features that any device may have. */
#define VIRTIO_F_ANY_LAYOUT      (1ull << 27) /* legacy interface only */
#define VIRTIO_F_INDIRECT_DESC   (1ull << 28)
#define VIRTIO_F_VERSION_1       (1ull << 32)
#define VIRTIO_F_ACCESS_PLATFORM (1ull << 33)

/* Interrupt status bits (4.1.4.5, 4.2.2). */
#define VIRTIO_INTERRUPT_QUEUE  0x1u
#define VIRTIO_INTERRUPT_CONFIG 0x2u

/* Register reads that a wait may take; each leaves the guest: a second or so. */
#define VIRTIO_POLL_MAX  1000000u
#define VIRTIO_QUEUE_MAX 2u /* queues of one device that we use: 0 and 1 */
#define VIRTIO_NAME_MAX  32u

struct virtio_device;

/* What a bus provides. The functions with an obvious meaning are those of the registers of the same name. */
struct virtio_transport {
    const char *name;
    bool queue_size_fixed; /* the driver must take the device's size as it is (4.1.5.1.3, legacy PCI) */
    uint8_t (*status)(const struct virtio_device *dev);
    void (*set_status)(const struct virtio_device *dev, uint8_t status);
    uint64_t (*features)(const struct virtio_device *dev);
    void (*set_features)(const struct virtio_device *dev, uint64_t features);
    uint16_t (*queue_max)(const struct virtio_device *dev,
                          uint16_t index); /* descriptors; 0: no such queue */
    bool (*queue_start)(struct virtio_device *dev,
                        const struct virtqueue *vq); /* false: the device refused */
    void (*notify)(const struct virtio_device *dev, const struct virtqueue *vq);
    uint8_t (*config8)(const struct virtio_device *dev, unsigned offset); /* 0 beyond its end */
    uint16_t (*config16)(const struct virtio_device *dev, unsigned offset);
    uint32_t (*config_generation)(const struct virtio_device *dev); /* 0 on a legacy interface: it has none */
    /* Route the device's interrupts to the wake-up vector. False when there is no way: poll. */
    bool (*interrupt_route)(struct virtio_device *dev);
    /* Read and acknowledge VIRTIO_INTERRUPT_*; 0 where messages need no acknowledgement. */
    uint32_t (*interrupt_take)(const struct virtio_device *dev);
};

/* A piece of a device's BAR. */
struct virtio_window {
    volatile uint8_t *at; /* NULL exactly when len is 0 */
    uint32_t len;         /* bytes */
};

struct virtio_pci {
    struct pci_device function;
    struct virtio_window common, notify, config;
    uint32_t notify_multiplier;
    volatile uint8_t *notify_at[VIRTIO_QUEUE_MAX]; /* set by queue_start */
    uint16_t msix_entries;                         /* 0: no interrupts */
};

struct virtio_pci_legacy {
    struct pci_device function;
    uint16_t port; /* of the virtio header in BAR 0 */
    uint32_t len;  /* bytes of ports */
    bool msix;     /* the header has the two vector registers, and the configuration lies behind them */
};

struct virtio_mmio {
    volatile uint8_t *regs;
    uint32_t len;     /* bytes of registers, >= VIRTIO_MMIO_LEN_MIN */
    uint32_t version; /* 1 (legacy) or 2 */
    uint32_t gsi;
};

struct virtio_device {
    const struct virtio_transport *transport;
    bool legacy;                /* speaks the interface from before virtio 1.0 */
    uint64_t features;          /* negotiated; 0 before */
    char name[VIRTIO_NAME_MAX]; /* for the log: "pci 0:3.0", "mmio 0xfeb00000" */
    union {
        struct virtio_pci pci;
        struct virtio_pci_legacy pci_legacy;
        struct virtio_mmio mmio;
    };
};

/* Where a search for devices stands; at first {.words = command line}, all else zero. */
struct virtio_search {
    const char *words;   /* not read yet */
    unsigned word_count; /* of virtio_mmio.device= words read */
    unsigned pci_index;  /* next PCI function to look at */
};

/* Find the next device of a type that we can drive: PCI first, then the virtio_mmio.device= words of the
 * command line, in their order. The device is left as it was found.
 *
 * Returns   false when there are no more. Devices that cannot be driven are logged and passed over.
 */
bool virtio_find(struct virtio_search *search, uint16_t type, struct virtio_device *dev);

/* Back to the state after power-on; the device forgets every ring address.
 *
 * Returns   false when its status does not become 0 (logged). Its memory must then never be used for anything
 * else.
 */
bool virtio_reset(const struct virtio_device *dev);

/* Reset, then agree on features: of wanted, what the device offers. VERSION_1 is added for modern devices.
 *
 * Returns   false when the device refuses (logged; it is left in state FAILED)
 */
bool virtio_negotiate(struct virtio_device *dev, uint64_t wanted);

/* How many descriptors to give a queue, if it were for us: wanted (a power of two).
 *
 * Returns   the device's size where that is fixed, else at most wanted; 0 when there is no such queue
 */
uint16_t virtio_queue_size(const struct virtio_device *dev, uint16_t index, uint16_t wanted);

/* Everything is set up: the device may work now. */
void virtio_ready(const struct virtio_device *dev);

/* We cannot work with this device: say so to it and in the log. */
void virtio_fail(const struct virtio_device *dev, const char *why);

/* The device asks to be reset, or has lost its state (2.1.2, DEVICE_NEEDS_RESET). */
bool virtio_needs_reset(const struct virtio_device *dev);

/* Tell the device about what was added to the queue, if it wants to know. Returns whether it was told. */
bool virtio_notify(const struct virtio_device *dev, struct virtqueue *vq);

/* For the transports. */
#define VIRTIO_MMIO_LEN_MIN  0x120u
#define VIRTIO_MMIO_WORD_MAX 32u

/* Device at a PCI function. Returns false when it is none that we can drive (logged). */
bool virtio_pci_open(const struct pci_device *pci, struct virtio_device *dev);        /* modern or legacy */
bool virtio_pci_modern_open(const struct pci_device *pci, struct virtio_device *dev); /* not logged */
bool virtio_pci_legacy_open(const struct pci_device *pci, struct virtio_device *dev); /* not logged */

/* virtio_pci_cap.c: map the registers of out->function. False when a needed piece is missing or unusable; the
 * device's configuration may be missing. */
bool virtio_pci_find_windows(struct virtio_pci *out);

/* One virtio_mmio.device= value: <size>@<base>:<irq>[:<id>] (Linux,
 * Documentation/admin-guide/kernel-parameters). */
struct virtio_mmio_word {
    uint64_t base; /* physical address */
    uint64_t size; /* bytes */
    uint32_t gsi;
};
bool virtio_mmio_word_parse(const char *text, size_t len, struct virtio_mmio_word *word);

/* Returns false when there is no device of this type there. What cannot be is logged. */
bool virtio_mmio_open(const struct virtio_mmio_word *word, uint16_t type, struct virtio_device *dev);

#endif
