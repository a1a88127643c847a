/* config.h - what this run was asked to do: the words of the command line.
 *
 * Layer   kernel/appliance; callers: main.c, boot/detect.c
 */
#ifndef APPLIANCE_CONFIG_H
#define APPLIANCE_CONFIG_H

#include "log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config {
    uint16_t port;      /* 0: not given */
    uint32_t address;   /* host order; 0: not given, or ip=dhcp */
    uint8_t prefix_len; /* with has_prefix */
    bool has_prefix;
    bool wants_dhcp;    /* ip=dhcp was said: no other source of an address (a hypervisor's) is asked */
    uint32_t gateway; /* host order; 0: none */
    const char *tap;  /* name of the tap device, tap_len bytes; NULL: kernel sockets */
    size_t tap_len;
    uint8_t mac[6]; /* with has_mac: for the tap device */
    bool has_mac;
    char hostname[64]; /* NUL-terminated */
    uint32_t conn_max; /* 0: not given */
    enum log_level log_level;
    bool help, version; /* --help, --version */
};

/* Read the words of a command line; *config points into it afterwards.
 *
 * error     gets a line of text, at most cap bytes with NUL, that names the first word that is unknown or
 *           malformed
 * Returns   false when there is such a word
 */
bool config_read(const char *command_line, struct config *config, char *error, size_t cap);

/* The words there are, a line each: "port=N  listen on this TCP port", up to NULL. */
extern const char *const config_help[];

#endif
