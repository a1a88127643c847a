/* contents.h - what --help and --version print: the words, and what the file contains.
 *
 * Layer   kernel/appliance
 */
#ifndef APPLIANCE_CONTENTS_H
#define APPLIANCE_CONTENTS_H

#include <stdbool.h>

/* To the console; all: with the words and the paths, else the one line of --version. */
void contents_print(bool all);

#endif
