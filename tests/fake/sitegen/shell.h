/* shell.h - "sitegen boot ..." as a user types it, in a folder of its own, with programs of the test's own.
 *
 * Memory    shell_pool is freed with the folder, at the end of each test
 */
#ifndef FAKE_SITEGEN_SHELL_H
#define FAKE_SITEGEN_SHELL_H

#include "pool.h"

extern struct pool shell_pool;
extern char *shell_folder; /* holds mysite.img (small_image.h) and bin/ */
extern char *shell_said;   /* by the last run, on both streams */

int shell_setup(void **state);
int shell_teardown(void **state);

/* Add an image (small_image.h). */
void shell_add_image(const char *name);

/* Put a script into bin/, which is all of PATH. */
void shell_add_program(const char *name, const char *script);

/* Run "boot" with these arguments, parted by '|', in the folder. Returns the exit status. */
int shell_boot(const char *arguments);
void shell_assert_said(const char *text);

/* What is in a file of the folder; "" when it is not there. */
const char *shell_content(const char *name);

/* How many names there are in the folder; 2 at first. */
size_t shell_count_names(void);

#endif
