/* main.c - sitegen: a folder of content -> one file that is a Linux program and a bootable kernel. */
#include "cli/cli.h"
#include "preview/preview.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Usage: sitegen DIR [-o IMAGE]              bake a folder into one file (default: NAME.img)\n"
    "       sitegen DIR --html OUT              write the rendered site as a plain folder\n"
    "       sitegen DIR --drafts --future --unpublished ...   with what is not published of a Jekyll site\n"
    "       sitegen check DIR [--strict]        say what is wrong with it, and write nothing\n"
    "       sitegen preview DIR|IMAGE [--port N] [--open] [--no-watch]\n"
    "       sitegen boot IMAGE [WORD...] [--memory MIB] [--port N] [--accel kvm|tcg]\n"
    "                    [--machine microvm|q35|pc]\n"
    "       sitegen boot IMAGE --on xen [WORD...] [--memory MIB] [--bridge NAME] [--mac ADDRESS] [-o FILE]\n"
    "       sitegen inspect IMAGE [--files | --json | --sbom] [--memory MIB]\n"
    "       sitegen verify IMAGE DIR\n"
    "       sitegen pack IMAGE --as xl|libvirt|systemd [WORD...] [--memory MIB] [-o FILE]\n"
    "       sitegen pack IMAGE --as raw|qcow2|oci -o FILE [WORD...]\n"
    "       sitegen publish DIR|IMAGE [--to URI] [--dry-run] [--timeout SECONDS]\n"
    "       sitegen status [DIR] | rollback [DIR] [N] | logs [DIR] [-f] | unpublish [DIR] [--yes]\n"
    "       sitegen keep [--to URI]\n"
    "       sitegen new DIR [--template blog|docs|plain]\n"
    "       sitegen post \"TITLE\" [DIR] [--draft]\n"
    "       sitegen --help | --version\n"
    "\n"
    "The file that is made serves the site: run it (./NAME.img port=8080), or boot it as the\n"
    "kernel of a virtual machine. DIR holds Markdown, HTML and any other files; what starts\n"
    "with '_' or '.' is not published, but _config.yml, _posts, _layouts and _includes mean\n"
    "what they mean to Jekyll.\n"
    "\n"
    "check     links and anchors that lead nowhere, ids that stand twice, images without alt text, and all\n"
    "          that a bake says. A bake looks for them too. With --strict, warnings are errors in both\n"
    "preview   serves on http://127.0.0.1:8080/ until Ctrl-C. A folder is baked, and again whenever it changes;\n"
    "          pages in the browser follow by themselves, and show what is wrong. --open opens the browser\n"
    "boot      boots the file under QEMU and forwards a port to it; KVM where it is usable. --on xen\n"
    "          writes NAME.cfg for xl beside the image, and starts it where xl is. Each WORD goes to the\n"
    "          site's command line: ip=192.0.2.10/24 gw=192.0.2.1 port=N hostname=NAME conns=N log=LEVEL\n"
    "inspect   says what is in an image, how much memory it wants, and what it was made of; --files lists\n"
    "          what it serves, --sbom is a bill of materials (SPDX 2.3), --memory says how many connections\n"
    "          so much memory holds\n"
    "verify    bakes DIR as IMAGE was baked, and says whether the two are identical, or what is different\n"
    "pack      prints what others start the image from: xl's configuration, libvirt's, systemd's unit; or\n"
    "          makes a disk that boots by BIOS (raw, qcow2), or an image for containers (oci: a folder, or\n"
    "          with -o NAME.tar an archive)\n"
    "publish   runs the site as a machine of libvirt's at URI (qemu:///system, qemu+ssh://host/system), in the\n"
    "          place of its last release once the new one answers. publish: in _config.yml says how: to name\n"
    "          memory network bridge ip gw check_ip pool accel check; each is an option too (--check-ip)\n"
    "keep      starts published sites again when their QEMU has ended; publish sees to it on this machine\n"
    "new       writes a small, complete site to start from\n"
    "post      writes DIR/_posts/DATE-title.md with its front matter, and prints its name\n"
    "\n"
    "Exit status: 0 done, 1 an error in the content or on the machine, 2 a wrong command line.\n"
    "More in sitegen(1).\n";

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs(help, stderr);
        return EXIT_COMMAND;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        fputs(help, stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("sitegen " SITEGEN_VERSION);
        return 0;
    }
    /* A folder called "preview" is baked as ./preview. */
    if (strcmp(argv[1], "check") == 0)
        return cli_check(argc - 1, argv + 1);
    if (strcmp(argv[1], "preview") == 0)
        return preview_command(argc - 1, argv + 1);
    if (strcmp(argv[1], "boot") == 0)
        return cli_boot(argc - 1, argv + 1);
    if (strcmp(argv[1], "new") == 0)
        return cli_new(argc - 1, argv + 1);
    if (strcmp(argv[1], "post") == 0)
        return cli_post(argc - 1, argv + 1);
    if (strcmp(argv[1], "inspect") == 0)
        return cli_inspect(argc - 1, argv + 1);
    if (strcmp(argv[1], "verify") == 0)
        return cli_verify(argc - 1, argv + 1);
    if (strcmp(argv[1], "pack") == 0)
        return cli_pack(argc - 1, argv + 1);
    if (cli_is_publish(argv[1]))
        return cli_publish(argc, argv);
    return cli_bake(argc, argv);
}
