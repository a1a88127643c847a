/* inspect_test.c - of sitegen/image: an image in small, and what is wrong with it. */
#include "image/inspect.h"

#include <elf.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEAD "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n"
#define MOVED "Location: /a\r\n\r\n"
#define JSON \
    "{\"format\":1,\"sitegen\":\"0.1.0\",\"title\":\"T\",\"now\":7,\"options\":[\"--drafts\"]," \
    "\"environment\":{\"TZ\":\"UTC\"},\"files\":[{\"path\":\"a.txt\",\"sha256\":" \
    "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"len\":5,\"modified\":9}]}"
#define PAYLOAD_AT 0x200000u
#define TABLES_AT  0x300000u
#define ADDRESS(where, part, field) ((void *)(uintptr_t)((where) + offsetof(struct part, field)))

struct payload {
    char head[sizeof(HEAD) - 1];
    char body[5];
    char moved[sizeof(MOVED) - 1];
};

struct tables {
    struct kvfs_resource resources[3]; /* "/b", "/a", the 404 page */
    char title[4];
    char generator[4];
    char paths[4];
};

struct small {
    Elf64_Ehdr header;
    Elf64_Phdr programs[IMAGE_PART_COUNT];
    Elf64_Shdr section;
    struct elf_site_part part;
    struct payload payload;
    struct tables tables;
    Elf64_Nhdr note;
    char owner[8];
    char json[sizeof(JSON) - 1];
};

static void set_resources(struct small *file)
{
    struct tables *t = &file->tables;

    for (int i = 0; i < 3; i++) {
        struct span head = {ADDRESS(PAYLOAD_AT, payload, head), sizeof(file->payload.head)};
        struct span body = {ADDRESS(PAYLOAD_AT, payload, body), 5};
        t->resources[i] = (struct kvfs_resource){
            .path = (const char *)ADDRESS(TABLES_AT, tables, paths) + 2 * i,
            .path_len = i < 2 ? 2 : 0,
            .identity = {.head = head, .body = body},
        };
    }
    t->resources[0].kind = KVFS_REDIRECT;
    t->resources[0].identity.head.bytes = ADDRESS(PAYLOAD_AT, payload, moved);
    t->resources[0].identity.head.len = sizeof(file->payload.moved);
    t->resources[0].identity.body.len = 0;
}

static void set_part(struct small *file, int i, uint64_t address, size_t at, size_t len)
{
    file->programs[i] = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_vaddr = address, .p_offset = at, .p_filesz = len, .p_memsz = len};
}

static struct small *valid(void)
{
    struct small *file = calloc(1, sizeof(*file));

    file->header = (Elf64_Ehdr){.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB},
                                .e_type = ET_EXEC,
                                .e_machine = EM_X86_64,
                                .e_phoff = offsetof(struct small, programs),
                                .e_phentsize = sizeof(Elf64_Phdr),
                                .e_phnum = IMAGE_PART_COUNT,
                                .e_shoff = offsetof(struct small, section),
                                .e_shentsize = sizeof(Elf64_Shdr),
                                .e_shnum = 1};
    set_part(file, IMAGE_CODE, 0x100000, 0, 0);
    set_part(file, IMAGE_CONSTANTS, 0x110000, offsetof(struct small, part), sizeof(file->part));
    set_part(file, IMAGE_DATA, 0x120000, 0, 0);
    set_part(file, IMAGE_PAYLOAD, PAYLOAD_AT, offsetof(struct small, payload), sizeof(file->payload));
    set_part(file, IMAGE_TABLES, TABLES_AT, offsetof(struct small, tables), sizeof(file->tables));
    file->section = (Elf64_Shdr){.sh_type = SHT_NOTE, .sh_offset = offsetof(struct small, note)};
    file->section.sh_size = sizeof(*file) - offsetof(struct small, note);
    memcpy(file->part.layout, ELF_IMAGE_LAYOUT, sizeof(file->part.layout));
    file->part.payload = PAYLOAD_AT;
    file->part.payload_end = TABLES_AT;
    file->part.site.resources = ADDRESS(TABLES_AT, tables, resources);
    file->part.site.resource_count = 2;
    file->part.site.title = ADDRESS(TABLES_AT, tables, title);
    file->part.site.generator = ADDRESS(TABLES_AT, tables, generator);
    memcpy(file->payload.head, HEAD, sizeof(file->payload.head));
    memcpy(file->payload.body, "hello", 5);
    memcpy(file->payload.moved, MOVED, sizeof(file->payload.moved));
    set_resources(file);
    memcpy(file->tables.title, "T\x1b", 2);
    memcpy(file->tables.generator, "g", 1);
    memcpy(file->tables.paths, "/b/a", 4);
    file->note = (Elf64_Nhdr){8, sizeof(file->json), PROVENANCE_TYPE};
    memcpy(file->owner, PROVENANCE_OWNER, sizeof(file->owner));
    memcpy(file->json, JSON, sizeof(file->json));
    return file;
}

