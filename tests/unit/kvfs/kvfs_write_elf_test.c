/* kvfs_write_elf_test.c - the ELF file around the table, and what happens where it cannot be written. */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

/* Any bytes are a table to this part. */
static uint8_t bytes[4096];
static Elf64_Rela relocations[] = {
    {8, ELF64_R_INFO((uint64_t)WRITE_SYMBOL_RODATA, R_X86_64_64), 16},
    {16, ELF64_R_INFO((uint64_t)WRITE_SYMBOL_PAYLOAD, R_X86_64_64), 0x1234},
};
static const struct write_table table = {bytes, sizeof(bytes), relocations, 2};

static void write_table(const char *name)
{
    struct kvfs_write w = {0};

    memset(bytes, 'b', sizeof(bytes));
    assert_true(kvfs_write_elf(&w, baked_path(name), &table));
}

static int run(const char *format, const char *object)
{
    char command[1024];

    snprintf(command, sizeof(command), format, object, object);
    return system(command);
}

static void sections_and_symbols_are_those_of_the_format(void **state)
{
    const Elf64_Ehdr *ehdr;
    const Elf64_Shdr *shdr;
    const Elf64_Sym *symbols;
    size_t len;
    char *file;

    (void)state;
    write_table("t.o");
    file = baked_read_file("t.o", &len);
    ehdr = (const void *)file;
    shdr = (const void *)(file + ehdr->e_shoff);
    assert_memory_equal(ehdr->e_ident, "\177ELF\2\1\1", 7);
    assert_int_equal(ehdr->e_type, ET_REL);
    assert_int_equal(ehdr->e_machine, EM_X86_64);
    assert_int_equal(ehdr->e_shnum, 6);
    assert_int_equal(shdr[1].sh_flags, SHF_ALLOC);
    assert_int_equal(shdr[1].sh_size, sizeof(bytes));
    assert_int_equal(shdr[1].sh_offset % 64, 0);
    assert_memory_equal(file + shdr[1].sh_offset, bytes, sizeof(bytes));
    assert_int_equal(shdr[2].sh_size, sizeof(relocations));
    assert_memory_equal(file + shdr[2].sh_offset, relocations, sizeof(relocations));
    symbols = (const void *)(file + shdr[shdr[2].sh_link].sh_offset);
    assert_int_equal(ELF64_ST_TYPE(symbols[1].st_info), STT_SECTION);
    assert_int_equal(symbols[2].st_value, 0);
    assert_int_equal(symbols[2].st_size, 64);
    assert_string_equal(file + shdr[shdr[3].sh_link].sh_offset + symbols[2].st_name, "kvfs_site");
    assert_int_equal(symbols[3].st_shndx, SHN_UNDEF);
    assert_string_equal(file + shdr[shdr[3].sh_link].sh_offset + symbols[3].st_name, "kvfs_payload");
    free(file);
}

static void the_linker_takes_it_without_a_warning(void **state)
{
    const char *object = baked_path("l.o");
    uint64_t addresses[2];
    size_t len;
    char *file;

    (void)state;
    write_table("l.o");
    assert_int_equal(run("ld --fatal-warnings -Ttext=0 --section-start=.rodata=0x5000 -e kvfs_site "
                         "--defsym=kvfs_payload=0x700000 -o %s.elf %s",
                         object),
                     0);
    assert_int_equal(run("objcopy -O binary -j .rodata %s.elf %s.raw", object), 0);
    file = baked_read_file("l.o.raw", &len);
    assert_int_equal(len, sizeof(bytes));
    memcpy(addresses, file + 8, sizeof(addresses));
    assert_int_equal(addresses[0], 0x5010);
    assert_int_equal(addresses[1], 0x701234);
    free(file);
}

static void what_stood_there_is_replaced(void **state)
{
    static const char longer[20000] = "x";
    char *file, *fresh;
    size_t len, fresh_len;

    (void)state;
    baked_write_file("old.o", longer, sizeof(longer));
    write_table("old.o");
    write_table("new.o");
    file = baked_read_file("old.o", &len);
    fresh = baked_read_file("new.o", &fresh_len);
    assert_int_equal(len, fresh_len);
    assert_memory_equal(file, fresh, len);
    free(file);
    free(fresh);
}

static void a_place_that_cannot_be_written_is_an_error(void **state)
{
    struct rlimit limit, small = {.rlim_cur = 4096};
    struct kvfs_write w = {0};
    bool written;

    (void)state;
    assert_false(kvfs_write_elf(&w, baked_path("no/folder.o"), &table));
    assert_non_null(strstr(w.error, "no/folder.o: No such file or directory"));
    assert_int_equal(symlink("/dev/full", baked_path("full.o")), 0);
    assert_false(kvfs_write_elf(&w, baked_path("full.o"), &table));
    assert_non_null(strstr(w.error, "/full.o: "));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    small.rlim_max = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    written = kvfs_write_elf(&w, baked_path("large.o"), &table);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_false(written);
    assert_non_null(strstr(w.error, "/large.o: File too large"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_and_symbols_are_those_of_the_format),
        cmocka_unit_test(the_linker_takes_it_without_a_warning),
        cmocka_unit_test(what_stood_there_is_replaced),
        cmocka_unit_test(a_place_that_cannot_be_written_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
