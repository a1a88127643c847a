/* elf_payload.h - puts the payload into a linked image.
 *
 * Layer     sitegen
 * Why       image.ld gives the payload an address and a length but no bytes, so that no compiler or linker
 * has to carry the content. Its place in the file is entered here into the last PT_LOAD.
 */
#ifndef SITEGEN_ELF_PAYLOAD_H
#define SITEGEN_ELF_PAYLOAD_H

#include "pool.h"

#include <stdint.h>

/* Append the file payload to the ELF file image, at the next page.
 *
 * image_fd     open for reading and writing
 * payload_len  bytes, as the linker was told: the p_memsz of the last PT_LOAD
 * Returns      NULL, or what is wrong
 */
const char *elf_payload_append(int image_fd, const char *payload, uint64_t payload_len, struct pool *pool);

#endif
