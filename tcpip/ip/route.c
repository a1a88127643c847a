/* route.c - see route.h. */
#include "ip/route.h"

#include "format.h"

static struct {
    uint32_t address; /* 0: none, then the rest is 0 too */
    uint32_t mask;
    uint32_t gateway;
} route;

void route_set(uint32_t address, uint8_t prefix_len, uint32_t gateway)
{
    route.address = address;
    route.mask = prefix_len == 0 || address == 0 ? 0 : UINT32_MAX << (32 - prefix_len);
    route.gateway = address == 0 ? 0 : gateway;
}

uint32_t route_address(void)
{
    return route.address;
}

uint32_t route_gateway(void)
{
    return route.gateway;
}

static bool in_subnet(uint32_t address)
{
    return route.address != 0 && ((address ^ route.address) & route.mask) == 0;
}

bool route_is_on_link(uint32_t address)
{
    return in_subnet(address) || (route.gateway != 0 && address == route.gateway);
}

/* RFC 3021 2.2: on a /31 both addresses are hosts. The same holds for a /32; a /0 has only the limited
 * broadcast. */
static bool subnet_has_broadcast(void)
{
    return route.address != 0 && route.mask != 0 && route.mask < 0xFFFFFFFE;
}

bool route_is_broadcast(uint32_t address)
{
    if (address == 0xFFFFFFFF)
        return true;
    return subnet_has_broadcast() && in_subnet(address) && (address | route.mask) == 0xFFFFFFFF;
}

bool route_source_is_sane(uint32_t address)
{
    /* RFC 1122 3.2.1.3: {0, x}, {127, x} and class D and E are never a source on a wire. (0.0.0.0 may be, but
     * only a DHCP client's, and we are not a DHCP server.) */
    if (address >> 24 == 0 || address >> 24 == 127 || address >= 0xE0000000)
        return false;
    /* The subnet's own two reserved addresses; a packet "from us" is a forgery or a loop (land attack). */
    if (subnet_has_broadcast() && in_subnet(address) &&
        ((address | route.mask) == 0xFFFFFFFF || (address & ~route.mask) == 0))
        return false;
    return address != route.address;
}

uint32_t route_next_hop(uint32_t dst)
{
    if (route.address == 0 || dst == 0 || dst == route.address || route_is_broadcast(dst))
        return 0;
    return route_is_on_link(dst) ? dst : route.gateway;
}

const char *route_text(char text[ROUTE_TEXT_MAX], uint32_t address)
{
    format(text, ROUTE_TEXT_MAX, "%u.%u.%u.%u", address >> 24, address >> 16 & 0xFF, address >> 8 & 0xFF,
           address & 0xFF);
    return text;
}
