/* small_image.c - see small_image.h */
#include "sitegen/small_image.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS(where, part, field) ((void *)(uintptr_t)((where) + offsetof(struct part, field)))

static void set_resources(struct small_image *file)
{
    struct small_tables *t = &file->tables;

    for (int i = 0; i < 3; i++) {
        struct span head = {ADDRESS(SMALL_PAYLOAD_AT, small_payload, head), sizeof(file->payload.head)};
        struct span body = {ADDRESS(SMALL_PAYLOAD_AT, small_payload, body), 5};
        t->resources[i] = (struct kvfs_resource){
            .path = (const char *)ADDRESS(SMALL_TABLES_AT, small_tables, paths) + 2 * i,
            .path_len = i < 2 ? 2 : 0,
            .identity = {.head = head, .body = body},
        };
    }
    t->resources[0].kind = KVFS_REDIRECT;
    t->resources[0].identity.head.bytes = ADDRESS(SMALL_PAYLOAD_AT, small_payload, moved);
    t->resources[0].identity.head.len = sizeof(file->payload.moved);
    t->resources[0].identity.body.len = 0;
}

static void set_part(struct small_image *file, int i, uint64_t address, size_t at, size_t len)
{
    file->programs[i] = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_vaddr = address, .p_offset = at, .p_filesz = len, .p_memsz = len};
}

struct small_image *small_image(void)
{
    struct small_image *file = calloc(1, sizeof(*file));

    file->header = (Elf64_Ehdr){.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB},
                                .e_type = ET_EXEC,
                                .e_machine = EM_X86_64,
                                .e_phoff = offsetof(struct small_image, programs),
                                .e_phentsize = sizeof(Elf64_Phdr),
                                .e_phnum = IMAGE_PART_COUNT,
                                .e_shoff = offsetof(struct small_image, section),
                                .e_shentsize = sizeof(Elf64_Shdr),
                                .e_shnum = 1};
    set_part(file, IMAGE_CODE, 0x100000, 0, 0);
    set_part(file, IMAGE_CONSTANTS, 0x110000, offsetof(struct small_image, part), sizeof(file->part));
    set_part(file, IMAGE_DATA, 0x120000, 0, 0);
    set_part(file, IMAGE_PAYLOAD, SMALL_PAYLOAD_AT, offsetof(struct small_image, payload),
             sizeof(file->payload));
    set_part(file, IMAGE_TABLES, SMALL_TABLES_AT, offsetof(struct small_image, tables), sizeof(file->tables));
    file->section = (Elf64_Shdr){.sh_type = SHT_NOTE, .sh_offset = offsetof(struct small_image, note)};
    file->section.sh_size = sizeof(*file) - offsetof(struct small_image, note);
    memcpy(file->part.layout, ELF_IMAGE_LAYOUT, sizeof(file->part.layout));
    file->part.payload = SMALL_PAYLOAD_AT;
    file->part.payload_end = SMALL_TABLES_AT;
    file->part.site.resources = ADDRESS(SMALL_TABLES_AT, small_tables, resources);
    file->part.site.resource_count = 2;
    file->part.site.title = ADDRESS(SMALL_TABLES_AT, small_tables, title);
    file->part.site.generator = ADDRESS(SMALL_TABLES_AT, small_tables, generator);
    memcpy(file->payload.head, SMALL_HEAD, sizeof(file->payload.head));
    memcpy(file->payload.body, "hello", 5);
    memcpy(file->payload.moved, SMALL_MOVED, sizeof(file->payload.moved));
    set_resources(file);
    memcpy(file->tables.title, "T\x1b", 2);
    memcpy(file->tables.generator, "g", 1);
    memcpy(file->tables.paths, "/b/a", 4);
    file->note = (Elf64_Nhdr){8, sizeof(file->json), PROVENANCE_TYPE};
    memcpy(file->owner, PROVENANCE_OWNER, sizeof(file->owner));
    memcpy(file->json, SMALL_JSON, sizeof(file->json));
    return file;
}
