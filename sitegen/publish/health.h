/* health.h - does somebody answer at an address, and is it the version that is wanted?
 *
 * Layer     sitegen/publish
 * Blocking  never longer than asked for
 * Trust     the answer may be anything: it is read up to a bound
 */
#ifndef SITEGEN_PUBLISH_HEALTH_H
#define SITEGEN_PUBLISH_HEALTH_H

#include "publish/facts.h"

#define HEALTH_ANSWER_MAX (256u * 1024u) /* bytes of an answer that are read */

enum health {
    HEALTH_GOOD,   /* it has answered with its start page */
    HEALTH_OTHER,  /* somebody answers, with something else */
    HEALTH_SILENT, /* nobody does */
};

/* Ask address:80 for / over a new connection. start NULL: any answer of HTTP is good. why is what happened, for
 * people; a constant. */
enum health health_ask(const char *address, unsigned port, const struct start_page *start, int timeout_ms,
                       const char **why);

/* The same for an answer that has been read. */
enum health health_judge(struct str answer, const struct start_page *start, const char **why);

int64_t health_now_ms(void); /* a clock that only goes on */

#endif
