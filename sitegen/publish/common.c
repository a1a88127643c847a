/* common.c - what the commands share. See publish.h. */
#include "publish/publish.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void publish_say(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    fflush(stdout);
}

const char *publish_setting(const struct publish *p, enum setting setting, const char *otherwise)
{
    return p->settings.values[setting] != NULL ? p->settings.values[setting] : otherwise;
}

const char *publish_image_name(struct publish *p, long release)
{
    return pool_printf(&p->pool, "%s.%ld.img", p->name, release);
}

const char *publish_log_name(struct publish *p, const char *domain_name)
{
    return pool_printf(&p->pool, "%s.log", domain_name);
}

bool publish_settings(struct publish *p)
{
    struct diag diag = {0};
    struct stat st;
    enum setting which;

    if (p->source != NULL && stat(p->source, &st) != 0) {
        perror(p->source);
        return false;
    }
    bool is_folder = p->source != NULL && S_ISDIR(st.st_mode);
    bool ok = !is_folder || settings_read(&p->settings, p->source, &diag);
    diag_print(&diag, stderr);
    diag_free(&diag);
    const char *conflict = ok ? settings_conflict(&p->settings, &which) : NULL;
    if (conflict != NULL)
        fprintf(stderr, "sitegen: error: %s\n", conflict);
    p->name = p->settings.values[SETTING_NAME];
    if (p->name == NULL && p->source != NULL)
        p->name = settings_name_of(p->source, &p->pool);
    return ok && conflict == NULL;
}

bool publish_connect(struct publish *p)
{
    return target_open(&p->target, publish_setting(p, SETTING_TO, TARGET_URI_DEFAULT));
}

bool publish_lock(struct publish *p)
{
    return lock_take(&p->lock, &p->target, p->name) && releases_list(&p->releases, &p->target, p->name);
}
