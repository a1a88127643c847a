/* xen_calls.c - hypercalls that more than one file needs. See hypercall.h. */
#include "xen/hypercall.h"

#include <xen/hvm/hvm_op.h>
#include <xen/memory.h>

bool xen_map_page(unsigned space, uint32_t index, void *page)
{
    struct xen_add_to_physmap map = {
        .domid = DOMID_SELF, .space = space, .idx = index, .gpfn = xen_frame(page)};

    return hypercall(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, (uintptr_t)&map, 0) == 0;
}

bool xen_parameter(uint32_t index, uint64_t *value)
{
    struct xen_hvm_param param = {.domid = DOMID_SELF, .index = index};
    bool ok = hypercall(__HYPERVISOR_hvm_op, HVMOP_get_param, (uintptr_t)&param, 0) == 0;

    *value = ok ? param.value : 0;
    return ok;
}

bool xen_set_parameter(uint32_t index, uint64_t value)
{
    struct xen_hvm_param param = {.domid = DOMID_SELF, .index = index, .value = value};

    return hypercall(__HYPERVISOR_hvm_op, HVMOP_set_param, (uintptr_t)&param, 0) == 0;
}
