/* ustar.h - the headers of a tape archive.
 *
 * Layer     sitegen/deploy
 * Source    POSIX.1-2017, pax, "ustar Interchange Format"
 * Why       a header is 512 bytes of plain fields; the library that Debian has for archives would make every
 *           start of sitegen half as long again, for it needs nine others
 */
#ifndef SITEGEN_DEPLOY_USTAR_H
#define SITEGEN_DEPLOY_USTAR_H

#include <stddef.h>
#include <stdint.h>

#define USTAR_BLOCK    512u
#define USTAR_NAME_MAX 100u
#define USTAR_END      (2 * USTAR_BLOCK) /* bytes, of zeros, behind the last file */

/* The header of a plain file of root's. name has at most USTAR_NAME_MAX bytes; len is less than 8 GiB; a time
 * before 1970 or too late for the format is 1970's first second. */
void ustar_header(char block[USTAR_BLOCK], const char *name, unsigned mode, uint64_t len, int64_t modified_s);

/* How many zeros follow a file's len bytes. */
size_t ustar_padding(uint64_t len);

#endif
