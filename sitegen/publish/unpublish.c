/* unpublish.c - sitegen unpublish [DIR]: a site and all that belongs to it go from the target. See publish.h. */
#include "publish/publish.h"

#include "publish/keep.h"
#include "publish/switch.h"
#include "publish/volumes.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* It cannot be undone: so it is asked, or said beforehand. */
static bool is_meant(const struct publish *p)
{
    char answer[128];

    if (p->yes)
        return true;
    if (!isatty(STDIN_FILENO)) {
        fprintf(stderr, "sitegen: error: unpublish takes %s and its releases away for good: say --yes\n", p->name);
        return false;
    }
    publish_say("Take %s and all its releases away from %s? Type its name: ", p->name, p->target.uri);
    if (fgets(answer, sizeof(answer), stdin) == NULL)
        return false;
    answer[strcspn(answer, "\r\n")] = '\0';
    if (strcmp(answer, p->name) == 0)
        return true;
    fputs("Nothing was done.\n", stderr);
    return false;
}

int unpublish_command(struct publish *p)
{
    if (p->source == NULL && p->settings.values[SETTING_NAME] == NULL)
        p->source = ".";
    if (!publish_settings(p) || !publish_connect(p) || !releases_list(&p->releases, &p->target, p->name) ||
        !target_open_pool(&p->target, p->settings.values[SETTING_POOL], false))
        return EXIT_CONTENT;
    struct volumes_releases images;
    if (!volumes_releases(&p->target, p->name, &images))
        return EXIT_CONTENT;
    if (p->releases.count == 0 && images.count == 0) {
        fprintf(stderr, "sitegen: error: %s is not published at %s\n", p->name, p->target.uri);
        return EXIT_CONTENT;
    }
    if (!is_meant(p))
        return EXIT_CONTENT;
    releases_free(&p->releases);
    if (!publish_lock(p))
        return EXIT_CONTENT;
    if (!switch_tidy(p, NULL) ||
        !volumes_delete_but(&p->target, p->name, &(struct volumes_releases){.count = 0}))
        return EXIT_CONTENT;
    lock_release(&p->lock);
    target_remove_pool(&p->target);
    keep_release(p);
    publish_say("%s: is not published at %s any more\n", p->name, p->target.uri);
    return 0;
}
