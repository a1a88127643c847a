/* appliance.h - the program that is in every image.
 *
 * Layer   kernel/appliance; the caller is boot/detect.c
 */
#ifndef APPLIANCE_APPLIANCE_H
#define APPLIANCE_APPLIANCE_H

/* Read the words, set up the network, serve until asked to stop. Requires platform_use() done. Exit status: 0
 * stopped or --help, 1 something that is needed is not there, 2 a word that is unknown or malformed. */
_Noreturn void appliance_run(void);

#endif
