/* console.h - what a machine has said, by the file in the pool that its console is appended to.
 *
 * Layer     sitegen/publish
 * Trust     it may be anything
 */
#ifndef SITEGEN_PUBLISH_CONSOLE_H
#define SITEGEN_PUBLISH_CONSOLE_H

#include "publish/publish.h"

#define CONSOLE_MAX 65536u /* bytes at its end that are read */

/* Add what a console has said behind byte from, or the end of that. Nothing where it cannot be read. */
void console_read(struct publish *publish, const char *log, uint64_t from, struct text *said);

/* Print its last lines, for somebody who has to find out what is wrong. */
void console_show(struct publish *publish, const char *log, uint64_t from);

#endif
