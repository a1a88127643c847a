/* rtc.c - see rtc.h. */
#include "x86/rtc.h"

#include "memory.h"
#include "x86/port.h"

#define INDEX_PORT 0x70
#define DATA_PORT  0x71
#define NMI_OFF    0x80

#define SECOND   0x00
#define MINUTE   0x02
#define HOUR     0x04
#define DAY      0x07
#define MONTH    0x08
#define YEAR     0x09
#define STATUS_A 0x0a
#define STATUS_B 0x0b
#define CENTURY  0x32

#define UPDATE_IN_PROGRESS 0x80

static uint8_t cmos_read(uint8_t index)
{
    port_out8(INDEX_PORT, NMI_OFF | index);
    return port_in8(DATA_PORT);
}

static bool read_once(struct rtc_registers *r)
{
    /* Clear means that no update begins within 244 microseconds: enough for the nine reads that follow,
     * unless the hypervisor lets us wait in between; hence the second reading in rtc_read(). */
    if (cmos_read(STATUS_A) & UPDATE_IN_PROGRESS)
        return false;
    *r = (struct rtc_registers){
        .second = cmos_read(SECOND),
        .minute = cmos_read(MINUTE),
        .hour = cmos_read(HOUR),
        .day = cmos_read(DAY),
        .month = cmos_read(MONTH),
        .year = cmos_read(YEAR),
        .century = cmos_read(CENTURY),
        .status_b = cmos_read(STATUS_B),
    };
    return true;
}

bool rtc_read(uint64_t *unix_s)
{
    struct rtc_registers first, second;

    if (!read_once(&first) || !read_once(&second) || memcmp(&first, &second, sizeof first) != 0)
        return false;
    return rtc_decode(&first, unix_s);
}
