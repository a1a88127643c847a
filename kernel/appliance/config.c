#include "config.h"

#include "format.h"
#include "appliance_limits.h"
#include "memory.h"
#include "words.h"

static bool read_port(const struct word *w, struct config *c)
{
    uint32_t port;
    if (!word_get_u32(w->value, w->value_len, 1, 65535, &port))
        return false;
    c->port = (uint16_t)port;
    return true;
}

static bool value_is(const struct word *w, const char *text)
{
    return w->value_len == strlen(text) && memcmp(w->value, text, w->value_len) == 0;
}

static bool is_host_address(uint32_t a)
{
    return a >> 24 != 0 && a >> 28 < 0xe; /* neither "this network" nor multicast nor reserved */
}

static bool read_ip(const struct word *w, struct config *c)
{
    /* The last ip= counts, whole. */
    c->wants_dhcp = value_is(w, "dhcp");
    if (c->wants_dhcp) {
        c->address = 0;
        c->has_prefix = false;
        return true;
    }
    c->has_prefix = word_get_ipv4_prefix(w->value, w->value_len, &c->address, &c->prefix_len);
    return (c->has_prefix || word_get_ipv4(w->value, w->value_len, &c->address)) &&
           is_host_address(c->address);
}

static bool read_gw(const struct word *w, struct config *c)
{
    return word_get_ipv4(w->value, w->value_len, &c->gateway) && is_host_address(c->gateway);
}

static bool read_tap(const struct word *w, struct config *c)
{
    c->tap = w->value;
    c->tap_len = w->value_len;
    return w->value_len >= 1 && w->value_len <= 15; /* IFNAMSIZ - 1 */
}

/* Six octets of two hexadecimal digits; not a group address, which nobody can have. */
static bool read_mac(const struct word *w, struct config *c)
{
    if (w->value_len != 17)
        return false;
    for (unsigned i = 0; i < 6; i++) {
        char octet[4] = {'0', 'x', w->value[3 * i], w->value[3 * i + 1]};
        uint64_t value;
        if (!word_get_hex(octet, 4, &value) || (i < 5 && w->value[3 * i + 2] != ':'))
            return false;
        c->mac[i] = (uint8_t)value;
    }
    c->has_mac = true;
    return (c->mac[0] & 1) == 0;
}

/* RFC 1123, 2.1: letters, digits, hyphens and dots. */
static bool read_hostname(const struct word *w, struct config *c)
{
    if (w->value_len < 1 || w->value_len >= sizeof(c->hostname))
        return false;
    for (size_t i = 0; i < w->value_len; i++) {
        char b = w->value[i];
        bool letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        if (!letter && !(b >= '0' && b <= '9') && b != '-' && b != '.')
            return false;
    }
    memcpy(c->hostname, w->value, w->value_len);
    c->hostname[w->value_len] = '\0';
    return true;
}

static bool read_conns(const struct word *w, struct config *c)
{
    return word_get_u32(w->value, w->value_len, APPLIANCE_CONN_MIN, APPLIANCE_CONN_LIMIT, &c->conn_max);
}

static bool read_log(const struct word *w, struct config *c)
{
    static const char *const names[] = {[LOG_ERROR] = "error", [LOG_INFO] = "info", [LOG_DEBUG] = "debug"};
    for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (value_is(w, names[i])) {
            c->log_level = (enum log_level)i;
            return true;
        }
    return false;
}

/* The virtio driver reads these itself (virtio_mmio.c); QEMU's microvm adds them. */
static bool read_virtio_mmio(const struct word *w, struct config *c)
{
    (void)c;
    return w->value_len > 0;
}

static const struct {
    const char *key;
    const char *form; /* for error messages */
    bool (*read)(const struct word *word, struct config *config);
} words[] = {
    {"port", "a port from 1 to 65535", read_port},
    {"ip", "\"dhcp\" or an address with prefix length, as in 192.0.2.10/24", read_ip},
    {"gw", "an address, as in 192.0.2.1", read_gw},
    {"gateway", "an address, as in 192.0.2.1", read_gw}, /* what urunc says */
    {"tap", "a tap device's name of 1 to 15 characters", read_tap},
    {"mac", "a hardware address, as in 02:00:00:00:00:01", read_mac},
    {"hostname", "1 to 63 letters, digits, hyphens or dots", read_hostname},
    {"conns", "a number of connections from 16 to 1000000", read_conns},
    {"log", "error, info or debug", read_log},
    {"virtio_mmio.device", "SIZE@BASE:IRQ", read_virtio_mmio},
};

const char *const config_help[] = {
    "port=N          listen on TCP port N (8080 over kernel sockets, else 80)",
    "ip=A/N          our address and prefix length, or dhcp; without it: every address over kernel sockets,",
    "                the one of the vif's configuration (ip=) on Xen, else DHCP",
    "gw=A            the gateway; it may lie outside the subnet (gateway=A: the same)",
    "tap=NAME        in a process: our own TCP/IP over this tap device, not kernel sockets",
    "mac=M           in a process with tap=: our hardware address (else made from the device's name)",
    "hostname=NAME   the name that DHCP is told",
    "conns=N         at most so many connections at once (16384, or what memory holds)",
    "log=LEVEL       error, info or debug (info)",
    "virtio_mmio.device=SIZE@BASE:IRQ  on a guest: a virtio device without PCI (microvm adds it itself)",
    NULL,
};

static bool refuse(const struct word *w, const char *form, char *error, size_t cap)
{
    int len = w->len < 80 ? (int)w->len : 80;
    if (form != NULL)
        format(error, cap, "malformed word \"%.*s\": %.*s= takes %s", len, w->text, (int)w->key_len, w->key,
               form);
    else
        format(error, cap, "unknown word \"%.*s\" (have: port= ip= gw= tap= mac= hostname= conns= log=)", len,
               w->text);
    return false;
}

static bool read_word(const struct word *w, struct config *config, char *error, size_t cap)
{
    if (word_key_is(w, "--help") || word_key_is(w, "--version")) {
        *(word_key_is(w, "--help") ? &config->help : &config->version) = true;
        return true;
    }
    for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (!word_key_is(w, words[i].key))
            continue;
        if (w->value == NULL || !words[i].read(w, config))
            return refuse(w, words[i].form, error, cap);
        return true;
    }
    return refuse(w, NULL, error, cap);
}

bool config_read(const char *command_line, struct config *config, char *error, size_t cap)
{
    struct word word;
    *config = (struct config){.log_level = LOG_INFO};
    while (words_next(&command_line, &word))
        if (!read_word(&word, config, error, cap))
            return false;
    return true;
}
