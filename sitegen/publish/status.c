/* status.c - sitegen status [DIR]: what is published. See publish.h. */
#include "publish/publish.h"

#include "publish/answer.h"
#include "publish/volumes.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define COLUMNS      7
#define DIGEST_SHOWN 12 /* digits */

static const char *state_word(const struct release *r)
{
    static const char *const words[] = {[VIR_DOMAIN_NOSTATE] = "unknown",   [VIR_DOMAIN_RUNNING] = "running",
                                        [VIR_DOMAIN_BLOCKED] = "running",   [VIR_DOMAIN_PAUSED] = "paused",
                                        [VIR_DOMAIN_SHUTDOWN] = "stopping", [VIR_DOMAIN_SHUTOFF] = "off",
                                        [VIR_DOMAIN_CRASHED] = "crashed",   [VIR_DOMAIN_PMSUSPENDED] = "asleep"};

    if (r->state == VIR_DOMAIN_SHUTOFF &&
        (r->reason == VIR_DOMAIN_SHUTOFF_CRASHED || r->reason == VIR_DOMAIN_SHUTOFF_FAILED))
        return "crashed";
    return r->state >= 0 && r->state <= VIR_DOMAIN_PMSUSPENDED ? words[r->state] : "unknown";
}

static const char *moment(struct publish *p, int64_t since_s)
{
    time_t time = (time_t)since_s;
    char text[40];
    struct tm tm;

    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", localtime_r(&time, &tm));
    return pool_copy(&p->pool, str_of(text));
}

static const char *address_of(struct publish *p, const struct release *r)
{
    struct str ip = str_of(r->note.ip);

    if (ip.len > 0)
        return pool_copy(&p->pool, str_head(ip, str_find_char(ip, '/')));
    if (!release_runs(r))
        return "-";
    const char *log = pool_printf(&p->pool, "%s.log", r->domain_name);
    const char *found = answer_address(p, r->domain, log, 0);
    return found != NULL ? found : "-";
}

static const char *others(struct publish *p, const struct release *r)
{
    struct volumes_releases there;
    struct text text = {0};

    if (!volumes_releases(&p->target, r->note.name, &there))
        return "-";
    for (size_t i = 0; i < there.count; i++)
        if (there.numbers[i] != r->note.release)
            text_printf(&text, "%s%ld", text.len > 0 ? " " : "", there.numbers[i]);
    return text.len > 0 ? text_finish(&text, &p->pool).at : "-";
}

/* Rows of COLUMNS texts each, as wide as the widest. */
static void print_table(const char *const *cells, size_t rows)
{
    size_t widths[COLUMNS] = {0};

    for (size_t i = 0; i < rows * COLUMNS; i++)
        if (strlen(cells[i]) > widths[i % COLUMNS])
            widths[i % COLUMNS] = strlen(cells[i]);
    for (size_t i = 0; i < rows * COLUMNS; i++) {
        bool is_last = i % COLUMNS == COLUMNS - 1;
        printf("%-*s%s", is_last ? 0 : (int)widths[i % COLUMNS], cells[i], is_last ? "\n" : "  ");
    }
    fflush(stdout);
}

static size_t add_row(struct publish *p, const struct release *r, const char **cells)
{
    cells[0] = r->note.name;
    cells[1] = pool_printf(&p->pool, "%ld", r->note.release);
    cells[2] = state_word(r);
    cells[3] = address_of(p, r);
    cells[4] = *r->note.image != '\0' ? pool_printf(&p->pool, "%.*s", DIGEST_SHOWN, r->note.image) : "-";
    cells[5] = moment(p, r->note.since_s);
    cells[6] = others(p, r);
    return 1;
}

int status_command(struct publish *p)
{
    static const char *const head[COLUMNS] = {"SITE",  "RELEASE", "STATE", "ADDRESS",
                                              "IMAGE", "SINCE",   "OTHER RELEASES"};
    size_t rows = 1;

    if (!publish_settings(p) || !publish_connect(p) || !releases_list(&p->releases, &p->target, p->name) ||
        !target_open_pool(&p->target, p->settings.values[SETTING_POOL], false))
        return EXIT_CONTENT;
    const char **cells = pool_take(&p->pool, (p->releases.count + 1) * sizeof(head));
    memcpy(cells, head, sizeof(head));
    for (size_t i = 0; i < p->releases.count; i++) {
        const struct release *r = &p->releases.items[i];
        if (r == releases_current(&p->releases, r->note.name))
            rows += add_row(p, r, cells + rows * COLUMNS);
    }
    if (rows == 1 && p->name != NULL)
        publish_say("%s is not published at %s\n", p->name, p->target.uri);
    else if (rows == 1)
        publish_say("nothing is published at %s\n", p->target.uri);
    else
        print_table(cells, rows);
    return 0;
}
