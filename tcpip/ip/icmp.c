/* icmp.c - see icmp.h. */
#include "ip/icmp.h"

#include "bytes.h"
#include "ip/counters.h"
#include "ip/route.h"
#include "ip/ip_limits.h"
#include "memory.h"
#include "netif.h"
#include "wire/checksum.h"

#define IPV4_MTU_MIN 68u /* RFC 791 3.2: what every network carries */

static struct {
    uint64_t error_ns;    /* when the burst of errors sent so far is paid off */
    unsigned echo_next;   /* the buffer used longest ago */
    uint64_t echo_free_ns[ICMP_ECHO_BUFFERS]; /* until when a driver may still read it */
    uint8_t echo[ICMP_ECHO_BUFFERS][ETH_PAYLOAD_MAX];
} icmp;

void icmp_init(void)
{
    memset(&icmp, 0, sizeof icmp);
}

static bool drop(uint64_t *counter)
{
    ++*counter;
    return false;
}

/* Send a message whose checksum field is 0. */
static bool send(uint64_t now_ns, uint32_t dst, uint8_t *head, size_t head_len, const struct span *rest)
{
    struct ipv4_tx tx = {.dst = dst, .protocol = IPV4_PROTOCOL_ICMP, .head = head, .head_len = head_len,
                         .spans = rest, .span_count = rest->len != 0};

    be16_put(head + ICMP_CHECKSUM, csum_finish(csum_add_spans(0, head, head_len, rest, 1)));
    return ipv4_send(now_ns, &tx);
}

/* ---------------------------------------------------------------- echo */

/* Copy the part of a long echo that does not fit a frame's head. A sent span must stay as it is while a
 * driver may read it, so a buffer rests for a while before it is used again. */
static bool copy_rest(uint64_t now_ns, const uint8_t *bytes, size_t len, struct span *rest)
{
    unsigned i = icmp.echo_next;

    if (len > ETH_PAYLOAD_MAX || now_ns < icmp.echo_free_ns[i])
        return drop(&ip_counters.icmp_echo_busy);
    memcpy(icmp.echo[i], bytes, len);
    icmp.echo_free_ns[i] = now_ns + ICMP_ECHO_REUSE_NS;
    icmp.echo_next = (i + 1) % ICMP_ECHO_BUFFERS;
    *rest = (struct span){.bytes = icmp.echo[i], .len = len};
    return true;
}

/* RFC 1122 3.2.2.6: everything that came goes back, from the address that was asked. */
static void answer_echo(uint64_t now_ns, const struct ipv4_rx *rx)
{
    uint8_t buf[NETIF_HEAD_MAX], *head = buf + IPV4_HEADROOM;
    size_t head_len = rx->len;
    struct span rest = {.bytes = NULL, .len = 0};

    if (head_len > sizeof buf - IPV4_HEADROOM) {
        head_len = ICMP_HEADER;
        if (!copy_rest(now_ns, rx->bytes + head_len, rx->len - head_len, &rest))
            return;
    }
    memcpy(head, rx->bytes, head_len);
    head[ICMP_TYPE] = ICMP_ECHO_REPLY;
    be16_put(head + ICMP_CHECKSUM, 0);
    if (send(now_ns, rx->src, head, head_len, &rest))
        ip_counters.icmp_echo_replies++;
}

/* ---------------------------------------------------------------- errors received */

/* RFC 1191 5 and 7: an old router says "too big" without saying how big. Take the next smaller size that
 * networks are known to have. */
static uint16_t guess_mtu(uint16_t packet_len)
{
    static const uint16_t plateaus[] = {1492, 1006, 508, 296};

    for (unsigned i = 0; i < sizeof plateaus / sizeof *plateaus; i++) {
        if (plateaus[i] < packet_len)
            return plateaus[i];
    }
    return IPV4_MTU_MIN;
}

/* RFC 5927 4: an error is a stranger's word. The packet it quotes must be one that we can have sent: from our
 * address, TCP, a first fragment. That it belongs to a connection is checked in tcp/. */
