/* place.h - a folder of the test's own as TMPDIR and PATH's only place, and what is said meanwhile.
 *
 * Memory    place_pool is freed with the folder, at the end of each test
 */
#ifndef FAKE_SITEGEN_PLACE_H
#define FAKE_SITEGEN_PLACE_H

#include "pool.h"

#include <stdbool.h>

extern struct pool place_pool;
extern char *place_folder; /* holds bin/ */

int place_setup(void **state);
int place_teardown(void **state);

const char *place_path(const char *name);                        /* in the folder */
void place_add_program(const char *name, const char *script);    /* in bin/ */
const char *place_content(const char *name, unsigned long *len); /* "(none)" where there is no file */

/* The names in the folder but for bin, in order, each behind a blank. */
const char *place_names(void);

/* From here on, messages are kept; and again no longer. */
void place_listen(void);
const char *place_said(void);

/* From here on no file can be longer; 0: again as it was. As with a full disk, but EFBIG. */
void place_limit(unsigned long file_len);

#endif
