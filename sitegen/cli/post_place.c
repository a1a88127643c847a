/* post_place.c - see post_place.h */
#include "cli/post_place.h"

#include "content/model.h"
#include "files.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The one folder in base that has _posts; NULL where there is none, or a choice. */
static const char *only_one_with_posts(const char *base, struct pool *pool)
{
    DIR *dir = opendir(base);
    const struct dirent *entry;
    const char *found = NULL;
    size_t count = 0;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strchr("._", entry->d_name[0]) != NULL)
            continue;
        const char *folder = files_join(pool, base, entry->d_name);
        if (!is_folder(files_join(pool, folder, "_posts")))
            continue;
        found = folder;
        count++;
    }
    if (dir != NULL)
        closedir(dir);
    return count == 1 ? found : NULL;
}

/* A path that the configuration names, below base. */
static const char *below(const struct site *site, const char *base, const char *key, struct pool *pool)
{
    struct str path = config_text(site, key, "");

    while (str_starts(path, "./"))
        path = str_from(path, 2);
    while (str_ends(path, "/"))
        path.len--;
    if (path.len == 0 || str_is(path, "."))
        return base;
    return files_join(pool, base, pool_copy(pool, path));
}

struct post_place post_place_find(const char *dir, bool is_draft, struct pool *pool)
{
    struct diag elsewhere = {0}; /* a bake reports what is wrong with the configuration */
    struct site site = {.diag = &elsewhere, .dir = dir};
    const char *base = dir;

    config_load(&site);
    bool is_jekyll = site.is_jekyll;
    if (is_jekyll)
        base = below(&site, below(&site, dir, "source", pool), "collections_dir", pool);
    pool_free(&site.pool);
    diag_free(&elsewhere);
    if (!is_folder(files_join(pool, base, "_posts"))) {
        const char *folder = only_one_with_posts(base, pool);
        base = folder != NULL ? folder : base;
    }
    return (struct post_place){.dir = files_join(pool, base, is_draft && is_jekyll ? "_drafts" : "_posts"),
                               .says_draft = is_draft && !is_jekyll};
}
