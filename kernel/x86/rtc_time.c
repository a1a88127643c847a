/* rtc_time.c - the clock's registers as a time. See rtc.h. */
#include "x86/rtc.h"

#define STATUS_24_HOUR 0x02
#define STATUS_BINARY  0x04
#define HOUR_PM        0x80

/* 0 to 99, or 255 for what is no BCD number. */
static uint8_t number(uint8_t value, bool binary)
{
    if (binary)
        return value;
    if ((value & 0x0f) > 9 || value >> 4 > 9)
        return 255;
    return (uint8_t)((value >> 4) * 10 + (value & 0x0f));
}

static uint8_t hour_of_day(const struct rtc_registers *r, bool binary)
{
    if (r->status_b & STATUS_24_HOUR)
        return number(r->hour, binary);
    uint8_t hour = number(r->hour & (uint8_t)~HOUR_PM, binary);
    if (hour < 1 || hour > 12)
        return 255;
    return (uint8_t)(hour % 12 + (r->hour & HOUR_PM ? 12 : 0));
}

static bool is_leap(uint32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to the first of a month of a year from 1970 on. */
static uint64_t days_before(uint32_t year, uint8_t month)
{
    static const uint16_t days_of_year[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    uint32_t past = year - 1;
    uint32_t leap_days = past / 4 - past / 100 + past / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);

    return (uint64_t)(year - 1970) * 365 + leap_days + days_of_year[month - 1] + (month > 2 && is_leap(year));
}

static uint8_t days_in_month(uint32_t year, uint8_t month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return (uint8_t)(days[month - 1] + (month == 2 && is_leap(year)));
}

bool rtc_decode(const struct rtc_registers *r, uint64_t *unix_s)
{
    bool binary = r->status_b & STATUS_BINARY;
    uint8_t second = number(r->second, binary), minute = number(r->minute, binary);
    uint8_t hour = hour_of_day(r, binary);
    uint8_t day = number(r->day, binary), month = number(r->month, binary), year = number(r->year, binary);
    uint8_t century = number(r->century, binary);

    if (century < 20 || century > 21)
        century = 20;
    if (second > 59 || minute > 59 || hour > 23 || year > 99 || month < 1 || month > 12 || day < 1)
        return false;
    uint32_t full_year = century * 100u + year;
    if (day > days_in_month(full_year, month))
        return false;
    uint64_t days = days_before(full_year, month) + day - 1;
    *unix_s = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}
