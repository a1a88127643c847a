/* boot_xen_config.c - the text of an xl configuration. See boot.h.
 *
 * Source    xl.cfg(5), xl-network-configuration(5), xen-tscmode(7) of Xen 4.17
 */
#include "cli/boot.h"
#include "files.h"
#include "text.h"

#include <string.h>

#define NAME_MAX_LEN 60u

long boot_xen_memory_min(const struct boot *boot)
{
    return (long)capacity_memory_mib(boot->image_end, CAPACITY_CONN_LEAST);
}

static long memory_mib(const struct boot *boot)
{
    return boot->memory_mib > 0 ? boot->memory_mib
                                : (long)capacity_memory_mib(boot->image_end, CAPACITY_CONN_USUAL);
}

static bool is_name_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '.' || c == '+';
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.at[i]))
            return false;
    return true;
}

/* The name becomes part of paths (log files), of xl's command lines, where a number is taken for a domain's
 * id, and is shown in tables: so it is kept plain. What is not becomes one '-'. */
char *boot_xen_name(const char *image, struct pool *pool)
{
    struct str base = str_of(files_base(image));
    struct text name = {0};

    if (str_ends(base, ".img"))
        base = str_head(base, base.len - 4);
    for (size_t i = 0; i < base.len && name.len < NAME_MAX_LEN; i++) {
        if (is_name_char(base.at[i]) && (name.len > 0 || base.at[i] != '.'))
            text_add_char(&name, base.at[i]);
        else if (name.len > 0 && name.bytes[name.len - 1] != '-')
            text_add_char(&name, '-');
    }
    while (name.len > 0 && name.bytes[name.len - 1] == '-')
        name.len--;
    struct str text = text_finish(&name, pool);
    return pool_printf(pool, "%s%.*s", is_number(text) ? "site" : "", STR_ARG(text));
}

/* xl reads \" and \\ in a string, and every other byte but a line break as itself, UTF-8 as well. */
static void add_string(struct text *out, const char *key, const char *value)
{
    text_printf(out, "%s = \"", key);
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            text_add_char(out, '\\');
        text_add_char(out, *value);
    }
    text_add_c(out, "\"\n");
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

static void add_vif(struct text *out, const struct boot *boot)
{
    const char *bridge = boot->bridge != NULL ? boot->bridge : "xenbr0";

    text_printf(out, "\n# The site's address may stand here as well: 'bridge=%s,ip=192.0.2.10/24'.\n",
                bridge);
    text_add_c(out, "# ip= in cmdline comes before it, and ip=dhcp too.\n");
    if (boot->mac != NULL)
        text_printf(out, "vif = ['mac=%s,bridge=%s']\n", boot->mac, bridge);
    else
        text_printf(out, "vif = ['bridge=%s']\n", bridge);
}

/* xl's default is 1 MiB and 8 KiB for each MiB of memory. */
#define PAGING_MIB        4
#define PAGING_ENOUGH_MIB 384 /* of memory: the default is as much */

static const char content[] =
    "\n# The content lies in memory, and the rest holds connections. The domain keeps all of it.\n";

static const char paging[] =
    "\n# For Xen's page tables of this domain. What xl sets aside by default is too little for so small a\n"
    "# one: with 16 MiB of memory it cannot be created, with 32 it cannot be restored.\n";

static void add_memory(struct text *out, long memory)
{
    text_add_c(out, content);
    text_printf(out, "memory = %ld\nmaxmem = %ld\n", memory, memory);
    if (memory < PAGING_ENOUGH_MIB)
        text_printf(out, "%sshadow_memory = %d\n", paging, PAGING_MIB);
}

static const char tsc[] =
    "\n# The processor's counter is read without Xen's help: by default Xen emulates it on some machines,\n"
    "# which takes fifteen times as long at least. Nothing relies on its rate: the clock is Xen's, and says\n"
    "# after each restore how fast the counter runs on the machine that it is now.\n"
    "tsc_mode = \"native\"\n";

static const char events[] =
    "\n# A web server is to come back: after xl reboot, and after a fault, whose report is on the console.\n"
    "# Wrong words in cmdline, or too little memory, end it like a poweroff: they would be wrong again.\n"
    "on_poweroff = \"destroy\"\n"
    "on_reboot = \"restart\"\n"
    "on_crash = \"restart\"\n";

const char *boot_xen_config(struct boot *boot, const char *kernel)
{
    struct text out = {0};

    if (has_control(kernel))
        return NULL;
    text_add_c(&out, BOOT_XEN_MARK "\n\n");
    add_string(&out, "name", boot_xen_name(boot->image, &boot->pool));
    add_string(&out, "type", "pvh");
    add_string(&out, "kernel", kernel);
    if (*boot->words != '\0')
        add_string(&out, "cmdline", boot->words);
    else
        text_add_c(&out, "#cmdline = \"ip=192.0.2.10/24 gw=192.0.2.1\"\n");
    text_add_c(&out, "vcpus = 1\n");
    add_memory(&out, memory_mib(boot));
    add_vif(&out, boot);
    text_add_c(&out, tsc);
    text_add_c(&out, events);
    return text_finish(&out, &boot->pool).at;
}
