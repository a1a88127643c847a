/* zone.h - the time zone of the site: what its clocks show, by libc's time zone database.
 *
 * Layer     sitegen/content
 * Threads   zone_use() sets TZ of the whole process: once, before any thread asks for the time or the
 *           environment. The others may be called by several threads at once
 * Units     seconds since 1970-01-01 00:00; offsets are positive east of Greenwich
 */
#ifndef SITEGEN_CONTENT_ZONE_H
#define SITEGEN_CONTENT_ZONE_H

#include "value.h"

/* Use the zone of this name ("Europe/Berlin"); "" is the machine's own; NULL is UTC, as when it was never
 * called.
 *
 * Returns   false when the database does not know it; then UTC is used
 */
bool zone_use(const char *name);

/* What TZ must be for the same clocks on another machine, if this one knows the name of its zone; else on this one.
 * NULL: they show UTC, whatever it is. */
const char *zone_name(struct pool *pool);

int32_t zone_offset_s(int64_t time_s);   /* how far local clocks are ahead of UTC at that moment */
int64_t zone_to_utc(int64_t local_s);    /* the moment at which local clocks show local_s */
struct value zone_value(int64_t time_s); /* the moment as a value, by the local clock */

/* The moment that a time means: a day without a clock starts at local midnight. value is a VALUE_TIME. */
int64_t zone_moment(struct value value);

/* "CET", "UTC": what local clocks call a moment that is ahead of UTC by offset_s; "" for a foreign offset. */
void zone_abbreviation(int64_t time_s, int32_t offset_s, struct text *out);

#endif
