/* settings.c - see settings.h */
#include "publish/settings.h"

#include "cli/boot.h"
#include "cli/cli.h"
#include "files.h"
#include "toml_read.h"
#include "yaml_read.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_MIN   16
#define MEMORY_MAX   (1024 * 1024)
#define VALUE_MAX    1024u /* bytes */
#define NAME_LEN_MAX 40u

/* ---------------------------------------------------------------- values */

/* What no value has: it could not be said in one line of XML. */
static bool is_plain(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return false;
    return *text != '\0' && strlen(text) < VALUE_MAX && utf8_bad(str_of(text)) == strlen(text);
}

/* "qemu+libssh2://user:secret@host/": it would be kept in the configuration, and seen by all who list
 * processes. */
static bool has_password(const char *text)
{
    struct str host = str_of(text);

    host = str_from(host, str_find(host, STR("://")) + 3);
    host = str_head(host, str_find_char(host, '/'));
    size_t at = str_find_char(host, '@');
    return at < host.len && str_find_char(host, ':') < at;
}

/* Enough of RFC 3986 to be a plain scalar of YAML as well. */
static bool is_uri(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7f || strchr("\"'`\\#{}<>", *c) != NULL)
            return false;
    return char_is_alpha(*text) && strlen(text) < VALUE_MAX && strstr(text, ":/") != NULL &&
           !has_password(text);
}

static bool is_name(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!char_is_alpha(*c) && !char_is_digit(*c) && *c != '_' && (*c != '-' || c == text))
            return false;
    return *text != '\0' && strlen(text) <= NAME_LEN_MAX;
}

static bool is_memory(const char *text)
{
    long number;

    return cli_number(text, MEMORY_MIN, MEMORY_MAX, &number);
}

static bool is_interface(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!char_is_alpha(*c) && !char_is_digit(*c) && strchr("-_.", *c) == NULL)
            return false;
    return *text != '\0' && *text != '.' && strlen(text) <= 15;
}

static bool is_address(const char *text)
{
    struct in_addr address;

    return inet_pton(AF_INET, text, &address) == 1;
}

