/* small_image.h - an image in small: "/a", a redirect from "/b", and what it was made of. */
#ifndef FAKE_SITEGEN_SMALL_IMAGE_H
#define FAKE_SITEGEN_SMALL_IMAGE_H

#include "image/inspect.h"

#include <elf.h>

#define SMALL_HEAD "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n"
#define SMALL_MOVED "Location: /a\r\n\r\n"
#define SMALL_JSON \
    "{\"format\":1,\"sitegen\":\"0.1.0\",\"title\":\"T\",\"now\":7,\"options\":[\"--drafts\"]," \
    "\"environment\":{\"TZ\":\"UTC\"},\"files\":[{\"path\":\"a.txt\",\"sha256\":" \
    "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"len\":5,\"modified\":9}]}"
#define SMALL_PAYLOAD_AT 0x200000u
#define SMALL_TABLES_AT  0x300000u

struct small_payload {
    char head[sizeof(SMALL_HEAD) - 1];
    char body[5];
    char moved[sizeof(SMALL_MOVED) - 1];
};

struct small_tables {
    struct kvfs_resource resources[3]; /* "/b", "/a", the 404 page */
    char title[4];
    char generator[4];
    char paths[4];
};

struct small_image {
    Elf64_Ehdr header;
    Elf64_Phdr programs[IMAGE_PART_COUNT];
    Elf64_Shdr section;
    struct elf_site_part part;
    struct small_payload payload;
    struct small_tables tables;
    Elf64_Nhdr note;
    char owner[8];
    char json[sizeof(SMALL_JSON) - 1];
};

/* A valid one; free() it. */
struct small_image *small_image(void);

#endif
