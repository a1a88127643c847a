/* date.h - calendar dates: read, computed with and printed, whatever the locale.
 *
 * Layer     sitegen/content
 * Units     seconds since 1970-01-01 00:00 UTC; the proleptic Gregorian calendar
 */
#ifndef SITEGEN_CONTENT_DATE_H
#define SITEGEN_CONTENT_DATE_H

#include "text.h"

#include <stdint.h>

struct date {
    int64_t year;   /* 0 to 9999 where it was read from text */
    unsigned month; /* 1 to 12 */
    unsigned day;   /* 1 to 31 */
    unsigned hour;  /* 0 to 23 */
    unsigned minute;
    unsigned second;
    unsigned weekday;  /* 0: Sunday */
    unsigned year_day; /* 1 to 366 */
};

struct date date_of(int64_t time_s);

/* Seconds since 1970 of a day's start. Returns false when there is no such day. */
bool date_from_day(int64_t year, unsigned month, unsigned day, int64_t *time_s);

/* The ISO 8601 week that a day lies in, and the year that the week belongs to. */
void date_week(const struct date *date, int64_t *year, unsigned *week);

/* Read "2026-01-31", with " 12:30", " 12:30:59", a fraction and a zone ("Z", "UTC", "+0200", "+02:00", "+2")
 * behind it if there are any; T may stand for the blank. Without a zone: UTC.
 *
 * Returns   false, with *time_s untouched, when the whole text is not such a date.
 */
bool date_parse(struct str text, int64_t *time_s);

/* Read a date in one of the many forms in which people write them, as Ruby's Time.parse does: "31 Jan 2026",
 * "January 31, 2026 8:30 pm", "2026/01/31", "Sat, 31 Jan 2026 12:30:00 GMT", "20260131". What is missing of
 * the day is taken from now_s; without a zone it is the site's (zone.h).
 *
 * Returns   false when there is no day and no clock in it, or one that does not exist
 */
bool date_read(struct str text, int64_t now_s, int64_t *time_s);

/* Whether a date that can be read takes something from now_s. */
bool date_is_of_clock(struct str text, int64_t now_s);

/* As strftime(3) in the C locale, with what Ruby's adds: flags - 0 ^ # _ and widths, %L, %N, %s, %:z, %P.
 * What is not known is copied. In UTC; or by a clock that is ahead of it by zone_s. */
void date_format(struct text *out, struct str format, int64_t time_s);
void date_format_in(struct text *out, struct str format, int64_t time_s, int32_t zone_s);

#endif
