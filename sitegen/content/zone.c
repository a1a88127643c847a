/* zone.c - see zone.h */
#include "content/zone.h"

#include "content/date.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DATABASE "/usr/share/zoneinfo"
#define MACHINES ":/etc/localtime" /* TZ for what libc takes without TZ; with it, mktime() need not look each time
                                    * whether the file is still the same */

static bool is_local; /* false: UTC, and libc is not asked */

/* A file of the database, or POSIX's own form ("CET-1CEST"): letters, then an offset. */
static bool is_known(const char *name)
{
    char path[512];
    size_t letters = 0;

    if (name[0] == '/' || strstr(name, "..") != NULL || strlen(name) > 256)
        return false;
    snprintf(path, sizeof(path), "%s/%s", DATABASE, name);
    if (access(path, R_OK) == 0 && name[0] != '\0')
        return true;
    while (char_is_alpha(name[letters]))
        letters++;
    return letters >= 3 && (char_is_digit(name[letters]) || name[letters] == '-' || name[letters] == '+');
}

bool zone_use(const char *name)
{
    is_local = name != NULL && (name[0] == '\0' || is_known(name));
    if (name != NULL && name[0] != '\0') {
        if (!is_local)
            return strcmp(name, "UTC") == 0; /* a machine without the database still knows this one */
        setenv("TZ", name, 1);
    }
    if (is_local && getenv("TZ") == NULL && access(&MACHINES[1], R_OK) == 0)
        setenv("TZ", MACHINES, 1);
    tzset();
    return true;
}

const char *zone_name(struct pool *pool)
{
    char target[PATH_MAX];
    const char *name = getenv("TZ");

    if (!is_local)
        return NULL;
    if (name != NULL && strcmp(name, MACHINES) != 0)
        return *name == ':' ? name + 1 : name;
    ssize_t len = readlink("/etc/localtime", target, sizeof(target) - 1);
    target[len > 0 ? len : 0] = '\0';
    name = strstr(target, "zoneinfo/");
    if (name != NULL)
        return pool_copy(pool, str_of(name + strlen("zoneinfo/")));
    /* A copy of the zone's file does not say whose it is: on this machine at least, the same clocks. */
    return access(&MACHINES[1], R_OK) == 0 ? &MACHINES[1] : "UTC";
}

int32_t zone_offset_s(int64_t time_s)
{
    time_t time = (time_t)time_s;
    struct tm tm;

    if (!is_local || localtime_r(&time, &tm) == NULL)
        return 0;
    return (int32_t)tm.tm_gmtoff;
}

int64_t zone_to_utc(int64_t local_s)
{
    struct date date = date_of(local_s);
    struct tm tm = {.tm_year = (int)(date.year - 1900),
                    .tm_mon = (int)date.month - 1,
                    .tm_mday = (int)date.day,
                    .tm_hour = (int)date.hour,
                    .tm_min = (int)date.minute,
                    .tm_sec = (int)date.second,
                    .tm_isdst = -1};

    return is_local ? (int64_t)mktime(&tm) : local_s;
}

struct value zone_value(int64_t time_s)
{
    return value_time_in(time_s, zone_offset_s(time_s));
}

int64_t zone_moment(struct value value)
{
    return value.zone_s == VALUE_DAY ? zone_to_utc(value.time_s) : value.time_s;
}

void zone_abbreviation(int64_t time_s, int32_t offset_s, struct text *out)
{
    time_t time = (time_t)time_s;
    struct tm tm;

    if (is_local && localtime_r(&time, &tm) != NULL && tm.tm_gmtoff == offset_s)
        text_add_c(out, tm.tm_zone);
    else if (offset_s == 0)
        text_add_c(out, "UTC");
}
