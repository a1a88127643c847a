/* shell.c - see shell.h */
#include "sitegen/shell.h"

#include "cli/cli.h"
#include "files.h"
#include "sitegen/case.h"
#include "sitegen/small_image.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct pool shell_pool;
char *shell_folder;
char *shell_said;

int shell_setup(void **state)
{
    (void)state;
    shell_pool = (struct pool){0};
    shell_folder = case_make_folder(&shell_pool, "bin/readme", "", NULL);
    shell_add_image("mysite.img");
    return 0;
}

int shell_teardown(void **state)
{
    (void)state;
    case_remove_folder(shell_folder);
    pool_free(&shell_pool);
    return 0;
}

void shell_add_image(const char *name)
{
    struct small_image *image = small_image();
    struct str bytes = {(const char *)image, sizeof(*image)};

    assert_true(files_write(pool_printf(&shell_pool, "%s/%s", shell_folder, name), bytes, 0666));
    free(image);
}

void shell_add_program(const char *name, const char *script)
{
    char *path = pool_printf(&shell_pool, "%s/bin/%s", shell_folder, name);

    assert_true(files_write(path, str_of(script), 0777));
    assert_int_equal(chmod(path, 0777), 0);
}

static _Noreturn void child(int to_fd, int argc, char **argv)
{
    dup2(to_fd, 1);
    dup2(to_fd, 2);
    if (chdir(shell_folder) != 0)
        _exit(99);
    setenv("PATH", pool_printf(&shell_pool, "%s/bin", shell_folder), 1);
    int status = cli_boot(argc, argv);
    fflush(NULL);
    _exit(status);
}

int shell_boot(const char *arguments)
{
    char *argv[16] = {pool_copy(&shell_pool, STR("boot"))}, buf[8192];
    char *rest = pool_copy(&shell_pool, str_of(arguments));
    int argc = 1, ends[2], status;
    size_t len = 0;
    ssize_t got;

    while ((argv[argc] = strsep(&rest, "|")) != NULL)
        argc++;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0)
        child(ends[1], argc, argv);
    close(ends[1]);
    while ((got = read(ends[0], buf + len, sizeof(buf) - len)) > 0)
        len += (size_t)got;
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    shell_said = pool_copy(&shell_pool, (struct str){buf, len});
    return WEXITSTATUS(status);
}

void shell_assert_said(const char *text)
{
    if (strstr(shell_said, text) == NULL)
        fail_msg("no \"%s\" in:\n%s", text, shell_said);
}

const char *shell_content(const char *name)
{
    const char *path = pool_printf(&shell_pool, "%s/%s", shell_folder, name);
    struct str text;

    return files_read(path, &shell_pool, &text) ? text.at : "";
}

size_t shell_count_names(void)
{
    DIR *dir = opendir(shell_folder);
    size_t count = 0;

    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count - 2; /* . and .. */
}