static bool read_error(const struct ipv4_rx *rx, struct icmp_error *error)
{
    const uint8_t *quote = rx->bytes + ICMP_HEADER;
    size_t quote_len = rx->len - ICMP_HEADER, header_len;

    if (quote_len < IPV4_HEADER || quote[IPV4_VERSION_IHL] >> 4 != 4)
        return drop(&ip_counters.icmp_bad_quote);
    header_len = (size_t)(quote[IPV4_VERSION_IHL] & 15) * 4;
    if (header_len < IPV4_HEADER || quote_len < header_len + 8 ||
        be32_get(quote + IPV4_SRC) != route_address() ||
        be16_get(quote + IPV4_FRAGMENT) & IPV4_FRAGMENT_OFFSET)
        return drop(&ip_counters.icmp_bad_quote);
    if (quote[IPV4_PROTOCOL] != IPV4_PROTOCOL_TCP)
        return drop(&ip_counters.icmp_ignored); /* a renewal of our lease, or a ping: nobody waits for it */

    *error = (struct icmp_error){.dst = be32_get(quote + IPV4_DST), .quoted = quote + header_len};
    if (rx->bytes[ICMP_TYPE] == ICMP_UNREACHABLE && rx->bytes[ICMP_CODE] == ICMP_CODE_FRAGMENT_NEEDED) {
        error->mtu = be16_get(rx->bytes + ICMP_NEXT_HOP_MTU);
        if (error->mtu == 0)
            error->mtu = guess_mtu(be16_get(quote + IPV4_TOTAL_LEN));
        if (error->mtu < IPV4_MTU_MIN)
            return drop(&ip_counters.icmp_bad_quote);
    }
    ip_counters.icmp_errors_received++;
    return true;
}

bool icmp_input(uint64_t now_ns, const struct ipv4_rx *rx, struct icmp_error *error)
{
    /* RFC 1122 3.2.2.6 lets a host be silent when all are asked; answering is how one packet becomes a
     * thousand. */
    if (rx->broadcast)
        return drop(&ip_counters.ipv4_broadcast);
    if (rx->len < ICMP_HEADER || !csum_is_intact(0, rx->bytes, rx->len))
        return drop(&ip_counters.icmp_bad);

    switch (rx->bytes[ICMP_TYPE]) {
    case ICMP_ECHO_REQUEST:
        answer_echo(now_ns, rx);
        return false;
    case ICMP_UNREACHABLE:
    case ICMP_TIME_EXCEEDED:
    case ICMP_PARAMETER_PROBLEM:
        return read_error(rx, error);
    default:
        /* Among these: source quench (RFC 6633 3), redirect (RFC 1122 3.2.2.2 lets a host with one gateway
         * ignore it, and a forged one steals traffic), timestamp, and what RFC 1122 3.2.2 calls unknown. */
        return drop(&ip_counters.icmp_ignored);
    }
}

/* ---------------------------------------------------------------- errors sent */

/* RFC 1812 4.3.2.8: a bucket of ICMP_ERROR_BURST that fills by one each ICMP_ERROR_NS. */
static bool may_send_error(uint64_t now_ns)
{
    if (icmp.error_ns < now_ns)
        icmp.error_ns = now_ns;
    if (icmp.error_ns - now_ns > (ICMP_ERROR_BURST - 1) * ICMP_ERROR_NS)
        return false;
    icmp.error_ns += ICMP_ERROR_NS;
    return true;
}

void icmp_unreachable(uint64_t now_ns, const struct ipv4_rx *rx, uint8_t code)
{
    uint8_t buf[IPV4_HEADROOM + ICMP_HEADER + ICMP_QUOTED_MAX] = {0}, *head = buf + IPV4_HEADROOM;
    size_t packet_len = (size_t)(rx->bytes - rx->header) + rx->len;
    size_t quoted_len = packet_len < ICMP_QUOTED_MAX ? packet_len : ICMP_QUOTED_MAX;
    const struct span none = {.bytes = NULL, .len = 0};

    /* RFC 1122 3.2.2: never about a broadcast, and never about an ICMP error. (No fragment and no impossible
     * source gets so far, and of ICMP nothing is ever unreachable here.) */
    if (rx->broadcast)
        return;
    if (!may_send_error(now_ns)) {
        ip_counters.icmp_limited++;
        return;
    }
    head[ICMP_TYPE] = ICMP_UNREACHABLE;
    head[ICMP_CODE] = code;
    memcpy(head + ICMP_HEADER, rx->header, quoted_len);
    if (send(now_ns, rx->src, head, ICMP_HEADER + quoted_len, &none))
        ip_counters.icmp_errors_sent++;
}
