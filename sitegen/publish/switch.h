/* switch.h - the new release in the place of the old one.
 *
 *     1  a domain of the new image alone, under other addresses, answers with its start page (switch_check)
 *     2  the new release boots with the link of its network interface down, so that it is ready and says nothing
 *     3  the old one is told to power off, and destroyed when it does not; the link of the new one comes up, it
 *        announces the address that it takes over, and answers
 *     4  it starts with the host from now on, and the old one is no more
 *
 * When it does not answer in 3, it goes, and the old one starts again. Xen has no link to take down: there the new one
 * is started paused, and boots in 3.
 *
 * Layer     sitegen/publish
 * Signals   what would end this process waits from 2 on, until all is tidy (quiet.h)
 */
#ifndef SITEGEN_PUBLISH_SWITCH_H
#define SITEGEN_PUBLISH_SWITCH_H

#include "publish/answer.h"

/* Step 1. True when it answers, or when there is no spare address to try it on (said). */
bool switch_check(struct publish *publish);

/* Steps 2 to 4; old NULL: there is none. Says what is served where in the end, or what went wrong. */
bool switch_over(struct publish *publish, const struct release *old);

/* The end of step 3 when it goes wrong: bad, a domain that does not answer, goes, and old starts again unless
 * it runs; old NULL: there is none. A lost connection is made again for that. Says how it ended. */
void switch_back(struct publish *publish, virDomainPtr bad, const struct release *old, const char *old_address);

/* What an earlier switch has left behind when it was broken off goes: all but current. Returns false when
 * some of it is still there, which is said. */
bool switch_tidy(struct publish *publish, const struct release *current);

#endif
