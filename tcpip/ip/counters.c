/* counters.c - see counters.h. */
#include "ip/counters.h"

struct ip_counters ip_counters;

const struct ip_counters *ip_counters_get(void)
{
    return &ip_counters;
}
