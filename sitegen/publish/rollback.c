/* rollback.c - sitegen rollback [DIR] [N]: an earlier release is served again. See publish.h. */
#include "publish/publish.h"

#include "cleanup.h"
#include "files.h"
#include "publish/volumes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMAGE_MAX (4096ull << 20) /* bytes: a guest has no more memory */

static void say_which(const struct publish *p, const struct volumes_releases *there, long current)
{
    fprintf(stderr, "sitegen: error: %s: ", p->name);
    if (p->release > 0)
        fprintf(stderr, "the image of release %ld is not there", p->release);
    else
        fputs("there is no release before the current one", stderr);
    fputs(" (there are:", stderr);
    for (size_t i = 0; i < there->count; i++)
        fprintf(stderr, " %ld%s", there->numbers[i], there->numbers[i] == current ? " (current)" : "");
    fputs(there->count > 0 ? ")\n" : " none)\n", stderr);
}

long rollback_choose(const struct volumes_releases *there, long wanted, long current, long before)
{
    long chosen = 0;

    for (size_t i = 0; i < there->count; i++) {
        long number = there->numbers[i];
        if (wanted > 0 ? number == wanted : number < current && (before == 0 || chosen != before))
            chosen = number;
    }
    return chosen;
}

static bool choose(struct publish *p, const struct release_note *note)
{
    struct volumes_releases there;
    long current = note->release;

    if (!volumes_releases(&p->target, p->name, &there))
        return false;
    long chosen = rollback_choose(&there, p->release, current, note->before);
    if (chosen == 0 || chosen == current) {
        if (chosen == current && chosen != 0)
            fprintf(stderr, "sitegen: error: %s: release %ld is the current one\n", p->name, current);
        else
            say_which(p, &there, current);
        return false;
    }
    p->release = chosen;
    return true;
}

/* What the image answers and needs stands in the image. */
static bool fetch(struct publish *p)
{
    const char *name = publish_image_name(p, p->release), *folder = cleanup_make_folder(&p->pool);
    struct text bytes = {0};

    if (folder == NULL)
        return false;
    const char *file = pool_printf(&p->pool, "%s/%s", folder, name);
    if (!cleanup_add(file))
        fatal("the name of the temporary folder is too long");
    bool ok = volumes_read(&p->target, name, 0, IMAGE_MAX, &bytes);
    if (!ok)
        target_error("%s cannot be read", name);
    if (ok && !files_write(file, text_str(&bytes), 0600)) {
        fprintf(stderr, "sitegen: %s: error: cannot be written: %s\n", file, strerror(errno));
        ok = false;
    }
    text_free(&bytes);
    const char *problem = ok ? facts_open(&p->facts, file) : NULL;
    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", name, problem);
    return ok && problem == NULL;
}

int rollback_command(struct publish *p)
{
    if (p->source == NULL && p->settings.values[SETTING_NAME] == NULL)
        p->source = ".";
    if (!publish_settings(p) || !publish_connect(p) ||
        !target_open_pool(&p->target, p->settings.values[SETTING_POOL], false) || !publish_lock(p) ||
        !volumes_delete_broken(&p->target, p->name))
        return EXIT_CONTENT;
    const struct release *current = releases_current(&p->releases, p->name);
    if (current == NULL) {
        fprintf(stderr, "sitegen: error: %s is not published at %s\n", p->name, p->target.uri);
        return EXIT_CONTENT;
    }
    if (!choose(p, &current->note) || !fetch(p))
        return EXIT_CONTENT;
    return publish_release(p);
}
