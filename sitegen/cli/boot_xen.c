/* boot_xen.c - the image as a domain of Xen's: its configuration is written, and xl starts it. See boot.h. */
#include "cli/boot.h"
#include "cli/cli.h"
#include "deploy/unfinished.h"
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const char *path, const char *what, int error)
{
    fprintf(stderr, "%s: error: %s%s%s\n", path, what, error != 0 ? ": " : "",
            error != 0 ? strerror(error) : "");
    return EXIT_CONTENT;
}

const char *boot_absolute(const char *path, struct pool *pool)
{
    const char *base = files_base(path);
    char *folder = pool_copy(pool, (struct str){path, (size_t)(base - path)});
    char *real = realpath(*folder != '\0' ? folder : ".", NULL);
    const char *joined = real != NULL ? files_join(pool, real, base) : NULL;

    free(real);
    return joined;
}

/* "a/mysite.cfg" of "a/mysite.img". */
static const char *default_output(const char *image, struct pool *pool)
{
    struct str stem = str_of(image);

    if (str_ends(str_of(files_base(image)), ".img") && strcmp(files_base(image), ".img") != 0)
        stem = str_head(stem, stem.len - 4);
    return pool_printf(pool, "%.*s.cfg", STR_ARG(stem));
}

/* May a file be put there? What somebody else wrote is his. */
static int check_place(const char *path)
{
    char start[sizeof(BOOT_XEN_MARK)];
    struct stat st;
    size_t len;

    if (lstat(path, &st) != 0)
        return errno == ENOENT ? 0 : fail(path, "cannot be written", errno);
    if (!S_ISREG(st.st_mode))
        return fail(path, "is there already, and is no file", 0);
    if (!files_head(path, start, sizeof(start), &len))
        return fail(path, "is there already, and cannot be read", errno);
    if (len == sizeof(start) && memcmp(start, BOOT_XEN_MARK "\n", len) == 0)
        return 0;
    return fail(path, "is there already, and sitegen did not write it: name another file with -o", 0);
}

/* Where xl is, NULL when it is not there: in PATH, or where it lies for root. */
static const char *find_xl(struct pool *pool)
{
    const char *path = getenv("PATH");

    path = pool_printf(pool, "%s:/usr/sbin:/usr/local/sbin", path != NULL ? path : "/usr/bin:/bin");
    while (*path != '\0') {
        size_t len = strcspn(path, ":");
        const char *xl = pool_printf(pool, "%.*s/xl", (int)len, path);
        struct stat st;
        if (len > 0 && stat(xl, &st) == 0 && S_ISREG(st.st_mode) && access(xl, X_OK) == 0)
            return xl;
        path += len + (path[len] == ':');
    }
    return NULL;
}

static int create(struct boot *b, const char *output, const char *kernel)
{
    const char *name = boot_xen_name(b->image, &b->pool);
    const char *xl = find_xl(&b->pool);
    /* Not an option of xl's, whatever it is called. */
    const char *file = output[0] == '-' ? pool_printf(&b->pool, "./%s", output) : output;
    const char *const argv[] = {"xl", "create", file, NULL};

    printf("%s: the configuration of the domain \"%s\"\n", output, name);
    if (xl == NULL) {
        printf(
            "There is no xl on this machine. On a Xen host, with the image there as %s:\n    xl create %s\n",
            kernel, file);
        return 0;
    }
    printf("xl create %s\n    xl console %s   its console; Ctrl-] leaves it\n"
           "    xl shutdown %s  its end\n",
           file, name, name);
    fflush(stdout);
    /* xl takes this process's place: what it says and how it ends is the user's. */
    execv(xl, (char *const *)(uintptr_t)argv);
    return fail(xl, "cannot be started", errno);
}

int boot_xen(struct boot *b)
{
    const char *kernel = boot_absolute(b->image, &b->pool);
    const char *output = b->output != NULL ? b->output : default_output(b->image, &b->pool);
    long memory_min = boot_xen_memory_min(b);

    if (kernel == NULL)
        return fail(b->image, "its folder cannot be read", errno);
    if (b->memory_mib != 0 && b->memory_mib < memory_min)
        return cli_usage("boot: --memory %ld is too little: on Xen this image needs %ld", b->memory_mib,
                         memory_min);
    const char *text = boot_xen_config(b, kernel);
    if (text == NULL)
        return fail("sitegen",
                    "the image's path holds a line break or another control character, "
                    "which an xl configuration cannot: give it another name",
                    0);
    int status = check_place(output);
    if (status == 0 && !unfinished_text(output, str_of(text), &b->pool))
        status = EXIT_CONTENT;
    return status == 0 ? create(b, output, kernel) : status;
}
