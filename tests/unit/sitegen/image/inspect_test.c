/* inspect_test.c - of sitegen/image: an image in small, and what is wrong with it. */
#include "sitegen/small_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* In memory of exactly this length; the file is freed. */
static const char *problem_of(struct small_image *file, size_t len)
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
    struct small_image *file = small_image();
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
    assert_true(provenance_read(&p, STR(SMALL_JSON), &pool));
    assert_true(p.drafts && !p.future && p.now_s == 7 && p.epoch_s == -1);
    assert_int_equal(p.file_count, 1);
    assert_true(str_is(p.files[0].path, "a.txt") && p.files[0].has_modified && p.files[0].modified_s == 9);
    assert_true(str_is(p.environment[0].name, "TZ") && str_is(p.environment[0].text, "UTC"));
    assert_memory_equal(p.files[0].sum.bytes, digest_of(STR("hello")).bytes, DIGEST_LEN);
    for (size_t cut = 0; cut < sizeof(SMALL_JSON) - 1; cut++)
        assert_false(provenance_read(&p, (struct str){SMALL_JSON, cut}, &pool));
    pool_free(&pool);
}

static void every_prefix_is_refused(void **state)
{
    (void)state;
    for (size_t cut = 0; cut < sizeof(struct small_image); cut++)
        assert_non_null(problem_of(small_image(), cut));
    assert_null(problem_of(small_image(), sizeof(struct small_image)));
}

static void tables_that_lie_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 11; i++) {
        struct small_image *file = small_image();
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
            entry->identity.head.bytes = (void *)(uintptr_t)(SMALL_PAYLOAD_AT - 1);
        if (i == 5)
            entry->identity.body.len = SIZE_MAX;
        if (i == 6)
            entry->kind = 2;
        if (i == 7)
            file->json[0] = '[';
        if (i == 8)
            file->header.e_phnum = 65535;
        if (i == 9)
            file->part.payload_end = SMALL_TABLES_AT + 8;
        if (i == 10)
            memset(file->tables.generator, 'g',
                   sizeof(file->tables) - offsetof(struct small_tables, generator));
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
