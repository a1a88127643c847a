/* deploy_systemd.c - see deploy.h */
#include "deploy/deploy.h"

/* One line, without specifiers ("%n") and without a backslash, which would join the next one. */
static void add_description(struct text *out, struct str s)
{
    s = str_head(s, utf8_bad(s));
    for (size_t i = 0; i < s.len; i++) {
        bool is_plain = (unsigned char)s.at[i] >= ' ' && s.at[i] != 0x7f && s.at[i] != '\\';
        text_add_char(out, is_plain ? s.at[i] : ' ');
        if (s.at[i] == '%')
            text_add_char(out, '%');
    }
}

/* In quotes; '$' names no variable where it stands in a path of the program itself. */
static void add_path(struct text *out, const char *path)
{
    text_add_char(out, '"');
    for (; *path != '\0'; path++) {
        if (*path == '"' || *path == '\\')
            text_add_char(out, '\\');
        if (*path == '%')
            text_add_char(out, '%');
        text_add_char(out, *path);
    }
    text_add_char(out, '"');
}

static void add_hardening(struct text *out, bool is_low_port)
{
    const char *capability = is_low_port ? "CAP_NET_BIND_SERVICE" : "";

    text_add_c(out, "\n# A user of its own that exists while it runs; it writes nothing, and may do little.\n"
                    "DynamicUser=yes\n");
    text_printf(out, "AmbientCapabilities=%s\nCapabilityBoundingSet=%s\n", capability, capability);
    text_printf(out, "PrivateUsers=%s\n", is_low_port ? "no" : "yes");
    text_add_c(out, "NoNewPrivileges=yes\n"
                    "ProtectSystem=strict\n"
                    "ProtectHome=read-only\n"
                    "PrivateTmp=yes\n"
                    "PrivateDevices=yes\n"
                    "ProtectClock=yes\n"
                    "ProtectHostname=yes\n"
                    "ProtectKernelLogs=yes\n"
                    "ProtectKernelModules=yes\n"
                    "ProtectKernelTunables=yes\n"
                    "ProtectControlGroups=yes\n"
                    "ProtectProc=invisible\n"
                    "ProcSubset=pid\n"
                    "RestrictAddressFamilies=AF_INET AF_INET6\n"
                    "RestrictNamespaces=yes\n"
                    "RestrictRealtime=yes\n"
                    "RestrictSUIDSGID=yes\n"
                    "LockPersonality=yes\n"
                    "MemoryDenyWriteExecute=yes\n"
                    "SystemCallArchitectures=native\n"
                    "SystemCallFilter=@system-service\n"
                    "SystemCallFilter=~@privileged @resources\n"
                    "UMask=0777\n");
}

void deploy_systemd(const struct deploy *deploy, struct text *out)
{
    long port = deploy->port > 0 ? deploy->port : 80;

    text_add_c(out, "[Unit]\nDescription=");
    add_description(out, str_trim(deploy->title).len > 0 ? deploy->title : str_of(deploy->name));
    text_add_c(out, "\nWants=network-online.target\nAfter=network-online.target\n\n[Service]\nExecStart=");
    add_path(out, deploy->image);
    text_printf(out, "%s%s", *deploy->words != '\0' ? " " : "", deploy->words);
    if (deploy->port == 0)
        text_printf(out, " port=%ld", port);
    text_add_c(out, "\nRestart=on-failure\nLimitNOFILE=65536\n");
    add_hardening(out, port < 1024);
    text_add_c(out, "\n[Install]\nWantedBy=multi-user.target\n");
}
