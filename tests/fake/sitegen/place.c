/* place.c - see place.h */
#include "sitegen/place.h"

#include "files.h"
#include "sitegen/case.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct pool place_pool;
char *place_folder;
static FILE *said;
static int real_stderr = -1;
static char *path_before;

int place_setup(void **state)
{
    (void)state;
    place_pool = (struct pool){0};
    place_folder = case_make_folder(&place_pool, "bin/readme", "", NULL);
    path_before = pool_copy(&place_pool, str_of(getenv("PATH")));
    setenv("PATH", place_path("bin"), 1);
    setenv("TMPDIR", place_folder, 1);
    return 0;
}

int place_teardown(void **state)
{
    (void)state;
    place_limit(0);
    if (real_stderr >= 0)
        place_said();
    setenv("PATH", path_before, 1);
    unsetenv("TMPDIR");
    case_remove_folder(place_folder);
    pool_free(&place_pool);
    return 0;
}

const char *place_path(const char *name)
{
    return files_join(&place_pool, place_folder, name);
}

void place_add_program(const char *name, const char *script)
{
    const char *path = pool_printf(&place_pool, "%s/bin/%s", place_folder, name);

    assert_true(files_write(path, str_of(script), 0777));
    assert_int_equal(chmod(path, 0777), 0);
}

const char *place_content(const char *name, unsigned long *len)
{
    struct str content;

    if (!files_read(place_path(name), &place_pool, &content))
        return "(none)";
    *len = content.len;
    return content.at;
}

const char *place_names(void)
{
    struct dirent **entries;
    struct text out = {0};
    int count = scandir(place_folder, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strcmp(name, "bin") != 0)
            text_printf(&out, " %s", name);
        free(entries[i]);
    }
    free(entries);
    return text_finish(&out, &place_pool).at;
}

void place_listen(void)
{
    fflush(stderr);
    said = tmpfile();
    real_stderr = dup(2);
    dup2(fileno(said), 2);
}

const char *place_said(void)
{
    static char text[4096];

    fflush(stderr);
    dup2(real_stderr, 2);
    close(real_stderr);
    real_stderr = -1;
    rewind(said);
    text[fread(text, 1, sizeof(text) - 1, said)] = '\0';
    fclose(said);
    return text;
}

void place_limit(unsigned long file_len)
{
    struct rlimit limit;

    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = file_len > 0 ? file_len : limit.rlim_max;
    signal(SIGXFSZ, file_len > 0 ? SIG_IGN : SIG_DFL);
    setrlimit(RLIMIT_FSIZE, &limit);
}
