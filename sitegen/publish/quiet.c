/* quiet.c - see quiet.h */
#include "publish/quiet.h"

#include <stddef.h>
#include <unistd.h>

void quiet_start(struct quiet *quiet)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    struct termios modes;
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
        sigaddset(&set, ending[i]);
    pthread_sigmask(SIG_BLOCK, &set, &quiet->before);
    quiet->is_on = true;
    /* One in the background leaves the terminal alone. */
    quiet->has_terminal = isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp() &&
                          tcgetattr(STDIN_FILENO, &quiet->modes) == 0;
    if (!quiet->has_terminal)
        return;
    modes = quiet->modes;
    modes.c_lflag &= ~(tcflag_t)ISIG;
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

void quiet_end(struct quiet *quiet)
{
    if (!quiet->is_on)
        return;
    quiet->is_on = false;
    /* What was typed meanwhile was not meant for whoever reads next. */
    if (quiet->has_terminal)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet->modes);
    pthread_sigmask(SIG_SETMASK, &quiet->before, NULL);
}
