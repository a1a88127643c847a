/* settings.h - where and how a site is published: publish: in its configuration, and the command line.
 *
 * Layer     sitegen/publish
 * Memory    values live in the pool of the settings
 */
#ifndef SITEGEN_PUBLISH_SETTINGS_H
#define SITEGEN_PUBLISH_SETTINGS_H

#include "diag.h"

enum setting {
    SETTING_TO,       /* a libvirt URI */
    SETTING_NAME,     /* of the site: its domains are NAME.1, NAME.2, ... */
    SETTING_MEMORY,   /* MiB */
    SETTING_NETWORK,  /* libvirt's name of it */
    SETTING_BRIDGE,   /* instead of a network */
    SETTING_IP,       /* "192.0.2.10/24", or "dhcp" */
    SETTING_GW,       /* the gateway */
    SETTING_CHECK_IP, /* a spare address, on which a new version is tried */
    SETTING_POOL,     /* a storage pool's name, or a folder on the target */
    SETTING_ACCEL,    /* "kvm", "tcg" */
    SETTING_CHECK,    /* "http", "console" */
    SETTING_COUNT
};

struct settings {
    const char *values[SETTING_COUNT]; /* NULL: not given */
    const char *file;                  /* the configuration, whether it is there or not; NULL: of an image */
    struct pool pool;
};

/* As the key stands in the configuration: "check_ip". */
extern const char *const setting_names[SETTING_COUNT];

/* Read publish: in the configuration of dir: _config.yml, or .sitegen.yml in a folder without one. Values that are
 * there already (from the command line) stay. Returns false when diag has errors. */
bool settings_read(struct settings *settings, const char *dir, struct diag *diag);

/* Take the option at argv[*index], as in --check-ip ADDRESS. Returns -1 when it is none of ours, else the exit
 * status so far: a wrong value is said. */
int settings_option(struct settings *settings, int argc, char **argv, int *index);

/* What contradicts what. Returns NULL, or the message; *which is the setting that is wrong. */
const char *settings_conflict(const struct settings *settings, enum setting *which);

/* A name for the site, from a path: of letters, digits, '-' and '_'. */
const char *settings_name_of(const char *path, struct pool *pool);

/* Text of a configuration in which publish: has to: uri, and nothing else is different. Returns NULL when that
 * cannot be made. is_toml: it is TOML, else YAML */
const char *settings_with_uri(struct str text, const char *uri, bool is_toml, struct pool *pool);

/* Keep the URI in the configuration, which is replaced as a whole. Returns NULL, or why not. */
const char *settings_remember(struct settings *settings, const char *uri);

#endif