/* In memory of exactly this length; the file is freed. */
static const char *problem_of(struct small *file, size_t len)
{
    char *exact = malloc(len > 0 ? len : 1);
    struct inspect inspect;

    memcpy(exact, file, len);
    const char *problem = inspect_open(&inspect, "x.img", (struct str){exact, len});
    inspect_close(&inspect);
    free(exact);
    free(file);
    return problem;
}

static void resources_come_in_the_order_of_their_paths(void **state)
{
    struct small *file = valid();
    struct inspect inspect;
    struct text out = {0};

    (void)state;
    assert_null(inspect_open(&inspect, "folder/x.img", (struct str){(const char *)file, sizeof(*file)}));
    assert_int_equal(inspect.count, 2);
    inspect_files(&inspect, &out);
    assert_string_equal(out.bytes, "         5          -  /a  text/plain\n"
                                   "         0          -  /b -> /a\n");
    text_clear(&out);
    inspect_summary(&inspect, &out);
    assert_non_null(strstr(out.bytes, "x.img: \"T\\x1b\", g, "));
    assert_non_null(strstr(out.bytes, "1 files of a folder, 5 bytes\n"));
    assert_non_null(strstr(out.bytes, "1970-01-01 00:00:07 UTC\n"));
    text_free(&out);
    inspect_close(&inspect);
    free(file);
}

static void provenance_is_read_back(void **state)
{
    struct pool pool = {0};
    struct provenance p;

    (void)state;
    assert_true(provenance_read(&p, STR(JSON), &pool));
    assert_true(p.drafts && !p.future && p.now_s == 7 && p.epoch_s == -1);
    assert_int_equal(p.file_count, 1);
    assert_true(str_is(p.files[0].path, "a.txt") && p.files[0].has_modified && p.files[0].modified_s == 9);
    assert_true(str_is(p.environment[0].name, "TZ") && str_is(p.environment[0].text, "UTC"));
    assert_memory_equal(p.files[0].sum.bytes, digest_of(STR("hello")).bytes, DIGEST_LEN);
    for (size_t cut = 0; cut < sizeof(JSON) - 1; cut++)
        assert_false(provenance_read(&p, (struct str){JSON, cut}, &pool));
    pool_free(&pool);
}

static void every_prefix_is_refused(void **state)
{
    (void)state;
    for (size_t cut = 0; cut < sizeof(struct small); cut++)
        assert_non_null(problem_of(valid(), cut));
    assert_null(problem_of(valid(), sizeof(struct small)));
}

static void tables_that_lie_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 11; i++) {
        struct small *file = valid();
        struct kvfs_resource *entry = &file->tables.resources[1];
        if (i == 0)
            file->part.site.resource_count = UINT32_MAX;
        if (i == 1)
            file->part.site.resources = (void *)UINTPTR_MAX;
        if (i == 2)
            file->part.site.title = (void *)(uintptr_t)8;
        if (i == 3)
            entry->path_len = UINT32_MAX;
        if (i == 4)
            entry->identity.head.bytes = (void *)(uintptr_t)(PAYLOAD_AT - 1);
        if (i == 5)
            entry->identity.body.len = SIZE_MAX;
        if (i == 6)
            entry->kind = 2;
        if (i == 7)
            file->json[0] = '[';
        if (i == 8)
            file->header.e_phnum = 65535;
        if (i == 9)
            file->part.payload_end = TABLES_AT + 8;
        if (i == 10)
            memset(file->tables.generator, 'g', sizeof(file->tables) - offsetof(struct tables, generator));
        assert_non_null(problem_of(file, sizeof(*file)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resources_come_in_the_order_of_their_paths),
        cmocka_unit_test(provenance_is_read_back),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(tables_that_lie_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
