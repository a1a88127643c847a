/* publish.c - sitegen publish DIR|IMAGE [--to URI] [--dry-run]. See publish.h. */
#include "publish/publish.h"

#include "cleanup.h"
#include "publish/keep.h"
#include "publish/machine.h"
#include "publish/switch.h"
#include "publish/volumes.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* ---------------------------------------------------------------- the image */

/* A folder is baked into a temporary image, an image is taken as it is. */
static bool make_image(struct publish *p, const char **image)
{
    struct stat st;

    *image = p->source;
    if (stat(p->source, &st) == 0 && !S_ISDIR(st.st_mode))
        return true;
    const char *folder = cleanup_make_folder(&p->pool);
    if (folder == NULL)
        return false;
    *image = pool_printf(&p->pool, "%s/%s.img", folder, p->name);
    if (!cleanup_add(*image))
        fatal("the name of the temporary folder is too long");
    return bake_image(p->source, *image, &p->flags, !p->dry_run) == 0;
}

static bool open_image(struct publish *p, const char *image)
{
    const char *problem = facts_open(&p->facts, image);
    const char *memory = p->settings.values[SETTING_MEMORY];

    if (problem != NULL) {
        fprintf(stderr, "%s: error: %s\n", image, problem);
        return false;
    }
    if (memory != NULL && strtoull(memory, NULL, 10) < p->facts.memory_min_mib) {
        fprintf(stderr, "sitegen: error: publish: memory: the image needs %llu MiB at least\n",
                (unsigned long long)p->facts.memory_min_mib);
        return false;
    }
    return true;
}

/* ---------------------------------------------------------------- one release in the place of another */

/* The last images stay, and this one; of other releases, nothing does. */
static void prune(struct publish *p)
{
    struct volumes_releases kept;
    size_t others = 0;

    if (!volumes_releases(&p->target, p->name, &kept))
        return;
    for (size_t i = kept.count; i > 0; i--)
        if (kept.numbers[i - 1] != p->release && ++others >= PUBLISH_KEPT)
            kept.numbers[i - 1] = 0;
    volumes_delete_but(&p->target, p->name, &kept);
}

int publish_release(struct publish *p)
{
    const struct release *current = releases_current(&p->releases, p->name);

    if (!lock_is_held(&p->lock) || !switch_tidy(p, current))
        return EXIT_CONTENT;
    /* What does not answer serves nobody: there is nothing to be careful with. */
    bool ok = (current == NULL || !release_runs(current) || switch_check(p)) && switch_over(p, current);
    if (ok) {
        prune(p);
        keep_ensure(p);
    } else if (current != NULL && virDomainIsActive(current->domain) == 1) {
        fprintf(stderr, "%s: release %ld stays.\n", p->name, current->note.release);
    }
    return ok ? 0 : EXIT_CONTENT;
}

static bool is_unchanged(struct publish *p, const struct release *current)
{
    char settings[DIGEST_HEX_SIZE];

    if (current == NULL || !release_runs(current) || strcmp(current->note.image, p->facts.digest) != 0)
        return false;
    machine_settings(p, settings);
    return strcmp(settings, current->note.settings) == 0;
}

/* A domain of the next release's name that is none of ours stays, and the number is passed over. */
static bool is_taken(struct publish *p)
{
    virDomainPtr domain = virDomainLookupByName(p->target.conn, machine_name(p, false));

    virResetLastError();
    if (domain != NULL)
        virDomainFree(domain);
    return domain != NULL;
}

/* The number of the next release: no other has had it as long as something is left of that. */
static bool number_release(struct publish *p)
{
    struct volumes_releases there;

    p->release = 1;
    if (!volumes_releases(&p->target, p->name, &there))
        return false;
    if (there.count > 0)
        p->release = there.numbers[there.count - 1] + 1;
    for (size_t i = 0; i < p->releases.count; i++)
        if (p->releases.items[i].note.release >= p->release)
            p->release = p->releases.items[i].note.release + 1;
    while (is_taken(p))
        p->release++;
    return true;
}

static int bring(struct publish *p)
{
    const char *name;
    const struct release *current = releases_current(&p->releases, p->name);

    if (is_unchanged(p, current)) {
        if (!switch_tidy(p, current))
            return EXIT_CONTENT;
        publish_say("%s: release %ld is this image already, and runs\n", p->name, current->note.release);
        keep_ensure(p);
        return 0;
    }
    if (!volumes_delete_broken(&p->target, p->name) || !number_release(p))
        return EXIT_CONTENT;
    p->before = current != NULL ? current->note.release : 0;
    name = publish_image_name(p, p->release);
    if (!volumes_upload(&p->target, name, p->facts.bytes))
        return EXIT_CONTENT;
    publish_say("%s.%ld: %.1f MiB in the storage pool %s\n", p->name, p->release,
                (double)p->facts.bytes.len / (1 << 20), p->target.pool_name);
    int status = publish_release(p);
    if (status != 0) {
        volumes_delete(&p->target, name);
        volumes_refresh(&p->target);
        volumes_delete(&p->target, publish_log_name(p, machine_name(p, false)));
    }
    return status;
}

/* The first --to, and another one later, are kept in the configuration: for the next time, and before the bake,
 * so that the image is that of the folder as it is left. */
static void remember(struct publish *p, const char *given)
{
    if (given == NULL || p->settings.file == NULL)
        return;
    const char *problem = settings_remember(&p->settings, given);
    if (problem != NULL)
        fprintf(stderr, "%s: warning: publish: to is not kept there: %s\n", p->settings.file, problem);
}

static int dry_run(struct publish *p)
{
    if (!target_open_pool(&p->target, p->settings.values[SETTING_POOL], false) ||
        !releases_list(&p->releases, &p->target, p->name) || !number_release(p))
        return EXIT_CONTENT;
    fputs(machine_xml(p, MACHINE_SITE, (int64_t)time(NULL)), stdout);
    return fflush(stdout) == 0 ? 0 : EXIT_CONTENT;
}

int publish_command(struct publish *p)
{
    const char *image, *given = p->settings.values[SETTING_TO];

    if (p->source == NULL)
        return cli_usage("publish: no folder and no image is named");
    if (!publish_settings(p) || !publish_connect(p))
        return EXIT_CONTENT;
    if (!p->dry_run)
        remember(p, given);
    if (!make_image(p, &image) || !open_image(p, image))
        return EXIT_CONTENT;
    if (p->dry_run)
        return dry_run(p);
    bool ok = target_open_pool(&p->target, p->settings.values[SETTING_POOL], true) && publish_lock(p);
    return ok ? bring(p) : EXIT_CONTENT;
}
