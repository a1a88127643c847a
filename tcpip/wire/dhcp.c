/* dhcp.c - see dhcp.h. */
#include "wire/dhcp.h"

#include "assert.h"
#include "bytes.h"
#include "memory.h"

/* RFC 2131 2, figure 1: offsets in a message. */
#define OP 0u
#define HTYPE 1u
#define HLEN 2u
#define XID 4u
#define SECS 8u
#define CIADDR 12u
#define YIADDR 16u
#define CHADDR 28u
#define SNAME 44u
#define SNAME_LEN 64u
#define FILE_NAME 108u
#define FILE_NAME_LEN 128u
#define COOKIE 236u
#define OPTIONS 240u

#define BOOT_REQUEST 1u
#define BOOT_REPLY 2u
#define HTYPE_ETHERNET 1u
#define COOKIE_VALUE 0x63825363u /* RFC 2131 3 */

/* RFC 2132 */
enum option {
    OPTION_PAD = 0,
    OPTION_SUBNET_MASK = 1,
    OPTION_ROUTER = 3,
    OPTION_HOSTNAME = 12,
    OPTION_REQUESTED_ADDRESS = 50,
    OPTION_LEASE_TIME = 51,
    OPTION_OVERLOAD = 52,
    OPTION_MESSAGE_TYPE = 53,
    OPTION_SERVER_ID = 54,
    OPTION_PARAMETER_LIST = 55,
    OPTION_RENEWAL_TIME = 58,
    OPTION_REBINDING_TIME = 59,
    OPTION_END = 255,
};

/* RFC 2132 9.3: which of the old fields hold options as well. */
#define OVERLOAD_FILE 1u
#define OVERLOAD_SNAME 2u

/* ---------------------------------------------------------------- reading */

/* The first of several equal options counts; one that is too short for its kind is as if it were
 * not there. */
static void take_u32(uint32_t *field, const uint8_t *value, size_t len)
{
    if (*field == 0 && len >= 4)
        *field = be32_get(value);
}

static void take_u8(uint8_t *field, const uint8_t *value, size_t len)
{
    if (*field == 0 && len >= 1)
        *field = value[0];
}

static void take_option(uint8_t code, const uint8_t *value, size_t len, struct dhcp_reply *reply,
                        uint8_t *overload)
{
    switch (code) {
    case OPTION_MESSAGE_TYPE: take_u8(&reply->type, value, len); break;
    case OPTION_OVERLOAD: take_u8(overload, value, len); break;
    case OPTION_SUBNET_MASK: take_u32(&reply->subnet_mask, value, len); break;
    case OPTION_ROUTER: take_u32(&reply->router, value, len); break;
    case OPTION_LEASE_TIME: take_u32(&reply->lease_s, value, len); break;
    case OPTION_SERVER_ID: take_u32(&reply->server_id, value, len); break;
    case OPTION_RENEWAL_TIME: take_u32(&reply->renew_s, value, len); break;
    case OPTION_REBINDING_TIME: take_u32(&reply->rebind_s, value, len); break;
    default: break;
    }
}

/* Returns false when an option leads out of the len bytes. A missing end mark is forgiven. */
static bool read_options(const uint8_t *bytes, size_t len, struct dhcp_reply *reply, uint8_t *overload)
{
    size_t at = 0;

    while (at < len && bytes[at] != OPTION_END) {
        if (bytes[at] == OPTION_PAD) {
            at++;
            continue;
        }
        if (len - at < 2 || len - at - 2 < bytes[at + 1])
            return false;
        take_option(bytes[at], bytes + at + 2, bytes[at + 1], reply, overload);
        at += 2u + bytes[at + 1];
    }
    return true;
}

enum dhcp_parse dhcp_parse(const uint8_t *bytes, size_t len, uint32_t xid, const uint8_t mac[6],
                           struct dhcp_reply *reply)
{
    uint8_t overload = 0, ignored = 0;

