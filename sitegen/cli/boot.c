/* boot.c - sitegen boot IMAGE ...: the same file as the kernel of a virtual machine. */
#include "cli/cli.h"
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define QEMU "qemu-system-x86_64"

struct boot {
    const char *image;
    const char *accel;   /* NULL: the best that works */
    const char *machine; /* as QEMU names it, without options */
    long port;
    long memory_mib; /* 0: enough for the image */
    struct pool pool;
};

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

/* The content lies in the machine's memory: the image, and room to work. */
static long default_memory_mib(const struct boot *b)
{
    struct stat st;
    long image_mib = stat(b->image, &st) == 0 ? (long)(st.st_size >> 20) : 0;

    return image_mib + 64;
}

static int run(struct boot *b)
{
    bool is_microvm = strcmp(b->machine, "microvm") == 0;
    const char *second, *accel = choose_accel(b, &second);
    const char *netdev = pool_printf(&b->pool, "user,id=net0,hostfwd=tcp:127.0.0.1:%ld-:80", b->port);
    const char *memory =
        pool_printf(&b->pool, "%ld", b->memory_mib > 0 ? b->memory_mib : default_memory_mib(b));
    const char *bus = is_microvm ? "device" : "pci";
    const char *net = pool_printf(&b->pool, "virtio-net-%s,netdev=net0", bus);
    const char *rng = pool_printf(&b->pool, "virtio-rng-%s", bus);
    /* clang-format off */
    const char *const argv[] = {
        QEMU, "-M", b->machine, "-accel", accel, "-accel", second, "-m", memory,
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio",
        "-kernel", b->image, "-netdev", netdev, "-device", net, "-device", rng, NULL,
    };
    /* clang-format on */
    printf("http://127.0.0.1:%ld/ leads to port 80 of the machine; Ctrl-C ends it\n", b->port);
    fflush(stdout);
    /* QEMU takes this process's place: its console, its signals and its exit status are the user's. */
    execvp(QEMU, (char *const *)(uintptr_t)argv);
    if (errno == ENOENT)
        fprintf(stderr, "sitegen: error: " QEMU " is missing (Debian: apt-get install qemu-system-x86)\n");
    else
        fprintf(stderr, "sitegen: error: " QEMU " cannot be started: %s\n", strerror(errno));
    return EXIT_CONTENT;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (word != NULL && strcmp(word, *words) == 0)
            return true;
    return false;
}

static int read_arguments(struct boot *b, int argc, char **argv)
{
    static const char *const accels[] = {"kvm", "tcg", NULL}, *const machines[] = {"microvm", "q35", "pc",
                                                                                   NULL};

    for (int i = 1; i < argc; i++) {
        const char *value;
        if (cli_option(argc, argv, &i, "--port", &value)) {
            if (!cli_number(value, 1, 65535, &b->port))
                return cli_usage("--port needs a number from 1 to 65535");
        } else if (cli_option(argc, argv, &i, "--memory", &value)) {
            if (!cli_number(value, 1, 1 << 20, &b->memory_mib))
                return cli_usage("--memory needs a number of MiB");
        } else if (cli_option(argc, argv, &i, "--accel", &b->accel)) {
            if (!is_one_of(b->accel, accels))
                return cli_usage("--accel is kvm or tcg");
        } else if (cli_option(argc, argv, &i, "--machine", &b->machine)) {
            if (!is_one_of(b->machine, machines))
                return cli_usage("--machine is microvm, q35 or pc");
        } else if (argv[i][0] == '-') {
            return cli_usage("boot: unknown option \"%s\"", argv[i]);
        } else if (b->image != NULL) {
            return cli_usage("boot: one image at a time");
        } else {
            b->image = argv[i];
        }
    }
    return b->image != NULL ? 0 : cli_usage("boot: no image is named");
}

int cli_boot(int argc, char **argv)
{
    struct boot b = {.machine = "microvm", .port = 8080, .memory_mib = 0};
    int status = read_arguments(&b, argc, argv);

    if (status != 0)
        return status;
    if (access(b.image, R_OK) != 0) {
        fprintf(stderr, "%s: error: cannot be read: %s\n", b.image, strerror(errno));
        return EXIT_CONTENT;
    }
    long port = cli_free_port(b.port);
    if (port == 0) {
        fprintf(stderr, "sitegen: error: no port from %ld on is free\n", b.port);
        return EXIT_CONTENT;
    }
    if (port != b.port)
        printf("port %ld is taken: using %ld\n", b.port, port);
    b.port = port;
    status = run(&b);
    pool_free(&b.pool);
    return status;
}
