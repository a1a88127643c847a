/* live.h - a preview that follows its folder: what its two files share.
 *
 * Layer     sitegen/preview; live.c is the loop, turnover.c what it leads to: bakes, and images that serve
 */
#ifndef SITEGEN_PREVIEW_LIVE_H
#define SITEGEN_PREVIEW_LIVE_H

#include "preview/events.h"
#include "preview/offspring.h"
#include "preview/preview.h"
#include "preview/watch.h"

#include <time.h>

struct live {
    struct preview *preview;
    int site_fd; /* listens; every image inherits it */
    int signal_fd;
    int changes_fd;
    struct watch watch;
    struct events events;
    struct offspring bake;    /* at most one of bake, next and old is there */
    struct offspring next;    /* an image that is not ready yet */
    struct offspring current; /* the one that serves */
    struct offspring old;     /* the one before, which was asked to end */
    int64_t changed_ms;       /* first change that is not baked yet; 0: none */
    int64_t last_change_ms;
    int64_t begun_ms;    /* the bake at hand */
    int64_t deadline_ms; /* of next, and of old */
    int64_t made_ms;     /* since 1970: the site that is served */
    bool was_served;     /* once */
    bool was_opened;
    bool ended;
    struct text warned; /* messages that were printed last */
};

int64_t live_clock_ms(clockid_t clock);

/* Something is under way from a bake to the image that serves: the next bake has to wait. */
bool turnover_is_busy(const struct live *live);

/* Bake what there is now. */
void turnover_start(struct live *live);

/* The image that is starting has said something: when it is ready, the one before is asked to end. */
void turnover_hear(struct live *live);

/* Children have ended. */
void turnover_reap(struct live *live);

/* Something takes longer than it may. */
void turnover_due(struct live *live, int64_t now_ms);

#endif
