/* stack_need.c - see stack.h. It calls nothing else of the stack: so sitegen can link it alone
 * (sitegen/image/capacity.h). */
#include "stack.h"

#include "tcp/engine.h"

size_t stack_memory_need(uint32_t conn_max, uint32_t recv_buffer_max)
{
    return engine_memory_need(conn_max, recv_buffer_max);
}
