/* fake_virtio_state.h - what the register front ends of the fake device share. */
#ifndef TESTS_FAKE_VIRTIO_STATE_H
#define TESTS_FAKE_VIRTIO_STATE_H

#include "fake_virtio.h"

#define NO_VECTOR 0xffffu

/* The queue that the selector names; one without descriptors where there is none. */
struct fake_queue *fake_selected(struct fake_device *d);

void fake_set_status(struct fake_device *d, uint8_t value);
void fake_set_half(uint64_t *field, unsigned high, uint32_t value);
void fake_enable(struct fake_queue *q);
void fake_set_page(struct fake_queue *q, uint32_t page);
void fake_notify(struct fake_device *d, unsigned queue);
uint32_t fake_next_generation(struct fake_device *d);
uint32_t fake_config_get(const struct fake_device *d, unsigned offset, unsigned width);

#endif
