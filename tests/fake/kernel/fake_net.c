/* fake_net.c - see fake_net.h. */
#include "fake_net.h"
#include "virtio/virtio_net.h"

#include <string.h>

/* Static, as a legacy device wants it here: see fake_set_page(). */
static uint8_t memory[FAKE_NET_ARENA_LEN] __attribute__((aligned(4096)));

const struct netif_backend *fake_net_probe(size_t arena_len)
{
    struct arena arena = {.next = memory, .end = memory + arena_len};

    memset(memory, 0, sizeof memory);
    return virtio_net_probe(&arena, fake_command_line());
}

int fake_net_receive(struct fake_device *device, unsigned hdr_len, uint8_t flags, uint16_t num_buffers,
                     uint8_t fill, size_t len)
{
    uint8_t bytes[4096] = {flags};
    struct fake_chain chain;

    if (!fake_queue_pop(device, 0, &chain))
        return -1;
    memcpy(bytes + 10, &num_buffers, sizeof num_buffers);
    memset(bytes + hdr_len, fill, len);
    fake_queue_use(device, 0, chain.id, (uint32_t)fake_chain_write(&chain, bytes, hdr_len + len));
    return chain.id;
}

bool fake_net_send(const struct netif_backend *net, uint16_t head_len, const struct span *spans,
                   uint16_t span_count)
{
    static uint8_t head[NETIF_HEAD_MAX];
    const struct netif_tx tx = {.head = head, .head_len = head_len, .spans = spans, .span_count = span_count};

    memset(head, 0xaa, sizeof head);
    return net->send(&tx);
}
