/* ustar_test.c - headers of an archive, as POSIX has them. */
#include "deploy/ustar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char block[USTAR_BLOCK];

static void fields_are_octal_and_stand_in_their_places(void **state)
{
    (void)state;
    ustar_header(block, "site", 0755, 315500, 1767225600);
    assert_string_equal(block, "site");
    assert_string_equal(block + 100, "0000755");
    assert_string_equal(block + 108, "0000000");
    assert_string_equal(block + 124, "00001150154");
    assert_string_equal(block + 136, "15125334400");
    assert_int_equal(block[156], '0');
    assert_memory_equal(block + 257, "ustar\0"
                                     "00",
                        8);
}

static void the_checksum_counts_itself_as_blanks(void **state)
{
    unsigned sum = 8 * ' ';

    (void)state;
    ustar_header(block, "blobs/sha256/x", 0644, 7, 0);
    for (size_t i = 0; i < USTAR_BLOCK; i++)
        sum += i >= 148 && i < 156 ? 0 : (unsigned char)block[i];
    assert_int_equal(strtoul(block + 148, NULL, 8), sum);
    assert_int_equal(block[154], '\0');
    assert_int_equal(block[155], ' ');
}

static void a_name_that_fills_its_field_has_no_nul(void **state)
{
    char name[USTAR_NAME_MAX + 1] = {0};

    (void)state;
    memset(name, 'n', USTAR_NAME_MAX);
    ustar_header(block, name, 0644, 0, 0);
    assert_memory_equal(block, name, USTAR_NAME_MAX);
    assert_string_equal(block + 100, "0000644");
}

static void times_that_the_format_does_not_have_are_the_first(void **state)
{
    (void)state;
    ustar_header(block, "a", 0644, 0, -1);
    assert_string_equal(block + 136, "00000000000");
    ustar_header(block, "a", 0644, 0, INT64_MAX);
    assert_string_equal(block + 136, "00000000000");
    ustar_header(block, "a", 0644, 0, (1ll << 33) - 1);
    assert_string_equal(block + 136, "77777777777");
}

static void files_fill_whole_blocks(void **state)
{
    (void)state;
    assert_int_equal(ustar_padding(0), 0);
    assert_int_equal(ustar_padding(1), 511);
    assert_int_equal(ustar_padding(511), 1);
    assert_int_equal(ustar_padding(512), 0);
    assert_int_equal(ustar_padding(1ull << 40 | 3), 509);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_octal_and_stand_in_their_places),
        cmocka_unit_test(the_checksum_counts_itself_as_blanks),
        cmocka_unit_test(a_name_that_fills_its_field_has_no_nul),
        cmocka_unit_test(times_that_the_format_does_not_have_are_the_first),
        cmocka_unit_test(files_fill_whole_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
