/* invariants.h - what holds for every input, however hostile. For the fuzz targets.
 *
 * Each stops the program where it does not hold.
 */
#ifndef FAKE_SITEGEN_INVARIANTS_H
#define FAKE_SITEGEN_INVARIANTS_H

#include "diag.h"
#include "value.h"

/* Every message about file names a line of source and a column in it, or the place behind its last
 * character. */
void check_places(struct diag *diag, const char *file, struct str source);

/* All texts of a value are UTF-8, and lists lie in lists no deeper than depth_max. */
void check_value(struct value value, unsigned depth_max);

#endif
