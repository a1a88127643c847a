/* dhcp_lease.c - see dhcp_lease.h. */
#include "ip/dhcp_lease.h"

#include "assert.h"
#include "ip/ip_limits.h"

/* Class A, B and C hosts: not this network, not loopback, no groups (RFC 1122 3.2.1.3). */
static bool is_host(uint32_t address)
{
    return address >> 24 != 0 && address >> 24 != 127 && address < 0xE0000000;
}

/* The prefix length of a mask, or -1 when its ones are not in one run. */
static int prefix_of(uint32_t mask)
{
    uint32_t hosts = ~mask;

    if (hosts & (hosts + 1))
        return -1;
    return hosts == UINT32_MAX ? 0 : __builtin_clz(hosts | 1) + (hosts == 0);
}

/* Without the option, what the address's class implies (RFC 950 2.1). */
static uint32_t class_mask(uint32_t address)
{
    if (address < 0x80000000)
        return 0xFF000000;
    return address < 0xC0000000 ? 0xFFFF0000 : 0xFFFFFF00;
}

static bool read_address(const struct dhcp_reply *reply, struct dhcp_lease *lease)
{
    uint32_t address = reply->your_address;
    uint32_t mask = reply->subnet_mask ? reply->subnet_mask : class_mask(address);
    int prefix_len = prefix_of(mask);

    if (!is_host(address) || prefix_len < 0)
        return false;
    /* The subnet's all-zero and all-one addresses belong to nobody, but on a /31 or /32 (RFC 3021). */
    if (prefix_len < 31 && ((address & ~mask) == 0 || (address | mask) == UINT32_MAX))
        return false;
    lease->address = address;
    lease->prefix_len = (uint8_t)prefix_len;
    lease->gateway = is_host(reply->router) && reply->router != address ? reply->router : 0;
    return true;
}

bool dhcp_lease_read(const struct dhcp_reply *reply, uint64_t asked_ns, struct dhcp_lease *lease)
{
    uint64_t lease_s = reply->lease_s, renew_s = reply->renew_s, rebind_s = reply->rebind_s;

    *lease = (struct dhcp_lease){.server_id = reply->server_id, .lease_s = reply->lease_s};
    if (!is_host(reply->server_id) || lease_s < DHCP_LEASE_MIN_S || !read_address(reply, lease))
        return false;
    if (lease_s == DHCP_LEASE_INFINITE) {
        lease->renew_ns = lease->rebind_ns = lease->expire_ns = UINT64_MAX;
        return true;
    }
    /* RFC 2131 4.4.5: T1 < T2 < the lease, at 0.5 and 0.875 of it unless the server says otherwise, and makes
     * sense. */
    if (renew_s == 0 || renew_s >= lease_s)
        renew_s = lease_s / 2;
    if (rebind_s <= renew_s || rebind_s >= lease_s)
        rebind_s = lease_s - lease_s / 8;
    if (renew_s >= rebind_s)
        renew_s = lease_s / 2;
    lease->renew_ns = asked_ns + renew_s * LIMIT_S;
    lease->rebind_ns = asked_ns + rebind_s * LIMIT_S;
    lease->expire_ns = asked_ns + lease_s * LIMIT_S;
    ASSERT(lease->renew_ns < lease->rebind_ns && lease->rebind_ns < lease->expire_ns);
    return true;
}
