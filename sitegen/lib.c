/* lib.c - see lib.h */
#include "lib.h"

#include "files.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_lib(struct pool *pool, const char *dir)
{
    return files_exists(pool_printf(pool, "%s/templates/base", dir));
}

const char *lib_find(struct pool *pool, const char **tried)
{
    const char *given = getenv("SITEGEN_LIB");
    char executable[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", executable, sizeof(executable) - 1);

    if (given != NULL && *given != '\0') {
        *tried = given;
        return is_lib(pool, given) ? pool_copy(pool, str_of(given)) : NULL;
    }
    executable[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(executable, '/');
    if (slash != NULL)
        *slash = '\0';
    const char *beside = pool_printf(pool, "%s/lib", executable);
    const char *installed = pool_printf(pool, "%s/../lib/sitegen", executable);
    *tried = pool_printf(pool, "%s and %s", beside, installed);
    if (is_lib(pool, beside))
        return beside;
    return is_lib(pool, installed) ? installed : NULL;
}
