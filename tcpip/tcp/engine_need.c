/* engine_need.c - see engine.h: what tcp_pools_take() takes. It calls nothing: so sitegen can link it
 * alone. */
#include "tcp/engine.h"

#include "tcp/conn.h"

size_t engine_memory_need(uint32_t conn_max, uint32_t recv_buffer_max)
{
    size_t waiting = time_wait_count(conn_max) * (sizeof(struct time_wait_entry) + sizeof(uint32_t));

    return conn_max * sizeof(struct tcp_conn) + conn_bucket_count(conn_max) * sizeof(struct tcp_conn *) +
           recv_buffer_max * sizeof(struct recv_buffer) + waiting + 4 * 64; /* alignment */
}
