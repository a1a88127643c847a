#include "drain.h"

#include "appliance_limits.h"
#include "log.h"
#include "platform.h"
#include "serve.h"
#include "tcp.h"

#define NS_PER_MS 1000000u

static uint64_t end_ns; /* 0: nobody has asked */
static bool is_over;    /* nobody is waited for any longer */

void drain_turn(uint64_t now_ns)
{
    unsigned requests = platform_stop_requests();
    if (requests == 0)
        return;
    if (end_ns == 0) {
        end_ns = now_ns + APPLIANCE_DRAIN_NS;
        log_info("stop: asked to end conns=%u", tcp_stats()->conn_count);
        tcp_stop_listening();
        serve_drain();
    }
    if (requests > 1 || now_ns >= end_ns) {
        log_info("stop: reset conns=%u", serve_abort_all());
        is_over = true;
    }
}

bool drain_is_over(void)
{
    return is_over || (end_ns != 0 && tcp_stats()->conn_count == 0);
}

uint64_t drain_deadline_ns(void)
{
    return end_ns == 0 ? UINT64_MAX : end_ns;
}
