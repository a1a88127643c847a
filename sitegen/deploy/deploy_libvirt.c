/* deploy_libvirt.c - see deploy.h */
#include "deploy/deploy.h"

#include <string.h>

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

static void add_os(const struct deploy *deploy, const struct deploy_domain *domain, struct text *out)
{
    text_add_c(out, "  <vcpu>1</vcpu>\n"
                    "  <os>\n");
    if (strcmp(domain->type, "xen") == 0)
        text_add_c(out, "    <type arch=\"x86_64\" machine=\"xenpvh\">xenpvh</type>\n");
    else if (strcmp(domain->type, "test") == 0)
        text_add_c(out, "    <type>hvm</type>\n");
    else
        text_add_c(out, "    <type arch=\"x86_64\" machine=\"q35\">hvm</type>\n");
    add_element(out, "    ", "kernel", str_of(deploy->image));
    if (*deploy->words != '\0')
        add_element(out, "    ", "cmdline", str_of(deploy->words));
    else if (deploy->domain == NULL)
        text_add_c(out, "    <!-- <cmdline>ip=192.0.2.10/24 gw=192.0.2.1</cmdline>; without it: DHCP -->\n");
    text_add_c(out, "  </os>\n");
}

/* A processor with all that there is: RDRAND gives the appliance its entropy. */
static void add_machine(const struct deploy_domain *domain, struct text *out)
{
    if (strcmp(domain->type, "xen") != 0)
        text_add_c(out, "  <features>\n"
                        "    <acpi/>\n"
                        "  </features>\n");
    if (strcmp(domain->type, "kvm") == 0)
        text_add_c(out, "  <cpu mode=\"host-passthrough\"/>\n");
    if (strcmp(domain->type, "qemu") == 0)
        text_add_c(out, "  <cpu mode=\"maximum\"/>\n");
    text_add_c(out, "  <on_poweroff>destroy</on_poweroff>\n");
    text_printf(out, "  <on_reboot>%s</on_reboot>\n", domain->is_single ? "destroy" : "restart");
    text_printf(out, "  <on_crash>%s</on_crash>\n", domain->is_single ? "destroy" : "restart");
}

void deploy_libvirt_interface(const struct deploy_domain *domain, struct text *out)
{
    const char *kind = domain->bridge != NULL ? "bridge" : "network";

    text_printf(out, "    <interface type=\"%s\">\n", kind);
    if (domain->mac != NULL)
        text_printf(out, "      <mac address=\"%s\"/>\n", domain->mac);
    text_printf(out, "      <source %s=\"", kind);
    add_escaped(out, str_of(domain->bridge != NULL ? domain->bridge : domain->network));
    text_add_c(out, "\"/>\n");
    if (strcmp(domain->type, "xen") != 0)
        text_add_c(out, "      <model type=\"virtio\"/>\n");
    if (domain->link != NULL)
        text_printf(out, "      <link state=\"%s\"/>\n", domain->link);
    text_add_c(out, "    </interface>\n");
}

static void add_console(const struct deploy_domain *domain, struct text *out)
{
    if (strcmp(domain->type, "xen") == 0) {
        text_add_c(out, "    <console type=\"pty\">\n"
                        "      <target type=\"xen\"/>\n"
                        "    </console>\n");
    } else if (domain->log == NULL) {
        text_add_c(out, "    <serial type=\"pty\"/>\n");
    } else {
        text_add_c(out, "    <serial type=\"file\">\n"
                        "      <source path=\"");
        add_escaped(out, str_of(domain->log));
        text_add_c(out, "\" append=\"on\"/>\n"
                        "    </serial>\n");
    }
}

static void add_devices(const struct deploy_domain *domain, struct text *out)
{
    text_add_c(out, "  <devices>\n");
    deploy_libvirt_interface(domain, out);
    add_console(domain, out);
    if (strcmp(domain->type, "xen") != 0)
        text_add_c(out, "    <rng model=\"virtio\">\n"
                        "      <backend model=\"random\">/dev/urandom</backend>\n"
                        "    </rng>\n"
                        "    <memballoon model=\"none\"/>\n");
    text_add_c(out, "  </devices>\n");
}

void deploy_libvirt(const struct deploy *deploy, struct text *out)
{
    static const struct deploy_domain plain = {.type = "kvm", .network = "default"};
    const struct deploy_domain *domain = deploy->domain != NULL ? deploy->domain : &plain;

    text_printf(out, "<domain type=\"%s\">\n", domain->type);
    add_element(out, "  ", "name", str_of(deploy->name));
    if (str_trim(deploy->title).len > 0)
        add_element(out, "  ", "description", deploy->title);
    if (domain->metadata != NULL)
        text_printf(out, "  <metadata>\n    %s\n  </metadata>\n", domain->metadata);
    text_printf(out, "  <memory unit=\"MiB\">%llu</memory>\n", (unsigned long long)deploy->memory_mib);
    add_os(deploy, domain, out);
    add_machine(domain, out);
    add_devices(domain, out);
    text_add_c(out, "</domain>\n");
}
