#include "pools.h"

#include "appliance_limits.h"
#include "serve_conn.h"

uint32_t pools_recv_buffers(uint32_t conn_max)
{
    uint32_t count = conn_max / APPLIANCE_CONN_PER_BUFFER;
    if (count < APPLIANCE_BUFFER_MIN)
        return APPLIANCE_BUFFER_MIN;
    return count < APPLIANCE_BUFFER_MAX ? count : APPLIANCE_BUFFER_MAX;
}

size_t pools_need(pools_need_fn *provider_need, uint32_t conn_max)
{
    size_t serve_need = (size_t)conn_max * sizeof(struct serve_conn) + 64; /* alignment */
    return provider_need(conn_max, pools_recv_buffers(conn_max)) + serve_need;
}

uint32_t pools_conn_fit(pools_need_fn *provider_need, uint32_t wanted, size_t memory_len)
{
    uint32_t low = APPLIANCE_CONN_MIN - 1; /* does not count as fitting, or fits */
    uint32_t high = wanted;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (pools_need(provider_need, middle) <= memory_len)
            low = middle;
        else
            high = middle - 1;
    }
    return low < APPLIANCE_CONN_MIN ? 0 : low;
}
