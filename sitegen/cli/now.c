/* now.c - the present moment, as new content bears it. See cli.h. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool given_moment(const char *text, time_t *now_s)
{
    char *end;

    errno = 0;
    long long epoch_s = strtoll(text, &end, 10);
    *now_s = (time_t)epoch_s;
    return *end == '\0' && errno == 0 && epoch_s >= 0;
}

bool cli_now(struct cli_now *now)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    bool is_given = given != NULL && *given != '\0';
    time_t now_s = time(NULL);
    struct tm tm;

    /* A moment that is set for reproducible results must not depend on where they are made. */
    bool ok = (!is_given || given_moment(given, &now_s)) &&
              (is_given ? gmtime_r(&now_s, &tm) : localtime_r(&now_s, &tm)) != NULL &&
              strftime(now->day, sizeof(now->day), "%Y-%m-%d", &tm) > 0 &&
              strftime(now->moment, sizeof(now->moment), "%Y-%m-%d %H:%M:%S %z", &tm) > 0;
    if (!ok)
        fprintf(stderr, "sitegen: error: SOURCE_DATE_EPOCH is not a number of seconds: \"%s\"\n",
                is_given ? given : "");
    return ok;
}
