/* elf_image_test.c - of sitegen/elf_image.c */
#include "elf_image.h"

#include <elf.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { TEXT, RODATA, DATA, PAYLOAD, TABLES, PROGRAM_COUNT };

/* What the linker makes of kernel/boot/image.ld, in small. */
struct linked {
    Elf64_Ehdr header;
    Elf64_Phdr programs[PROGRAM_COUNT];
    char code[100];
    struct {
        char layout[16];
        uint64_t payload, payload_end, image_end, zeros[3];
        struct kvfs_site site;
    } rodata;
    char note[20];
    Elf64_Shdr section;
};

static Elf64_Phdr load(Elf64_Word flags, uint64_t address, uint64_t offset, uint64_t len)
{
    return (Elf64_Phdr){.p_type = PT_LOAD,
                        .p_flags = flags,
                        .p_vaddr = address,
                        .p_offset = offset,
                        .p_filesz = len,
                        .p_memsz = len};
}

static struct linked valid(void)
{
    static const Elf64_Nhdr note = {.n_namesz = 8, .n_type = 1};
    struct linked file = {.header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB}},
                          .rodata = {.layout = "sitegen image 1", .payload = 0x104000}};

    file.header.e_type = ET_EXEC;
    file.header.e_machine = EM_X86_64;
    file.header.e_phoff = sizeof(Elf64_Ehdr);
    file.header.e_phentsize = sizeof(Elf64_Phdr);
    file.header.e_phnum = PROGRAM_COUNT;
    file.header.e_shoff = offsetof(struct linked, section);
    file.header.e_shentsize = sizeof(Elf64_Shdr);
    file.header.e_shnum = 1;
    memcpy(file.note, &note, sizeof(note));
    memcpy(file.note + sizeof(note), "sitegen", 8);
    file.section = (Elf64_Shdr){
        .sh_type = SHT_NOTE, .sh_offset = offsetof(struct linked, note), .sh_size = sizeof(file.note)};
    file.programs[TEXT] = load(PF_R | PF_X, 0x100000, offsetof(struct linked, code), sizeof(file.code));
    file.programs[RODATA] = load(PF_R, 0x101000, offsetof(struct linked, rodata), sizeof(file.rodata));
    file.programs[DATA] = load(PF_R | PF_W, 0x102000, sizeof(file), 0);
    file.programs[DATA].p_memsz = 0x1001;
    return file;
}

/* In memory of exactly this length, so that a byte too far is seen. */
static const char *open_copy(const struct linked *file, size_t len)
{
    char *bytes = malloc(len + 1);
    struct elf_image image;

    memcpy(bytes, file, len);
    char *exact = realloc(bytes, len > 0 ? len : 1);
    const char *problem = elf_image_open(&image, (struct str){exact, len});
    free(exact);
    return problem;
}

static void payload_tables_and_note_get_the_headers_that_waited_for_them(void **state)
{
    const struct kvfs_write_totals totals = {
        .payload_len = 0x3000, .tables_len = 0x1234, .site = {.resource_count = 7}};
    struct linked file = valid();
    struct elf_image image;

    (void)state;
    assert_null(elf_image_open(&image, (struct str){(const char *)&file, sizeof(file)}));
    assert_int_equal(image.offset, 0x1000);
    assert_int_equal(image.address, 0x104000);
    elf_image_complete(&image, &totals, 0x6004, 100);
    for (int i = PAYLOAD; i <= TABLES; i++) {
        const Elf64_Phdr *program = &file.programs[i];
        uint64_t distance = i == PAYLOAD ? 0 : 0x3000, len = i == PAYLOAD ? 0x3000 : 0x1234;

        assert_int_equal(program->p_type, PT_LOAD);
        assert_int_equal(program->p_flags, PF_R);
        assert_int_equal(program->p_offset, 0x1000 + distance);
        assert_int_equal(program->p_vaddr, 0x104000 + distance);
        assert_int_equal(program->p_paddr, program->p_vaddr);
        assert_int_equal(program->p_filesz, len);
        assert_int_equal(program->p_memsz, len);
        assert_int_equal(program->p_align, 4096);
    }
    assert_int_equal(file.section.sh_offset, 0x6004);
    assert_int_equal(file.section.sh_size, 100);
    assert_int_equal(file.rodata.payload, 0x104000);
    assert_int_equal(file.rodata.payload_end, 0x107000);
    assert_int_equal(file.rodata.image_end, 0x109000);
    assert_int_equal(file.rodata.site.resource_count, 7);
}

static void every_prefix_but_the_whole_is_refused(void **state)
{
    struct linked file = valid();

    (void)state;
    for (size_t cut = 0; cut < sizeof(file); cut++)
        assert_non_null(open_copy(&file, cut));
    assert_null(open_copy(&file, sizeof(file)));
}

static void another_layout_is_refused_by_name(void **state)
{
    struct linked file = valid();

    (void)state;
    memcpy(file.rodata.layout, "sitegen image 0", 16);
    assert_string_equal(open_copy(&file, sizeof(file)),
                        "it has no place for a site, or for one of another version");
}

static void headers_that_lie_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 17; i++) {
        struct linked file = valid();
        if (i == 0)
            file.header.e_phnum = 65535;
        if (i == 1)
            file.header.e_phoff = UINT64_MAX - 8;
        if (i == 2)
            file.programs[RODATA].p_offset = UINT64_MAX;
        if (i == 3)
            file.programs[TABLES].p_type = PT_NOTE;
        if (i == 4)
            file.programs[TEXT].p_filesz = UINT64_MAX;
        if (i == 5)
            file.header.e_ident[EI_CLASS] = ELFCLASS32;
        if (i == 6)
            file.header.e_phnum = 0;
        if (i == 7)
            file.header.e_type = ET_REL;
        if (i == 8)
            file.programs[RODATA].p_filesz = 127;
        if (i == 9)
            file.programs[RODATA].p_flags = PF_R | PF_W;
        if (i == 10)
            file.rodata.payload = 0x104001;
        if (i == 11)
            file.rodata.payload = 0x103000; /* that is data */
        if (i == 12)
            file.programs[DATA].p_vaddr = UINT64_MAX - 8;
        if (i == 13)
            file.section.sh_offset = UINT64_MAX - 8;
        if (i == 14)
            file.header.e_shoff = UINT64_MAX - 8;
        if (i == 15)
            file.section.sh_flags = SHF_ALLOC;
        if (i == 16)
            file.note[0] = 9;
        assert_non_null(open_copy(&file, sizeof(file)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payload_tables_and_note_get_the_headers_that_waited_for_them),
        cmocka_unit_test(every_prefix_but_the_whole_is_refused),
        cmocka_unit_test(another_layout_is_refused_by_name),
        cmocka_unit_test(headers_that_lie_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
