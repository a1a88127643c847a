/* capacity.c - see capacity.h */
#include "image/capacity.h"

#include "appliance_limits.h"
#include "pools.h"
#include "stack.h"

#define MIB       (1024u * 1024)
#define PAGE_LEN  4096u
#define WHOLE_MIB 2816u /* q35 with as much or more has 2 GiB in one piece, and the rest beyond 4 GiB */
#define PIECE_MIB 2048u

/* Rings and buffers of the network's driver, and what firmware or hypervisor keep: 0.9 MiB on QEMU, 1.3 on
 * Xen. tests/boot/test_memory.py holds it to that. */
#define MACHINE_LEN (MIB + MIB / 2)

_Static_assert(CAPACITY_CONN_USUAL == APPLIANCE_CONN_DEFAULT, "what a machine serves without conns=");

uint64_t capacity_image_end(const struct image *image)
{
    const struct image_segment *last = &image->parts[IMAGE_PART_COUNT - 1];

    return (last->address + last->memory_len + PAGE_LEN - 1) / PAGE_LEN * PAGE_LEN;
}

uint32_t capacity_conns(uint64_t image_end, uint64_t memory_mib)
{
    uint64_t memory_len = (memory_mib < WHOLE_MIB ? memory_mib : PIECE_MIB) * MIB;

    if (memory_len < MACHINE_LEN || memory_len - MACHINE_LEN < image_end)
        return 0;
    return pools_conn_fit(stack_memory_need, APPLIANCE_CONN_LIMIT, memory_len - MACHINE_LEN - image_end);
}

uint64_t capacity_memory_mib(uint64_t image_end, uint32_t conns)
{
    uint64_t len = image_end + MACHINE_LEN + pools_need(stack_memory_need, conns);
    uint64_t mib = (len + MIB - 1) / MIB;

    return mib > CAPACITY_MEMORY_MIN ? mib : CAPACITY_MEMORY_MIN;
}
