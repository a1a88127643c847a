/* process.c - the platform contract in a Linux process. */
#include "linux.h"

#include "memory.h"
#include "poll.h"
#include "syscall.h"
#include "vdso.h"

#include <asm/fcntl.h>
#include <asm/prctl.h>
#include <asm/signal.h>
#include <linux/auxvec.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include <linux/time.h>

#define COMMAND_LINE_MAX 4096u
#define POLLOUT          4

static char command_line[COMMAND_LINE_MAX];
static uint64_t start_ns;

/* What %fs points at: the compiler reads the stack canary at %fs:0x28 (System V ABI, thread control block).
 * */
static struct {
    void *self;
    uint64_t unused[4];
    uint64_t canary;
} thread_block;

static const char *process_command_line(void)
{
    return command_line;
}

/* A pipe that poll(2) calls writable takes PIPE_BUF bytes at once: so a line never blocks. */
static void process_console_write(const char *text, size_t len)
{
    struct {
        int fd;
        short events;
        short revents;
    } out = {.fd = 1, .events = POLLOUT};
    while (len > 0 && syscall3(__NR_poll, &out, 1, 0) == 1) {
        long wrote = syscall3(__NR_write, 1, text, len < 4096 ? len : 4096);
        if (wrote <= 0)
            return;
        text += wrote;
        len -= (size_t)wrote;
    }
}

static uint64_t process_mono_ns(void)
{
    return vdso_clock_ns(CLOCK_MONOTONIC) - start_ns;
}

static uint64_t process_wall_ns(void)
{
    return vdso_clock_ns(CLOCK_REALTIME);
}

static bool process_entropy(void *buf, size_t len)
{
    uint8_t *at = buf;
    while (len > 0) {
        long got = syscall3(__NR_getrandom, at, len, 0);
        if (got <= 0)
            return false;
        at += got;
        len -= (size_t)got;
    }
    return true;
}

static void process_wait_until(uint64_t deadline_ns)
{
    poll_wait(deadline_ns == UINT64_MAX ? 0 : process_mono_ns(), deadline_ns);
}

static unsigned process_stop_requests(void)
{
    return poll_signal_count();
}

/* Address space costs nothing until it is touched. */
static size_t process_memory(size_t min_len, uint8_t **region)
{
    size_t len = (min_len + 4095) & ~(size_t)4095;
    long at = syscall6(__NR_mmap, 0, (long)len, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at < 0)
        return 0;
    *region = (uint8_t *)at;
    return len;
}

static void process_exit(int status)
{
    syscall1(__NR_exit_group, status);
}

static const struct platform_backend process_platform = {
    .name = "linux",
    .command_line = process_command_line,
    .console_write = process_console_write,
    .mono_ns = process_mono_ns,
    .wall_ns = process_wall_ns,
    .entropy = process_entropy,
    .wait_until = process_wait_until,
    .stop_requests = process_stop_requests,
    .memory = process_memory,
    .exit = process_exit,
};

/* As in <asm/signal.h>, whose struct sigaction is the C library's one. */
struct kernel_sigaction {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

/* A console that was a pipe and is read no more is no reason to end. */
static void ignore_broken_pipes(void)
{
    struct kernel_sigaction action = {.handler = SIG_IGN};
    syscall4(__NR_rt_sigaction, SIGPIPE, &action, NULL, sizeof(action.mask));
}

/* Started without standard files, we would get their numbers for our own, and write the log into a device. */
static void open_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (syscall2(__NR_fcntl, fd, F_GETFD) < 0)
            syscall2(__NR_open, "/dev/null", O_RDWR); /* gets the lowest number that is free */
}

/* As many file descriptors as we may have: each connection is one. */
static void raise_file_limit(void)
{
    struct {
        uint64_t soft, hard;
    } limit;
    if (syscall4(__NR_prlimit64, 0, RLIMIT_NOFILE, NULL, &limit) == 0) {
        limit.soft = limit.hard;
        syscall4(__NR_prlimit64, 0, RLIMIT_NOFILE, &limit, NULL);
    }
}

/* Arguments joined by blanks: the words that a kernel command line would hold. Too many become one word that
 * nobody knows, and so a clear refusal. */
static void join_arguments(long argc, char *const *argv)
{
    static const char too_long[] = "(arguments-longer-than-4095-bytes)";
    size_t at = 0;
    for (long i = 1; i < argc; i++) {
        size_t len = strlen(argv[i]);
        if (len + 1 >= COMMAND_LINE_MAX - at) {
            memcpy(command_line, too_long, sizeof(too_long));
            return;
        }
        memcpy(command_line + at, argv[i], len);
        at += len;
        command_line[at++] = ' ';
    }
    command_line[at] = '\0';
}

/* Runs before there is a canary. */
__attribute__((no_stack_protector)) const struct platform_backend *linux_init(const long *stack)
{
    long argc = stack[0];
    char *const *argv = (char *const *)(stack + 1);
    const long *aux = stack + 1 + argc + 1;
    while (*aux++ != 0) /* the environment */
        ;
    uint64_t vdso = 0;
    thread_block.self = &thread_block;
    for (; aux[0] != AT_NULL; aux += 2) {
        if (aux[0] == AT_RANDOM)
            memcpy(&thread_block.canary, (const void *)aux[1], sizeof(thread_block.canary));
        if (aux[0] == AT_SYSINFO_EHDR)
            vdso = (uint64_t)aux[1];
    }
    /* A zero byte first: a string that runs over cannot write the canary back. */
    thread_block.canary &= ~0xffull;
    syscall2(__NR_arch_prctl, ARCH_SET_FS, &thread_block);
    vdso_init(vdso);
    start_ns = vdso_clock_ns(CLOCK_MONOTONIC);
    join_arguments(argc, argv);
    ignore_broken_pipes();
    open_standard_files();
    raise_file_limit();
    if (!poll_init(1ull << (SIGINT - 1) | 1ull << (SIGTERM - 1)))
        process_exit(3);
    return &process_platform;
}
