/* disk_grub.c - GRUB's parts for a BIOS, made by its own tools. See disk.h.
 *
 * They are asked for when a disk is made, and not when sitegen is built: so a disk gets the GRUB that its
 * distribution keeps up to date, sitegen carries none of it, and whoever makes no disks does not need it.
 */
#include "deploy/disk.h"

#include "child.h"
#include "cleanup.h"
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NEEDED "a disk needs GRUB's parts for a BIOS; on Debian: apt install grub-common grub-pc-bin"

static const char *const folders[] = {"/usr/lib/grub/i386-pc", "/usr/share/grub2/i386-pc", NULL};
static const char *const tools[] = {"grub-mkimage", "grub2-mkimage", NULL};

static bool fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: error: %s\n", what, why);
    return false;
}

static const char *find_folder(void)
{
    struct pool pool = {0};
    const char *found = NULL;

    for (const char *const *folder = folders; *folder != NULL && found == NULL; folder++)
        if (files_exists(files_join(&pool, *folder, "boot.img")))
            found = *folder;
    pool_free(&pool);
    return found;
}

static bool run_tool(const char *folder, const char *commands, const char *core)
{
    const char *argv[] = {NULL,     "-O",       "i386-pc",  "-d",         folder,   "-p",
                          "/",      "-c",       commands,   "-o",         core,     "biosdisk",
                          "serial", "terminal", "loadenv",  "eval",       "boot",   "multiboot2",
                          NULL};
    int error = ENOENT;
    pid_t pid = 0;

    for (const char *const *tool = tools; *tool != NULL && error == ENOENT; tool++) {
        argv[0] = *tool;
        error = child_start(argv, &pid);
    }
    if (error != 0)
        return fail(tools[0], error == ENOENT ? "is missing: " NEEDED : strerror(error));
    return child_wait(pid) == 0 || fail(argv[0], "has failed");
}

static bool make_in(struct disk_grub *grub, const char *folder, const char *dir, uint64_t image_len,
                    struct pool *pool)
{
    const char *commands = files_join(pool, dir, "commands"), *core = files_join(pool, dir, "core.img");
    struct text text = {0};

    if (!cleanup_add(commands) || !cleanup_add(core))
        fatal("the name of the temporary folder is too long");
    disk_commands(image_len, &text);
    bool ok = files_write(commands, text_str(&text), 0600) || fail(commands, strerror(errno));
    text_free(&text);
    return ok && run_tool(folder, commands, core) &&
           (files_read(core, pool, &grub->core) || fail(core, strerror(errno))) &&
           (files_read(files_join(pool, folder, "boot.img"), pool, &grub->boot) ||
            fail(folder, strerror(errno)));
}

bool disk_grub_make(struct disk_grub *grub, uint64_t image_len, struct pool *pool)
{
    const char *folder = find_folder();

    if (folder == NULL)
        return fail(folders[0], "is missing: " NEEDED);
    const char *dir = cleanup_make_folder(pool);
    bool ok = dir != NULL && make_in(grub, folder, dir, image_len, pool);
    cleanup_run();
    return ok;
}
