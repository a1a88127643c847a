/* publish.c - sitegen publish, status, rollback, logs, unpublish, keep: a program of its own does them.
 *
 * libvirt's libraries, and those that they need, take longer to load than a small site takes to bake.
 */
#include "cli/cli.h"
#include "lib.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_is_publish(const char *command)
{
    static const char *const names[] = {"publish", "status", "rollback", "logs", "unpublish", "keep"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(command, names[i]) == 0)
            return true;
    return false;
}

int cli_publish(int argc, char **argv)
{
    struct pool pool = {0};
    const char *tried, *lib = lib_find(&pool, &tried);
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

    (void)argc;
    if (lib == NULL) {
        fprintf(stderr, "sitegen: error: its library is not there (looked in %s)\n", tried);
        return EXIT_CONTENT;
    }
    /* It bakes with the same parts, and names this program in services that it installs. */
    self[len > 0 ? len : 0] = '\0';
    setenv("SITEGEN_LIB", lib, 1);
    setenv("SITEGEN_PROGRAM", self, 1);
    const char *program = pool_printf(&pool, "%s/publish", lib);
    execv(program, argv);
    fprintf(stderr, "sitegen: error: %s cannot be started: %s\n", program, strerror(errno));
    return EXIT_CONTENT;
}
