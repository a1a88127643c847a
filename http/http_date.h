/* http_date.h - dates as HTTP writes and reads them.
 *
 * Layer     http, internal; no clock
 * Source    RFC 9110 5.6.7
 */
#ifndef HTTP_HTTP_DATE_H
#define HTTP_HTTP_DATE_H

#include "span.h"

#include <stdbool.h>

#define HTTP_DATE_LEN 29u /* "Sun, 06 Nov 1994 08:49:37 GMT" */

/* Write time_s (seconds since 1970, up to the year 9999; later is written as the last second of that year) as
 * an IMF-fixdate: HTTP_DATE_LEN bytes, no NUL. */
void http_date_format(char *buf, uint64_t time_s);

/* Read a date in any of the three forms: IMF-fixdate, that of RFC 850, and that of asctime().
 *
 * now_s     seconds since 1970, to place the two digits of an RFC 850 year: never more than 50 years ahead
 * time_s    seconds since 1970, negative before
 * Returns   false, with *time_s untouched, when it is none of them. The day's name need not fit the date.
 */
bool http_date_parse(struct span text, uint64_t now_s, int64_t *time_s);

#endif
