/* progress.h - one line on a terminal that says how far the run is. Nothing where stderr is no terminal.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_PROGRESS_H
#define SITEGEN_PROGRESS_H

#include <stddef.h>

void progress_show(const char *what, size_t done, size_t all); /* all 0: no count */
void progress_clear(void);

#endif
