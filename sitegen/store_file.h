/* store_file.h - where the store of a site lies, and whether what is in it can be believed. Private to store*.c.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_STORE_FILE_H
#define SITEGEN_STORE_FILE_H

#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

#define STORE_FILE_SALT_LEN 16u

/* The file of the site in the folder dir, in $XDG_CACHE_HOME/sitegen or ~/.cache/sitegen, which is made. NULL:
 * there is no such place. Files there that no bake has used for 30 days are removed. */
const char *store_file_name(const char *dir, struct pool *pool);

/* Open it for this process alone. -1: it cannot be opened, or somebody has it. */
int store_file_open(const char *name);

/* The digest of this program and of the libraries that it was started with. */
void store_file_salt(uint8_t salt[STORE_FILE_SALT_LEN]);

#endif
