/* store_file.c - see store_file.h */
#include "store_file.h"

#include "files.h"

#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxh_x86dispatch.h>

#define SUFFIX      ".store"
#define STARTED_LEN 6u /* of what mkostemp() puts behind a name */
#define UNUSED_S    (30 * 24 * 3600)
#define UNUSED_MAX  4096u /* entries of the folder that are looked at */

static const char *cache_folder(struct pool *pool)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (cache != NULL && cache[0] == '/')
        return files_join(pool, cache, "sitegen");
    if (home != NULL && home[0] == '/')
        return files_join(pool, home, ".cache/sitegen");
    return NULL;
}

/* A store, or one that its bake did not come to rename: then there are a dot and six letters behind. */
static bool is_store(struct str name)
{
    size_t len = name.len < STARTED_LEN ? name.len : name.len - STARTED_LEN;

    return str_ends(name, SUFFIX) || str_ends(str_head(name, len), SUFFIX ".");
}

static void remove_unused(const char *folder, struct pool *pool)
{
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    time_t oldest = time(NULL) - UNUSED_S;
    struct stat st;

    for (unsigned i = 0; stream != NULL && i < UNUSED_MAX && (entry = readdir(stream)) != NULL; i++) {
        if (!is_store(str_of(entry->d_name)))
            continue;
        const char *file = files_join(pool, folder, entry->d_name);
        if (lstat(file, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime < oldest)
            unlink(file);
    }
    if (stream != NULL)
        closedir(stream);
}

const char *store_file_name(const char *dir, struct pool *pool)
{
    const char *folder = cache_folder(pool);
    char *real = realpath(dir, NULL);

    if (folder == NULL || real == NULL) {
        free(real);
        return NULL;
    }
    XXH128_hash_t sum = XXH3_128bits(real, strlen(real));
    const char *file = pool_printf(pool, "%s/%016llx%016llx" SUFFIX, folder, (unsigned long long)sum.high64,
                                   (unsigned long long)sum.low64);
    free(real);
    if (!files_make_parents(file))
        return NULL;
    remove_unused(folder, pool);
    return file;
}

int store_file_open(const char *name)
{
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    if (fd >= 0)
        futimens(fd, NULL); /* used today */
    return fd;
}

/* A library by its file: name, length, time of change. */
static int add_library(struct dl_phdr_info *info, size_t size, void *context)
{
    const char *name = info->dlpi_name[0] != '\0' ? info->dlpi_name : "/proc/self/exe";
    XXH3_state_t *state = context;
    struct stat st;

    (void)size;
    if (stat(name, &st) != 0)
        return 0; /* the kernel's own */
    int64_t facts[] = {(int64_t)st.st_size, (int64_t)st.st_mtim.tv_sec, (int64_t)st.st_mtim.tv_nsec,
                       (int64_t)st.st_ino};
    XXH3_128bits_update(state, name, strlen(name));
    XXH3_128bits_update(state, facts, sizeof(facts));
    return 0;
}

void store_file_salt(uint8_t salt[STORE_FILE_SALT_LEN])
{
    XXH3_state_t *state = XXH3_createState();

    if (state == NULL)
        fatal("out of memory");
    XXH3_128bits_reset(state);
    dl_iterate_phdr(add_library, state);
    XXH128_hash_t sum = XXH3_128bits_digest(state);
    memcpy(salt, &sum, STORE_FILE_SALT_LEN);
    XXH3_freeState(state);
}
