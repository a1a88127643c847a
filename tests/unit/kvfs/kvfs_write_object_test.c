/* kvfs_write_object_test.c - the module as C text: whatever the author's names hold, it compiles without a
 * warning. */
#include "kvfs/baked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char title[] = "\"*/ \\ ?\?/ \xc3\xbc\x01\n%s // /*";
static const char path[] = "/\"; } */ /* ?\?= \\0\xff\x7f\t1";

static void add_all(struct kvfs_write *w)
{
    struct kvfs_write_entry entry = {
        .path = path, .content_type = "text/*/x", .body = {(const uint8_t *)"b", 1}};
    struct kvfs_write_entry redirect = {.path = "/r", .location = path};

    assert_true(kvfs_write_not_found(w, &entry));
    assert_true(kvfs_write_add(w, &entry));
    assert_true(kvfs_write_add(w, &redirect));
}

static void hostile_names_are_only_names(void **state)
{
    struct kvfs_write *w = kvfs_write_open(baked_path("names.bin"), title, title);
    struct baked b;
    char command[1024];

    (void)state;
    assert_non_null(w);
    add_all(w);
    baked_finish(w, "names");
    snprintf(command, sizeof(command),
             "gcc -std=gnu11 -Wall -Wextra -Werror -O1 -ffreestanding -ftrack-macro-expansion=0 -Ikvfs "
             "-Ikernel/base -c -o %s/names.o %s/names.c",
             baked_dir(), baked_dir());
    assert_int_equal(system(command), 0);
    b = baked_load("names");
    assert_string_equal(b.site->title, title);
    assert_string_equal(b.site->generator, title);
    assert_non_null(b.lookup(path, strlen(path)));
    assert_int_equal(b.site->resource_count, 2);
    baked_unload(&b);
}

static void a_module_is_plain_ascii(void **state)
{
    struct kvfs_write *w = kvfs_write_open(baked_path("ascii.bin"), title, title);
    size_t len;
    char *text;

    (void)state;
    add_all(w);
    baked_finish(w, "ascii");
    text = baked_read_file("ascii.c", &len);
    for (size_t i = 0; i < len; i++)
        assert_true(text[i] == '\n' || (text[i] >= 0x20 && text[i] <= 0x7e));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_names_are_only_names),
        cmocka_unit_test(a_module_is_plain_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
