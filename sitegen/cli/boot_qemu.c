/* boot_qemu.c - the image as the kernel of a machine of QEMU's. See boot.h. */
#include "cli/boot.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define QEMU "qemu-system-x86_64"

/* /dev/kvm may open and still not be able to make a machine (a container without rights, a host without
 * extensions). */
static bool kvm_is_usable(const char **why)
{
    int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    int vm = fd >= 0 ? ioctl(fd, KVM_CREATE_VM, 0) : -1;
    bool usable = vm >= 0;

    *why = usable ? "" : strerror(errno);
    if (vm >= 0)
        close(vm);
    if (fd >= 0)
        close(fd);
    return usable;
}

/* QEMU's -accel may be given twice: it takes the first that works. So where KVM looks usable and is not in
 * the end, TCG follows, and QEMU says so. */
static const char *choose_accel(const struct boot *b, const char **second)
{
    const char *why;

    *second = "tcg";
    if (b->accel != NULL) {
        printf("accelerator: %s, as asked for\n", b->accel);
        *second = b->accel;
        return b->accel;
    }
    if (kvm_is_usable(&why)) {
        printf("accelerator: kvm\n");
        return "kvm";
    }
    printf("accelerator: tcg (/dev/kvm: %s)\n", why);
    return "tcg";
}

/* The first free one from the wanted one on; 0 when there is none (said). */
static long choose_port(const struct boot *b)
{
    long wanted = b->port != 0 ? b->port : 8080, port = cli_free_port(wanted);

    if (port == 0)
        fprintf(stderr, "sitegen: error: no port from %ld on is free\n", wanted);
    else if (port != wanted)
        printf("port %ld is taken: using %ld\n", wanted, port);
    return port;
}

int boot_qemu(struct boot *b)
{
    const char *machine = b->machine != NULL ? b->machine : "microvm";
    const char *bus = strcmp(machine, "microvm") == 0 ? "device" : "pci";
    long port = choose_port(b);

    if (port == 0)
        return EXIT_CONTENT;
    const char *second, *accel = choose_accel(b, &second);
    const char *netdev =
        pool_printf(&b->pool, "user,id=net0,hostfwd=tcp:127.0.0.1:%ld-:%ld", port, b->site_port);
    /* The content lies in the machine's memory: the image, and room to work. */
    const char *memory =
        pool_printf(&b->pool, "%ld", b->memory_mib > 0 ? b->memory_mib : boot_image_mib(b) + 64);
    const char *net = pool_printf(&b->pool, "virtio-net-%s,netdev=net0", bus);
    const char *rng = pool_printf(&b->pool, "virtio-rng-%s", bus);
    /* clang-format off */
    const char *const argv[] = {
        QEMU, "-M", machine, "-accel", accel, "-accel", second, "-m", memory,
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio",
        "-kernel", b->image, "-append", b->words, "-netdev", netdev, "-device", net, "-device", rng, NULL,
    };
    /* clang-format on */
    printf("http://127.0.0.1:%ld/ leads to port %ld of the machine; Ctrl-C ends it\n", port, b->site_port);
    fflush(stdout);
    /* QEMU takes this process's place: its console, its signals and its exit status are the user's. */
    execvp(QEMU, (char *const *)(uintptr_t)argv);
    if (errno == ENOENT)
        fprintf(stderr, "sitegen: error: " QEMU " is missing (Debian: apt-get install qemu-system-x86)\n");
    else
        fprintf(stderr, "sitegen: error: " QEMU " cannot be started: %s\n", strerror(errno));
    return EXIT_CONTENT;
}
