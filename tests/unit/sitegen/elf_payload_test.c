/* elf_payload_test.c - of sitegen/elf_payload.c */
#include "elf_payload.h"
#include "files.h"
#include "sitegen/case.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct linked {
    Elf64_Ehdr header;
    Elf64_Phdr programs[3];
    char code[100];
};

static struct linked valid(void)
{
    struct linked file = {.header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB}}};

    file.header.e_machine = EM_X86_64;
    file.header.e_phoff = sizeof(Elf64_Ehdr);
    file.header.e_phentsize = sizeof(Elf64_Phdr);
    file.header.e_phnum = 3;
    file.programs[0] = (Elf64_Phdr){.p_type = PT_LOAD, .p_filesz = sizeof(file)};
    file.programs[1] = (Elf64_Phdr){.p_type = PT_LOAD, .p_vaddr = 0x200000, .p_memsz = 4096};
    file.programs[2] = (Elf64_Phdr){.p_type = PT_NOTE};
    return file;
}

/* Append a payload of 4096 bytes to the first len bytes of a linked file; the result's bytes in *out. */
static const char *append(const struct linked *file, size_t len, char *out, size_t cap, size_t *out_len)
{
    struct pool pool = {0};
    char *folder = case_make_folder(&pool, NULL);
    char payload[4096], *payload_path = files_join(&pool, folder, "payload"),
                        *path = files_join(&pool, folder, "image");

    memset(payload, 'P', sizeof(payload));
    assert_true(files_write(payload_path, (struct str){payload, sizeof(payload)}, 0600));
    assert_true(files_write(path, (struct str){(const char *)file, len}, 0600));
    int fd = open(path, O_RDWR);
    const char *problem = elf_payload_append(fd, payload_path, sizeof(payload), &pool);
    *out_len = (size_t)pread(fd, out, cap, 0);
    close(fd);
    case_remove_folder(folder);
    pool_free(&pool);
    return problem;
}

static void the_payload_follows_at_the_next_page(void **state)
{
    struct linked file = valid();
    char out[3 * 4096];
    size_t len;

    (void)state;
    assert_null(append(&file, sizeof(file), out, sizeof(out), &len));
    assert_int_equal(len, 2 * 4096);
    assert_int_equal(out[4096], 'P');
    assert_int_equal(out[8191], 'P');
    const struct linked *made = (const struct linked *)(const void *)out;
    assert_int_equal(made->programs[1].p_offset, 4096);
    assert_int_equal(made->programs[1].p_filesz, 4096);
    assert_int_equal(made->programs[0].p_filesz, sizeof(file));
}

static void every_prefix_of_a_linked_file_but_the_whole_is_refused(void **state)
{
    struct linked file = valid();
    char out[3 * 4096];
    size_t len;

    (void)state;
    for (size_t cut = 0; cut < sizeof(file); cut += 3)
        assert_non_null(append(&file, cut, out, sizeof(out), &len));
}

static void headers_that_lie_are_refused(void **state)
{
    char out[3 * 4096];
    size_t len;

    (void)state;
    for (int i = 0; i < 7; i++) {
        struct linked file = valid();
        if (i == 0)
            file.header.e_phnum = 65535;
        if (i == 1)
            file.header.e_phoff = UINT64_MAX - 8;
        if (i == 2)
            file.programs[1].p_memsz = 8192;
        if (i == 3)
            file.programs[1].p_type = PT_NULL;
        if (i == 4)
            file.programs[2].p_offset = UINT64_MAX;
        if (i == 5)
            file.header.e_ident[EI_CLASS] = ELFCLASS32;
        if (i == 6)
            file.header.e_phnum = 0;
        assert_non_null(append(&file, sizeof(file), out, sizeof(out), &len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_payload_follows_at_the_next_page),
        cmocka_unit_test(every_prefix_of_a_linked_file_but_the_whole_is_refused),
        cmocka_unit_test(headers_that_lie_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
