/* commands.c - see commands.h */
#include "commands.h"

#include "cli/cli.h"
#include "preview/preview.h"

#include <string.h>

#define END {NULL, NULL, TAKES_NOTHING, NULL, NULL, NULL}

const struct option command_words[] = {
    {"ip=", NULL, TAKES_TEXT, "ADDRESS/LENGTH", "dhcp", "its address, as in 192.0.2.10/24, or dhcp"},
    {"gw=", NULL, TAKES_TEXT, "ADDRESS", NULL, "the gateway"},
    {"port=", NULL, TAKES_TEXT, "N", NULL, "its TCP port (80)"},
    {"hostname=", NULL, TAKES_TEXT, "NAME", NULL, "what DHCP is told"},
    {"conns=", NULL, TAKES_TEXT, "N", NULL, "at most so many connections at once"},
    {"log=", NULL, TAKES_WORD, "LEVEL", "error|info|debug", "how much its console is told"},
    END,
};

/* ---------------------------------------------------------------- options that several commands share */

static const struct option bake_options[] = {
    {"--drafts", NULL, TAKES_NOTHING, NULL, NULL, "with drafts"},
    {"--future", NULL, TAKES_NOTHING, NULL, NULL, "with posts dated in the future (Jekyll sites)"},
    {"--unpublished", NULL, TAKES_NOTHING, NULL, NULL, "with what says published: false (Jekyll sites)"},
    {"--strict", NULL, TAKES_NOTHING, NULL, NULL, "warnings are errors"},
    {"--no-cache", NULL, TAKES_NOTHING, NULL, NULL, "make everything anew, and keep nothing"},
    END,
};

static const struct option jobs_option[] = {
    {"--jobs", NULL, TAKES_TEXT, "N", NULL, "use so many processors"},
    END,
};

static const struct option memory_option[] = {
    {"--memory", NULL, TAKES_TEXT, "MIB", NULL, "the machine's memory"},
    END,
};

static const struct option to_option[] = {
    {"--to", NULL, TAKES_TEXT, "URI", "qemu:///system|qemu+ssh://|xen:///", "the libvirt that runs it"},
    END,
};

static const struct option place_options[] = {
    {"--name", NULL, TAKES_TEXT, "NAME", NULL, "what the site is called there"},
    {"--pool", NULL, TAKES_TEXT, "POOL", NULL, "the storage pool, or folder, of its images"},
    END,
};

static const struct option machine_options[] = {
    {"--memory", NULL, TAKES_TEXT, "MIB", NULL, "the machine's memory"},
    {"--network", NULL, TAKES_TEXT, "NAME", "default", "the network of libvirt's that it is in"},
    {"--bridge", NULL, TAKES_TEXT, "NAME", NULL, "the bridge that it is at, instead of a network"},
    {"--ip", NULL, TAKES_TEXT, "ADDRESS/LENGTH", "dhcp", "its address, as in 192.0.2.10/24; otherwise DHCP"},
    {"--gw", NULL, TAKES_TEXT, "ADDRESS", NULL, "the gateway"},
    {"--check-ip", NULL, TAKES_TEXT, "ADDRESS", NULL, "a spare address, to try a new version on"},
    {"--accel", NULL, TAKES_WORD, "KIND", "kvm|tcg", "what runs its code"},
    {"--check", NULL, TAKES_WORD, "KIND", "http|console", "how it is seen to serve"},
    {"--timeout", NULL, TAKES_TEXT, "SECONDS", NULL, "how long a new version has to answer (30)"},
    END,
};

/* ---------------------------------------------------------------- options of one command */

static const struct option output_options[] = {
    {"--output", "-o", TAKES_FILE, "IMAGE", NULL, "where the image goes (NAME.img)"},
    {"--html", NULL, TAKES_FOLDER, "OUT", NULL, "write the site as a plain folder instead"},
    END,
};

static const struct option preview_options[] = {
    {"--port", NULL, TAKES_TEXT, "N", NULL, "serve there, or at the next free port (8080)"},
    {"--open", NULL, TAKES_NOTHING, NULL, NULL, "open the browser"},
    {"--no-watch", NULL, TAKES_NOTHING, NULL, NULL, "bake once, and serve the site as it is published"},
    END,
};

static const struct option boot_options[] = {
    {"--on", NULL, TAKES_WORD, "WHAT", "qemu|xen", "what boots it (qemu)"},
    {"--port", NULL, TAKES_TEXT, "N", NULL, "qemu: this machine's port that leads to the site (8080)"},
    {"--accel", NULL, TAKES_WORD, "KIND", "kvm|tcg", "qemu: what runs its code"},
    {"--machine", NULL, TAKES_WORD, "KIND", "microvm|q35|pc", "qemu: the kind of machine (microvm)"},
    {"--bridge", NULL, TAKES_TEXT, "NAME", NULL, "xen: the bridge that it is at (xenbr0)"},
    {"--mac", NULL, TAKES_TEXT, "ADDRESS", NULL, "xen: its hardware address"},
    {"--output", "-o", TAKES_FILE, "FILE", NULL, "xen: where the configuration goes (NAME.cfg)"},
    END,
};

