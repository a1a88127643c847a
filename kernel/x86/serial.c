/* serial.c - see serial.h. Source: PC16550D data sheet, 8 (registers). */
#include "x86/serial.h"

#include "x86/cpu.h"
#include "x86/port.h"

#include <stdbool.h>

#define COM1        0x3f8
#define DATA        (COM1 + 0) /* divisor, low, while LINE_DLAB is set */
#define INTERRUPT   (COM1 + 1) /* divisor, high, while LINE_DLAB is set */
#define FIFO        (COM1 + 2)
#define LINE        (COM1 + 3)
#define MODEM       (COM1 + 4)
#define LINE_STATUS (COM1 + 5)
#define SCRATCH     (COM1 + 7)

#define LINE_8N1     0x03
#define LINE_DLAB    0x80
#define FIFO_ON      0x07 /* and both sides emptied */
#define MODEM_READY  0x03 /* DTR, RTS */
#define STATUS_EMPTY 0x20 /* the transmitter's FIFO */
#define FIFO_LEN     16u

static bool present;
static bool stuck;    /* nobody reads: do not wait again */
static unsigned room; /* bytes that the FIFO takes without another look at the status */

void serial_init(void)
{
    /* A port that nobody answers reads as ones: a register that keeps what it is told is a UART's. */
    port_out8(SCRATCH, 0x5a);
    present = port_in8(SCRATCH) == 0x5a;
    port_out8(SCRATCH, 0xa5);
    present = present && port_in8(SCRATCH) == 0xa5;
    if (!present)
        return;
    port_out8(INTERRUPT, 0);
    port_out8(LINE, LINE_DLAB);
    port_out8(DATA, 1); /* 115200 / 1 */
    port_out8(INTERRUPT, 0);
    port_out8(LINE, LINE_8N1);
    port_out8(FIFO, FIFO_ON);
    port_out8(MODEM, MODEM_READY);
}

static bool wait_for_room(void)
{
    unsigned polls = stuck ? 1 : SERIAL_POLL_MAX;

    while (!(port_in8(LINE_STATUS) & STATUS_EMPTY)) {
        if (--polls == 0) {
            stuck = true;
            return false;
        }
        cpu_relax();
    }
    stuck = false;
    room = FIFO_LEN;
    return true;
}

static void put(char c)
{
    if (room == 0 && !wait_for_room())
        return;
    room--;
    port_out8(DATA, (uint8_t)c);
}

void serial_write(const char *text, size_t len)
{
    if (!present)
        return;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n')
            put('\r');
        put(text[i]);
    }
}
