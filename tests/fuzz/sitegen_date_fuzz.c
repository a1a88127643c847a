/* sitegen_date_fuzz.c - arbitrary bytes as a date, and as the format of one: what is read is a moment that
 * exists, and reads the same when it is printed.
 *
 * What stands behind the first NUL is the format.
 */
#include "content/date.h"
#include "content/zone.h"
#include "yaml_read.h"

#include "assert.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define NOW_S        1769862600 /* 2026-01-31 12:30 */
#define YEAR_0_S     (-62167305600 /* a day earlier: zones */)
#define YEAR_10000_S 253402387200 /* a day later */

static void check_moment(int64_t time_s)
{
    struct text printed = {0};
    int64_t again_s = 0;

    ASSERT(time_s >= YEAR_0_S && time_s < YEAR_10000_S);
    struct date date = date_of(time_s);
    ASSERT(date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 && date.hour <= 23 &&
           date.minute <= 59 && date.second <= 59 && date.weekday <= 6);
    date_format(&printed, STR("%Y-%m-%d %H:%M:%S %z"), time_s);
    if (date.year >= 100 && date.year <= 9999) {
        ASSERT(date_read(text_str(&printed), 0, &again_s) && again_s == time_s);
        ASSERT(date_parse(text_str(&printed), &again_s) && again_s == time_s);
        struct value value = yaml_scalar(text_str(&printed));
        ASSERT(value.kind == VALUE_TIME && zone_moment(value) == time_s);
    }
    text_free(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct str all = {(const char *)data, len};
    size_t split = str_find_char(all, '\0');
    struct str text = str_head(all, split), format = str_from(all, split + 1);
    struct text printed = {0};
    int64_t time_s = NOW_S, other_s = NOW_S;

    if (date_read(text, NOW_S, &time_s))
        check_moment(time_s);
    else
        ASSERT(time_s == NOW_S);
    if (date_parse(text, &other_s))
        check_moment(other_s);
    else
        ASSERT(other_s == NOW_S);
    struct value value = yaml_scalar(text);
    if (value.kind == VALUE_TIME)
        ASSERT(zone_moment(value) >= YEAR_0_S && zone_moment(value) < YEAR_10000_S);
    date_format_in(&printed, format, time_s, (int32_t)(len % 25) * 3600 - 43200);
    ASSERT(printed.len <= (format.len + 1) * 2000);
    if (utf8_bad(format) == format.len)
        ASSERT(utf8_bad(text_str(&printed)) == printed.len);
    text_free(&printed);
    return 0;
}
