/* deploy_libvirt.c - see deploy.h */
#include "deploy/deploy.h"

/* XML has no way to say control characters: blanks stand for them, and '?' for what is not UTF-8. */
static void add_escaped(struct text *out, struct str s)
{
    struct text plain = {0};

    while (s.len > 0) {
        size_t good = utf8_bad(s);
        for (size_t i = 0; i < good; i++)
            text_add_char(&plain, (unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f ? ' ' : s.at[i]);
        text_add_c(&plain, good < s.len ? "?" : "");
        s = str_from(s, good + 1);
    }
    text_add_escaped(out, text_str(&plain));
    text_free(&plain);
}

static void add_element(struct text *out, const char *indent, const char *name, struct str content)
{
    text_printf(out, "%s<%s>", indent, name);
    add_escaped(out, content);
    text_printf(out, "</%s>\n", name);
}

void deploy_libvirt(const struct deploy *deploy, struct text *out)
{
    text_add_c(out, "<domain type=\"kvm\">\n");
    add_element(out, "  ", "name", str_of(deploy->name));
    if (str_trim(deploy->title).len > 0)
        add_element(out, "  ", "description", deploy->title);
    text_printf(out, "  <memory unit=\"MiB\">%llu</memory>\n", (unsigned long long)deploy->memory_mib);
    text_add_c(out, "  <vcpu>1</vcpu>\n"
                    "  <os>\n"
                    "    <type arch=\"x86_64\" machine=\"q35\">hvm</type>\n");
    add_element(out, "    ", "kernel", str_of(deploy->image));
    if (*deploy->words != '\0')
        add_element(out, "    ", "cmdline", str_of(deploy->words));
    else
        text_add_c(out, "    <!-- <cmdline>ip=192.0.2.10/24 gw=192.0.2.1</cmdline>; without it: DHCP -->\n");
    text_add_c(out, "  </os>\n"
                    "  <features>\n"
                    "    <acpi/>\n"
                    "  </features>\n"
                    "  <cpu mode=\"host-passthrough\"/>\n"
                    "  <on_poweroff>destroy</on_poweroff>\n"
                    "  <on_reboot>restart</on_reboot>\n"
                    "  <on_crash>restart</on_crash>\n"
                    "  <devices>\n"
                    "    <interface type=\"network\">\n"
                    "      <source network=\"default\"/>\n"
                    "      <model type=\"virtio\"/>\n"
                    "    </interface>\n"
                    "    <serial type=\"pty\"/>\n"
                    "    <rng model=\"virtio\">\n"
                    "      <backend model=\"random\">/dev/urandom</backend>\n"
                    "    </rng>\n"
                    "    <memballoon model=\"none\"/>\n"
                    "  </devices>\n"
                    "</domain>\n");
}