    *reply = (struct dhcp_reply){0};
    if (len < OPTIONS || bytes[OP] != BOOT_REPLY || be32_get(bytes + COOKIE) != COOKIE_VALUE)
        return DHCP_MALFORMED;
    if (be32_get(bytes + XID) != xid || bytes[HTYPE] != HTYPE_ETHERNET || bytes[HLEN] != 6 ||
        memcmp(bytes + CHADDR, mac, 6) != 0)
        return DHCP_FOREIGN;

    reply->your_address = be32_get(bytes + YIADDR);
    if (!read_options(bytes + OPTIONS, len - OPTIONS, reply, &overload))
        return DHCP_MALFORMED;
    /* RFC 2131 4.1: file first, then sname; what they say of overloading is not followed any further. */
    if (overload & OVERLOAD_FILE && !read_options(bytes + FILE_NAME, FILE_NAME_LEN, reply, &ignored))
        return DHCP_MALFORMED;
    if (overload & OVERLOAD_SNAME && !read_options(bytes + SNAME, SNAME_LEN, reply, &ignored))
        return DHCP_MALFORMED;
    if (reply->type != DHCP_OFFER && reply->type != DHCP_ACK && reply->type != DHCP_NAK)
        return DHCP_MALFORMED;
    return DHCP_OK;
}

/* ---------------------------------------------------------------- writing */

static uint8_t *put_option(uint8_t *at, enum option code, const void *value, size_t len)
{
    *at++ = (uint8_t)code;
    *at++ = (uint8_t)len;
    memcpy(at, value, len);
    return at + len;
}

static uint8_t *put_address(uint8_t *at, enum option code, uint32_t address)
{
    uint8_t value[4];

    be32_put(value, address);
    return address ? put_option(at, code, value, sizeof value) : at;
}

/* RFC 2131 4.4.1, table 5 says which message carries which options. */
static uint8_t *put_options(uint8_t *at, const struct dhcp_message *message)
{
    static const uint8_t parameters[] = {OPTION_SUBNET_MASK, OPTION_ROUTER,       OPTION_LEASE_TIME,
                                         OPTION_SERVER_ID,   OPTION_RENEWAL_TIME, OPTION_REBINDING_TIME};
    size_t hostname_len = strlen(message->hostname);

    at = put_option(at, OPTION_MESSAGE_TYPE, &message->type, 1);
    at = put_address(at, OPTION_REQUESTED_ADDRESS, message->requested);
    at = put_address(at, OPTION_SERVER_ID, message->server_id);
    if (message->type != DHCP_DECLINE) {
        at = put_option(at, OPTION_PARAMETER_LIST, parameters, sizeof parameters);
        if (hostname_len != 0)
            at = put_option(at, OPTION_HOSTNAME, message->hostname, hostname_len);
    }
    *at++ = OPTION_END;
    return at;
}

size_t dhcp_write(uint8_t *buf, const struct dhcp_message *message)
{
    size_t len;

    ASSERT(strlen(message->hostname) <= 63);
    memset(buf, 0, DHCP_MESSAGE_MAX);
    buf[OP] = BOOT_REQUEST;
    buf[HTYPE] = HTYPE_ETHERNET;
    buf[HLEN] = 6;
    be32_put(buf + XID, message->xid);
    be16_put(buf + SECS, message->secs);
    /* flags stay 0: we do hear unicast before we have an address (RFC 2131 4.1), and others are spared a
     * broadcast */
    be32_put(buf + CIADDR, message->client_address);
    memcpy(buf + CHADDR, message->mac, 6);
    be32_put(buf + COOKIE, COOKIE_VALUE);
    len = (size_t)(put_options(buf + OPTIONS, message) - buf);
    ASSERT(len <= DHCP_MESSAGE_MAX);
    return len < DHCP_MESSAGE_MIN ? DHCP_MESSAGE_MIN : len;
}
