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

int cli_publish(int argc, char **argv)
{
    struct pool pool = {0};
    const char *tried, *lib = lib_find(&pool, &tried);
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

    if (lib == NULL) {
        fprintf(stderr, "sitegen: error: its library is not there (looked in %s)\n", tried);
        return EXIT_CONTENT;
    }
    /* It bakes with the same parts, and names this program in services that it installs. */
    self[len > 0 ? len : 0] = '\0';
    setenv("SITEGEN_LIB", lib, 1);
    setenv("SITEGEN_PROGRAM", self, 1);
    const char *program = pool_printf(&pool, "%s/publish", lib);
    char **words = pool_take(&pool, ((size_t)argc + 2) * sizeof(*words));
    words[0] = self;
    memcpy(words + 1, argv, (size_t)argc * sizeof(*words));
    execv(program, words);
    fprintf(stderr, "sitegen: error: %s cannot be started: %s\n", program, strerror(errno));
    return EXIT_CONTENT;
}
