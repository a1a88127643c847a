/* diag_test.c - of sitegen/diag.c */
#include "diag.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void messages_come_out_sorted_and_once(void **state)
{
    struct diag diag = {0};
    char *printed;
    size_t len;

    (void)state;
    diag_error(&diag, "b.md", 2, 1, "late");
    diag_error(&diag, "a.md", 10, 1, "tenth");
    diag_warning(&diag, "a.md", 9, 5, "ninth");
    diag_error(&diag, "b.md", 2, 1, "late");
    diag_error(&diag, NULL, 0, 0, "about %s", "the run");
    diag_error_at(&diag, "c.md", STR("one\ntwo"), 5, "in the second line");
    FILE *stream = open_memstream(&printed, &len);
    assert_int_equal(diag_print(&diag, stream), 4);
    fclose(stream);
    assert_string_equal(printed, "sitegen: error: about the run\n"
                                 "a.md:9:5: warning: ninth\n"
                                 "a.md:10:1: error: tenth\n"
                                 "b.md:2:1: error: late\n"
                                 "c.md:2:2: error: in the second line\n");
    free(printed);
    diag_free(&diag);
}

static void warnings_are_errors_once_they_are_refused(void **state)
{
    struct diag diag = {0};
    char *printed;
    size_t len;

    (void)state;
    diag_warning(&diag, "a.md", 1, 1, "first");
    diag_error(&diag, "a.md", 2, 1, "second");
    assert_int_equal(diag.error_count, 1);
    diag_refuse_warnings(&diag);
    assert_int_equal(diag.error_count, 2);
    diag_warning(&diag, "a.md", 3, 1, "third");
    FILE *stream = open_memstream(&printed, &len);
    assert_int_equal(diag_print(&diag, stream), 2);
    fclose(stream);
    assert_string_equal(printed, "a.md:1:1: error: first\na.md:2:1: error: second\na.md:3:1: warning: third\n");
    free(printed);
    diag_free(&diag);
}

static void packed_messages_are_reported_anew(void **state)
{
    struct diag diag = {0}, anew = {0};
    struct text packed = {0};
    char *printed;
    size_t len;

    (void)state;
    diag_warning(&diag, "a.md", 1, 1, "not packed");
    diag_warning(&diag, "a b.md", 2, 7, "two\nlines, and 3 4 5 numbers");
    diag_error(&diag, NULL, 0, 0, "%s", "");
    diag_warning(&diag, "\n", 1, 2, "\n");
    diag_pack(&diag, 1, &packed);
    diag_unpack(&anew, text_str(&packed));
    diag_unpack(&anew, STR("0 1 1 9 9\nshort")); /* damaged: no message, and no crash */
    diag_unpack(&anew, STR("nonsense"));
    assert_int_equal(anew.count, 3);
    assert_int_equal(anew.error_count, 1);
    FILE *stream = open_memstream(&printed, &len);
    diag_print(&anew, stream);
    fclose(stream);
    assert_string_equal(printed, "sitegen: error: \n\n:1:2: warning: \n\n"
                                 "a b.md:2:7: warning: two\nlines, and 3 4 5 numbers\n");
    free(printed);
    text_free(&packed);
    diag_free(&diag);
    diag_free(&anew);
}

static void a_run_without_messages_prints_none(void **state)
{
    struct diag diag = {0};

    (void)state;
    assert_int_equal(diag_print(&diag, stderr), 0);
    diag_free(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_out_sorted_and_once),
        cmocka_unit_test(warnings_are_errors_once_they_are_refused),
        cmocka_unit_test(packed_messages_are_reported_anew),
        cmocka_unit_test(a_run_without_messages_prints_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
