/* compare_test.c - what sets two images apart, each made of an image in small. */
#include "image/compare.h"
#include "sitegen/small_image.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct small_image *files[2];
static struct inspect was, is;
static struct text out;

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        files[i] = small_image();
        struct inspect *inspect = i == 0 ? &was : &is;
        struct str bytes = {(const char *)files[i], sizeof(*files[i])};
        if (inspect_open(inspect, "x.img", bytes) != NULL)
            return -1;
    }
    out = (struct text){0};
    text_add_c(&out, "");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    inspect_close(&was);
    inspect_close(&is);
    text_free(&out);
    free(files[0]);
    free(files[1]);
    return 0;
}

static void assert_said(size_t count, const char *lines)
{
    assert_int_equal(compare_images(&was, &is, &out), count);
    assert_string_equal(out.len > 0 ? out.bytes : "", lines);
}

static void what_is_the_same_has_no_line(void **state)
{
    (void)state;
    assert_said(0, "");
}

static void other_makers_are_named(void **state)
{
    struct provenance_pair old = {STR("zlib"), STR("1.2")};
    struct provenance_pair new[] = {{STR("zlib"), STR("1.3")}, {STR("z\x1b"), STR("2")}};

    (void)state;
    was.provenance.sitegen = STR("0.0.9\x07");
    was.provenance.libraries = &old;
    was.provenance.library_count = 1;
    is.provenance.libraries = new;
    is.provenance.library_count = 2;
    assert_said(3, "  made by another sitegen: 0.0.9\\x07, here 0.1.0\n"
                   "  made by another zlib: 1.2, here 1.3\n"
                   "  made by another z\\x1b: none, here 2\n");
}

static void sources_are_missing_new_and_changed(void **state)
{
    struct source old[] = {{.path = STR("a")}, {.path = STR("b")}, {.path = STR("d")}};
    struct source new[] = {{.path = STR("b")}, {.path = STR("c")}, {.path = STR("d")}};

    (void)state;
    new[2].sum.bytes[31] = 1;
    was.provenance.files = old;
    is.provenance.files = new;
    was.provenance.file_count = is.provenance.file_count = 3;
    assert_said(3, "  source a: missing\n  source c: new\n  source d: changed\n");
}

static void what_is_served_is_compared_to_the_last_byte(void **state)
{
    (void)state;
    files[1]->payload.body[4]++;
    assert_said(2, "  served /a: different\n  served where nothing is (404): different\n");
}

static void a_header_alone_makes_a_difference(void **state)
{
    (void)state;
    files[1]->payload.moved[11] = 'b';
    assert_said(1, "  served /b: different\n");
}

static void paths_are_only_here_or_only_there(void **state)
{
    (void)state;
    was.count = 1; /* "/a" */
    is.resources++; /* "/b" */
    is.count = 1;
    assert_said(2, "  served /a: only in the image\n  served /b: not in the image\n");
    is.resources--;
}

static void of_many_the_rest_is_counted(void **state)
{
    struct source *list = calloc(1000, sizeof(*list));
    char names[1000][8];

    (void)state;
    for (int i = 0; i < 1000; i++)
        list[i].path = (struct str){names[i], (size_t)snprintf(names[i], sizeof(names[i]), "%04d", i)};
    was.provenance.file_count = 0;
    is.provenance.files = list;
    is.provenance.file_count = 1000;
    assert_int_equal(compare_images(&was, &is, &out), 1000);
    assert_non_null(strstr(out.bytes, "  source 0019: new\n  and 980 more sources\n"));
    assert_null(strstr(out.bytes, "0020"));
    free(list);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_the_same_has_no_line),
        TEST(other_makers_are_named),
        TEST(sources_are_missing_new_and_changed),
        TEST(what_is_served_is_compared_to_the_last_byte),
        TEST(a_header_alone_makes_a_difference),
        TEST(paths_are_only_here_or_only_there),
        TEST(of_many_the_rest_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
