/* logs.c - sitegen logs [DIR] [-f]: what the site's machine says on its console. See publish.h. */
#include "publish/publish.h"

#include "publish/volumes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE_MAX (1u << 20) /* bytes that are read at once */
#define FOLLOW_US 500000     /* between two looks whether there is more */

/* Everything from *from on, which moves to the end. */
static bool print_more(struct publish *p, const char *log, uint64_t *from)
{
    volumes_refresh(&p->target);
    for (;;) {
        struct text said = {0};
        bool ok = volumes_read(&p->target, log, *from, PIECE_MAX, &said);
        size_t len = said.len;
        if (!ok)
            target_error("%s cannot be read", log);
        ok = ok && fwrite(said.bytes, 1, len, stdout) == len && fflush(stdout) == 0;
        text_free(&said);
        *from += len;
        if (!ok || len == 0)
            return ok;
    }
}

/* The release may change while one looks: the new one's log follows. NULL: it is not published, or (is_error)
 * that cannot be found out. *from: where its own part of the log starts; before: the one that was current,
 * which is returned when it is so still. */
static const char *current_log(struct publish *p, const char *before, uint64_t *from, bool *is_error)
{
    releases_free(&p->releases);
    *is_error = !releases_list(&p->releases, &p->target, p->name);
    if (*is_error)
        return NULL;
    const struct release *current = releases_current(&p->releases, p->name);
    if (current == NULL)
        return NULL;
    *from = (uint64_t)current->note.log_from;
    size_t len = strlen(current->domain_name);
    bool is_same = before != NULL && strncmp(before, current->domain_name, len) == 0 &&
                   strcmp(before + len, ".log") == 0;
    return is_same ? before : publish_log_name(p, current->domain_name);
}

/* Until it is not published any more. */
static bool follow(struct publish *p, const char *log, uint64_t from)
{
    bool ok = true, is_error = false;
    uint64_t start = 0;

    while (ok && log != NULL) {
        usleep(FOLLOW_US);
        ok = print_more(p, log, &from);
        /* A new one of the same name, as after unpublish and publish. */
        if (volumes_len(&p->target, log) < from)
            from = 0;
        const char *next = current_log(p, log, &start, &is_error);
        if (next != log)
            from = start;
        log = next;
        ok = ok && !is_error;
    }
    return ok;
}

int logs_command(struct publish *p)
{
    uint64_t from = 0, start = 0;
    bool is_error;

    if (p->source == NULL && p->settings.values[SETTING_NAME] == NULL)
        p->source = ".";
    if (!publish_settings(p) || !publish_connect(p) ||
        !target_open_pool(&p->target, p->settings.values[SETTING_POOL], false))
        return EXIT_CONTENT;
    const char *log = current_log(p, NULL, &start, &is_error);
    if (log == NULL && is_error)
        return EXIT_CONTENT;
    if (log == NULL) {
        fprintf(stderr, "sitegen: error: %s is not published at %s\n", p->name, p->target.uri);
        return EXIT_CONTENT;
    }
    if (p->target.kind == TARGET_XEN) {
        fprintf(stderr, "sitegen: error: Xen keeps the console itself: on its host, look into /var/log/xen/console/ "
                        "or run \"xl console %.*s\"\n", (int)(strlen(log) - 4), log);
        return EXIT_CONTENT;
    }
    return print_more(p, log, &from) && (!p->follow || follow(p, log, from)) ? 0 : EXIT_CONTENT;
}