static const struct option inspect_options[] = {
    {"--files", NULL, TAKES_NOTHING, NULL, NULL, "what it serves"},
    {"--json", NULL, TAKES_NOTHING, NULL, NULL, "all of it, for programs"},
    {"--sbom", NULL, TAKES_NOTHING, NULL, NULL, "a bill of materials (SPDX 2.3)"},
    END,
};

static const struct option pack_options[] = {
    {"--as", NULL, TAKES_WORD, "FORM", "xl|libvirt|systemd|raw|qcow2|oci", "what to make"},
    {"--output", "-o", TAKES_FILE, "FILE", NULL, "where it goes"},
    END,
};

static const struct option publish_options[] = {
    {"--dry-run", NULL, TAKES_NOTHING, NULL, NULL, "print the machine's XML, and change nothing"},
    END,
};

static const struct option follow_option[] = {
    {"-f", NULL, TAKES_NOTHING, NULL, NULL, "go on with what is said from now on"},
    END,
};

static const struct option yes_option[] = {
    {"--yes", NULL, TAKES_NOTHING, NULL, NULL, "do not ask"},
    END,
};

static const struct option new_options[] = {
    {"--template", NULL, TAKES_WORD, "NAME", "blog|docs|plain", "the kind of site (blog)"},
    END,
};

static const struct option post_options[] = {
    {"--draft", NULL, TAKES_NOTHING, NULL, NULL, "not to be published yet"},
    END,
};

#define OPTIONS(...) ((const struct option *const[]){__VA_ARGS__ __VA_OPT__(,) NULL})

const struct command commands[] = {
    {NULL, cli_bake, "DIR [-o IMAGE]\nDIR --html OUT", "bake a folder into one file that serves it",
     {TAKES_FOLDER}, OPTIONS(output_options, bake_options, jobs_option), false},
    {"check", cli_check, "DIR [--strict]", "say what is wrong with a site, and write nothing",
     {TAKES_FOLDER}, OPTIONS(bake_options, jobs_option), false},
    {"preview", preview_command, "DIR|IMAGE [--port N] [--open] [--no-watch]",
     "serve a site while it is written: each page follows its source",
     {TAKES_PLACE}, OPTIONS(preview_options, bake_options, jobs_option), false},
    {"boot", cli_boot,
     "IMAGE [WORD...] [--memory MIB] [--port N] [--accel kvm|tcg] [--machine microvm|q35|pc]\n"
     "IMAGE --on xen [WORD...] [--memory MIB] [--bridge NAME] [--mac ADDRESS] [-o FILE]",
     "boot an image as a virtual machine, under QEMU or Xen",
     {TAKES_FILE}, OPTIONS(boot_options, memory_option), true},
    {"inspect", cli_inspect, "IMAGE [--files | --json | --sbom] [--memory MIB]",
     "say what is in an image, and what it was made of", {TAKES_FILE},
     OPTIONS(inspect_options, memory_option), false},
    {"verify", cli_verify, "IMAGE DIR", "say whether a folder gives this image, to the last bit",
     {TAKES_FILE, TAKES_FOLDER}, OPTIONS(), false},
    {"pack", cli_pack,
     "IMAGE --as xl|libvirt|systemd [WORD...] [--memory MIB] [-o FILE]\n"
     "IMAGE --as raw|qcow2|oci -o FILE [WORD...]",
     "make what others start an image from: a unit, a domain, a disk, a container",
     {TAKES_FILE}, OPTIONS(pack_options, memory_option), true},
    {"publish", cli_publish, "DIR|IMAGE [--to URI] [--dry-run] [--timeout SECONDS]",
     "run a site as a machine of libvirt's, in the place of its last release",
     {TAKES_PLACE}, OPTIONS(to_option, publish_options, place_options, machine_options, bake_options), false},
    {"status", cli_publish, "[DIR] [--to URI]", "say what is published, where, and since when",
     {TAKES_PLACE}, OPTIONS(to_option, place_options), false},
    {"rollback", cli_publish, "[DIR] [N]", "serve an earlier release again",
     {TAKES_PLACE, TAKES_TEXT}, OPTIONS(to_option, place_options, machine_options), false},
    {"logs", cli_publish, "[DIR] [-f]", "print what a published site's machine says",
     {TAKES_PLACE}, OPTIONS(follow_option, to_option, place_options), false},
    {"unpublish", cli_publish, "[DIR] [--yes]", "take a site and all its releases away from there",
     {TAKES_PLACE}, OPTIONS(yes_option, to_option, place_options), false},
    {"keep", cli_publish, "[--to URI]",
     "start published sites again whose machine has ended; publish sees to it",
     {TAKES_NOTHING}, OPTIONS(to_option), false},
    {"new", cli_new, "DIR [--template blog|docs|plain]", "write a small, complete site to start from",
     {TAKES_FOLDER}, OPTIONS(new_options), false},
    {"post", cli_post, "\"TITLE\" [DIR] [--draft]",
     "write a new post with its front matter, and print its name",
     {TAKES_TEXT, TAKES_FOLDER}, OPTIONS(post_options), false},
    {NULL, NULL, NULL, NULL, {TAKES_NOTHING}, NULL, false},
};

const struct command *command_bake(void)
{
    return &commands[0];
}

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->usage != NULL; c++)
        if (c->name != NULL && strcmp(name, c->name) == 0)
            return c;
    return NULL;
}
