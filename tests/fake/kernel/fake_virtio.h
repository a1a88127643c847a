/* fake_virtio.h - a virtio device in host memory: what the driver writes into its registers it obeys, what
 * lies in the rings it reads, and everything that a device could do wrong a test can make it do.
 *
 * Four front ends, one device: MMIO versions 1 and 2, PCI modern and legacy. Up to FAKE_DEVICE_MAX at once.
 */
#ifndef TESTS_FAKE_VIRTIO_H
#define TESTS_FAKE_VIRTIO_H

#include "virtio/virtio.h"
#include "x86/irq.h"
#include "x86/pci.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_DEVICE_MAX 4u
#define FAKE_QUEUE_MAX  2u
#define FAKE_PART_MAX   16u

enum fake_kind { FAKE_MMIO_V1, FAKE_MMIO_V2, FAKE_PCI_MODERN, FAKE_PCI_LEGACY, FAKE_PCI_TRANSITIONAL };

struct fake_queue {
    uint16_t max; /* what the device offers */
    uint16_t size;
    uint64_t desc, driver, device; /* addresses; 0: not set up */
    bool ready;
    uint16_t vector;
    uint16_t notify_off;
    uint16_t seen_idx; /* next entry of the available ring that the device reads */
    unsigned kick_count;
};

struct fake_device {
    enum fake_kind kind;
    uint16_t type;
    uint64_t base; /* physical address of its window, or its first port */
    uint64_t offered, accepted;
    bool refuse_features;                                          /* FEATURES_OK does not stay */
    bool stuck;                                                    /* its status never becomes 0 */
    bool refuse_vector;                                            /* reads back "no vector" */
    void (*on_notify)(struct fake_device *device, unsigned queue); /* a device that works at once */
    uint32_t feature_select, driver_select, queue_select;
    uint32_t page_size, config_vector;
    uint8_t status;
    unsigned reset_count;
    uint8_t config[32];
    uint32_t generation;
    unsigned generation_turns; /* the configuration changes during so many readings */
    uint32_t interrupt_status;
    unsigned acknowledge_count;
    struct fake_queue queue[FAKE_QUEUE_MAX];

    uint8_t window[0x4000]; /* only the addresses count; the bytes are never touched */
    uint8_t pci_config[256];
    struct pci_bar bar[6];
    unsigned msix_entries;
    bool msix_on;
    bool pci_enabled;
};

/* Forget all devices and interrupts. First thing in a test. */
void fake_virtio_clear(void);

/* A new device with sensible properties: queues of queue_max, all features of the driver's liking, MAC
 * 02:00:00:00:00:01, link up. Change its fields before the driver looks. */
struct fake_device *fake_virtio_add(enum fake_kind kind, uint16_t type, uint16_t queue_max);

/* The command line that announces every MMIO device. Static. */
const char *fake_command_line(void);

/* The n-th device that was added; NULL beyond. */
struct fake_device *fake_virtio_at(unsigned index);

/* PCI: (re)write the five capabilities of a modern device. The places of their fields are in fake_pci.c. */
void fake_pci_write_capabilities(struct fake_device *device);
#define FAKE_CAP_COMMON 0x40u
#define FAKE_CAP_NOTIFY 0x50u
#define FAKE_CAP_ISR    0x68u
#define FAKE_CAP_DEVICE 0x78u

/* The device's side of a queue. */
struct fake_part {
    uint8_t *bytes;
    uint32_t len;
    bool writable;
};
struct fake_chain {
    uint16_t id;
    unsigned count;
    struct fake_part parts[FAKE_PART_MAX];
};

/* Take the next chain that the driver made available. Indirect tables are followed. */
bool fake_queue_pop(struct fake_device *device, unsigned queue, struct fake_chain *chain);

/* Say that a chain is finished: exactly what is written into the used ring, true or not. */
void fake_queue_use(struct fake_device *device, unsigned queue, uint32_t id, uint32_t len);

/* The rings, to write nonsense into. */
struct virtq_avail *fake_avail(const struct fake_device *device, unsigned queue);
struct virtq_used *fake_used(const struct fake_device *device, unsigned queue);

/* All bytes of a chain, one after the other. Returns how many were copied. */
size_t fake_chain_read(const struct fake_chain *chain, uint8_t *to, size_t cap);
size_t fake_chain_write(const struct fake_chain *chain, const uint8_t *from, size_t len);

/* fake_irq.c */
struct fake_irq {
    const struct irq_source *source; /* the last that was added */
    unsigned source_count;
    unsigned poll_count;  /* irq_poll_instead() */
    unsigned route_count; /* irq_route_gsi() */
    uint32_t gsi;
    bool level;
    bool refuse_route, refuse_source;
};
extern struct fake_irq fake_irq;

/* fake_platform.c */
extern uint64_t fake_mono_ns;

#endif
