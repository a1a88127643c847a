/* quiet.h - a stretch of work that nobody breaks off at the keyboard.
 *
 * Layer     sitegen/publish
 * Signals   what would end or stop this process waits until it is over; a terminal sends none meanwhile, for
 *           it would send them to ssh as well, through which libvirt speaks to another host
 */
#ifndef SITEGEN_PUBLISH_QUIET_H
#define SITEGEN_PUBLISH_QUIET_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

struct quiet {
    bool is_on;
    sigset_t before;
    struct termios modes;
    bool has_terminal;
};

void quiet_start(struct quiet *quiet);
void quiet_end(struct quiet *quiet); /* nothing, where it was not started */

#endif