static bool is_address_in_net(const char *text)
{
    char address[INET_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    long len;

    if (slash == NULL || (size_t)(slash - text) >= sizeof(address))
        return strcmp(text, "dhcp") == 0;
    memcpy(address, text, (size_t)(slash - text));
    address[slash - text] = '\0';
    return is_address(address) && cli_number(slash + 1, 1, 32, &len);
}

static bool is_pool(const char *text)
{
    return is_plain(text) && (*text == '/' || strchr(text, '/') == NULL);
}

static bool is_accel(const char *text)
{
    return strcmp(text, "kvm") == 0 || strcmp(text, "tcg") == 0;
}

static bool is_check(const char *text)
{
    return strcmp(text, "http") == 0 || strcmp(text, "console") == 0;
}

const char *const setting_names[SETTING_COUNT] = {"to", "name", "memory",   "network", "bridge", "ip",
                                                  "gw", "check_ip", "pool", "accel",   "check"};

static const struct {
    bool (*is_good)(const char *text);
    const char *wanted;
} kinds[SETTING_COUNT] = {
    [SETTING_TO] = {is_uri, "a URI of libvirt's without a password, "
                            "as in qemu:///system or qemu+ssh://host/system"},
    [SETTING_NAME] = {is_name, "a name of up to 40 letters, digits, '-' and '_'"},
    [SETTING_MEMORY] = {is_memory, "a number of MiB from 16 on"},
    [SETTING_NETWORK] = {is_plain, "the name of a network of libvirt's"},
    [SETTING_BRIDGE] = {is_interface, "the name of a network bridge"},
    [SETTING_IP] = {is_address_in_net, "an address with its length, as in 192.0.2.10/24, or dhcp"},
    [SETTING_GW] = {is_address, "an address, as in 192.0.2.1"},
    [SETTING_CHECK_IP] = {is_address, "an address without a length, as in 192.0.2.11"},
    [SETTING_POOL] = {is_pool, "the name of a storage pool, or the path of a folder on the target"},
    [SETTING_ACCEL] = {is_accel, "kvm or tcg"},
    [SETTING_CHECK] = {is_check, "http or console"},
};

/* ---------------------------------------------------------------- what contradicts what */

const char *settings_conflict(const struct settings *settings, enum setting *which)
{
    const char *const *values = settings->values;
    const char *ip = values[SETTING_IP], *check = values[SETTING_CHECK_IP];
    bool is_static = ip != NULL && strcmp(ip, "dhcp") != 0;

    *which = SETTING_BRIDGE;
    if (values[SETTING_NETWORK] != NULL && values[SETTING_BRIDGE] != NULL)
        return "either network or bridge";
    *which = SETTING_GW;
    if (values[SETTING_GW] != NULL && !is_static)
        return "gw goes with an ip of its own: DHCP says where the gateway is";
    *which = SETTING_CHECK_IP;
    if (check != NULL && !is_static)
        return "check_ip goes with an ip of its own: with DHCP a new version gets an address by itself";
    if (check != NULL && strncmp(ip, check, strlen(check)) == 0 && ip[strlen(check)] == '/')
        return "check_ip must be another address than ip";
    return NULL;
}

/* ---------------------------------------------------------------- the configuration */

static void unknown_key(struct diag *diag, const char *file, const struct hash_entry *entry)
{
    struct text names = {0};

    for (int i = 0; i < SETTING_COUNT; i++)
        text_printf(&names, "%s%s", i > 0 ? ", " : "", setting_names[i]);
    diag_error(diag, file, entry->line, entry->column, "publish: unknown key \"%.*s\" (known: %s)",
               STR_ARG(entry->key), names.bytes);
    text_free(&names);
}

static void read_entry(struct settings *settings, const struct hash_entry *entry, struct diag *diag)
{
    enum value_kind kind = entry->value.kind;
    unsigned i = 0;

    while (i < SETTING_COUNT && !str_is(entry->key, setting_names[i]))
        i++;
    if (i == SETTING_COUNT) {
        unknown_key(diag, settings->file, entry);
        return;
    }
    if (kind == VALUE_NIL)
        return;
    struct str text = value_to_str(entry->value, &settings->pool);
    const char *value = pool_copy(&settings->pool, text);
    if ((kind != VALUE_STRING && kind != VALUE_INT) || strlen(value) != text.len || !kinds[i].is_good(value))
        diag_error(diag, settings->file, entry->line, entry->column, "publish: %s must be %s",
                   setting_names[i], kinds[i].wanted);
    else if (settings->values[i] == NULL)
        settings->values[i] = value;
}

/* A folder without a configuration of Jekyll's stays one: it would be read in another way with it. */
static const char *find_file(struct settings *settings, const char *dir)
{
    static const char *const names[] = {"_config.yml", "_config.yaml", "_config.toml"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *file = files_join(&settings->pool, dir, names[i]);
        if (files_exists(file))
            return file;
    }
    return files_join(&settings->pool, dir, ".sitegen.yml");
}

static bool read_values(struct settings *settings, struct diag *diag, struct value *values)
{
    struct str source;

    *values = value_nil;
    if (!files_exists(settings->file))
        return true;
    if (!files_read(settings->file, &settings->pool, &source)) {
        diag_error(diag, settings->file, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    if (utf8_bad(source) < source.len) {
        diag_error_at(diag, settings->file, source, utf8_bad(source), "is not UTF-8");
        return false;
    }
    return str_ends(str_of(settings->file), ".toml")
               ? toml_read(&settings->pool, diag, settings->file, source, 0, source.len, values)
               : yaml_read(&settings->pool, diag, settings->file, source, 0, source.len, values);
}

bool settings_read(struct settings *settings, const char *dir, struct diag *diag)
{
    struct value values;
    enum setting which;

    settings->file = find_file(settings, dir);
    if (!read_values(settings, diag, &values))
        return false;
    const struct hash_entry *publish =
        values.kind == VALUE_HASH ? hash_entry(values.hash, STR("publish")) : NULL;
    const struct hash *hash = publish != NULL && publish->value.kind == VALUE_HASH ? publish->value.hash : NULL;
    if (publish != NULL && hash == NULL && publish->value.kind != VALUE_NIL)
        diag_error(diag, settings->file, publish->line, publish->column,
                   "publish must be keys with values (to: qemu:///system)");
    for (size_t i = 0; hash != NULL && i < hash->count; i++)
        read_entry(settings, &hash->entries[i], diag);
    const char *conflict = diag->error_count == 0 ? settings_conflict(settings, &which) : NULL;
    if (conflict != NULL) {
        const struct hash_entry *entry = hash != NULL ? hash_entry(hash, str_of(setting_names[which])) : NULL;
        diag_error(diag, settings->file, entry != NULL ? entry->line : 0, entry != NULL ? entry->column : 0,
                   "publish: %s", conflict);
    }
    return diag->error_count == 0;
}

/* ---------------------------------------------------------------- the command line */

int settings_option(struct settings *settings, int argc, char **argv, int *index)
{
    for (unsigned i = 0; i < SETTING_COUNT; i++) {
        char option[24] = "--";
        const char *value;
        for (size_t at = 0; setting_names[i][at] != '\0'; at++)
            option[at + 2] = setting_names[i][at] == '_' ? '-' : setting_names[i][at];
        if (!cli_option(argc, argv, index, option, &value))
            continue;
        if (value == NULL || !kinds[i].is_good(value))
            return cli_usage("%s needs %s", option, kinds[i].wanted);
        settings->values[i] = value;
        return 0;
    }
    return -1;
}

const char *settings_name_of(const char *path, struct pool *pool)
{
    char *real = realpath(path, NULL);
    char *name = boot_xen_name(real != NULL ? real : path, pool);
    size_t len = strlen(name);

    free(real);
    for (char *c = name; *c != '\0'; c++)
        if (*c == '.' || *c == '+')
            *c = '-';
    if (len > NAME_LEN_MAX)
        name[NAME_LEN_MAX] = '\0';
    return is_name(name) ? name : "site";
}
