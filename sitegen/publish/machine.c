/* machine.c - see machine.h */
#include "publish/machine.h"

#include "deploy/deploy.h"

#include <stdlib.h>
#include <string.h>

const char *machine_name(struct publish *p, bool is_check)
{
    return pool_printf(&p->pool, "%s.%ld%s", p->name, p->release, is_check ? ".check" : "");
}

const char *machine_mac(const char *text, struct pool *pool)
{
    struct digest_sum sum = digest_of(str_of(text));

    return pool_printf(pool, "52:54:00:%02x:%02x:%02x", sum.bytes[0], sum.bytes[1], sum.bytes[2]);
}

static const char *static_ip(struct publish *p)
{
    const char *ip = p->settings.values[SETTING_IP];

    return ip != NULL && strcmp(ip, "dhcp") != 0 ? ip : NULL;
}

const char *machine_address(struct publish *p, bool is_check)
{
    struct str ip = str_of(static_ip(p));

    if (ip.len > 0 && is_check)
        return p->settings.values[SETTING_CHECK_IP];
    return ip.len > 0 ? pool_copy(&p->pool, str_head(ip, str_find_char(ip, '/'))) : NULL;
}

/* What the appliance finds on its command line. */
static const char *words_for(struct publish *p, bool is_check)
{
    const char *ip = static_ip(p), *gw = p->settings.values[SETTING_GW];
    struct text words = {0};

    if (ip != NULL)
        text_printf(&words, "ip=%s%s", machine_address(p, is_check), strchr(ip, '/'));
    else if (p->settings.values[SETTING_IP] != NULL)
        text_add_c(&words, "ip=dhcp");
    if (gw != NULL)
        text_printf(&words, " gw=%s", gw);
    return text_finish(&words, &p->pool).at;
}

static const char *type_for(const struct publish *p)
{
    const char *accel = p->settings.values[SETTING_ACCEL];

    if (p->target.kind == TARGET_XEN)
        return "xen";
    if (p->target.kind == TARGET_TEST)
        return "test";
    if (accel != NULL)
        return strcmp(accel, "tcg") == 0 ? "qemu" : "kvm";
    return p->target.has_kvm ? "kvm" : "qemu";
}

static uint64_t memory_for(const struct publish *p)
{
    const char *memory = p->settings.values[SETTING_MEMORY];

    return memory != NULL ? strtoull(memory, NULL, 10) : p->facts.memory_mib;
}

static void set_network(struct publish *p, struct deploy_domain *domain)
{
    domain->network = p->settings.values[SETTING_NETWORK];
    domain->bridge = p->settings.values[SETTING_BRIDGE];
    if (domain->network == NULL && domain->bridge == NULL && p->target.kind == TARGET_XEN)
        domain->bridge = "xenbr0";
    else if (domain->network == NULL && domain->bridge == NULL)
        domain->network = "default";
}

static const char *metadata_for(struct publish *p, bool is_check, int64_t since_s)
{
    struct release_note note = {.name = p->name,
                                .release = p->release,
                                .before = p->before,
                                .is_check = is_check,
                                .since_s = since_s,
                                .log_from = is_check ? 0 : (int64_t)p->log_from,
                                .ip = static_ip(p) != NULL ? static_ip(p) : ""};
    struct text text = {0};

    memcpy(note.image, p->facts.digest, sizeof(note.image));
    machine_settings(p, note.settings);
    release_note_print(&note, &text);
    return text_finish(&text, &p->pool).at;
}

static struct deploy_domain domain_for(struct publish *p, bool is_check)
{
    const char *seed = is_check ? pool_printf(&p->pool, "%s check", p->name) : p->name;
    struct deploy_domain domain = {.type = type_for(p), .mac = machine_mac(seed, &p->pool), .is_single = is_check};

    set_network(p, &domain);
    return domain;
}

const char *machine_xml(struct publish *p, enum machine machine, int64_t since_s)
{
    bool is_check = machine == MACHINE_CHECK;
    const char *folder = p->target.folder != NULL ? p->target.folder : TARGET_POOL_FOLDER;
    const char *name = machine_name(p, is_check);
    struct deploy_domain domain = domain_for(p, is_check);
    struct deploy deploy = {.image = pool_printf(&p->pool, "%s/%s", folder, publish_image_name(p, p->release)),
                            .name = name,
                            .title = p->facts.inspect.image.title,
                            .words = words_for(p, is_check),
                            .memory_mib = memory_for(p),
                            .domain = &domain};
    struct text xml = {0};

    domain.metadata = metadata_for(p, is_check, since_s);
    domain.log = pool_printf(&p->pool, "%s/%s", folder, publish_log_name(p, name));
    domain.link = machine == MACHINE_STANDBY ? "down" : NULL;
    deploy_libvirt(&deploy, &xml);
    return text_finish(&xml, &p->pool).at;
}

const char *machine_interface(struct publish *p)
{
    struct deploy_domain domain = domain_for(p, false);
    struct text xml = {0};

    domain.link = "up";
    deploy_libvirt_interface(&domain, &xml);
    return text_finish(&xml, &p->pool).at;
}

void machine_settings(struct publish *p, char hex[DIGEST_HEX_SIZE])
{
    struct deploy_domain domain = {0};
    struct text text = {0};

    set_network(p, &domain);
    text_printf(&text, "%s\n%s\n%llu\n%s\n%s\n", type_for(p), words_for(p, false),
                (unsigned long long)memory_for(p), domain.network != NULL ? domain.network : "",
                domain.bridge != NULL ? domain.bridge : "");
    struct digest_sum sum = digest_of(text_str(&text));
    digest_print(&sum, hex);
    text_free(&text);
}
