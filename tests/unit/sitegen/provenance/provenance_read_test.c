/* provenance_read_test.c - what an image says of itself, which may be anything. */
#include "provenance/provenance.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define SUM "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define FILE_OF(path) "{\"path\":\"" path "\",\"sha256\":\"" SUM "\",\"len\":5}"
#define WITH(files) "{\"format\":1,\"files\":[" files "]}"

static struct provenance p;

static bool reads(const char *json)
{
    static struct pool pool;

    pool_free(&pool);
    pool = (struct pool){0};
    bool ok = provenance_read(&p, str_of(json), &pool);
    if (!ok)
        pool_free(&pool);
    return ok;
}

static void what_is_not_there_is_empty(void **state)
{
    (void)state;
    assert_true(reads(WITH("")));
    assert_int_equal(p.file_count, 0);
    assert_int_equal(p.epoch_s, -1);
    assert_int_equal(p.sitegen.len + p.compiler.len + p.library_count + p.environment_count, 0);
    assert_true(reads(WITH(FILE_OF("a"))));
    assert_false(p.files[0].has_modified);
}

static void other_formats_are_refused(void **state)
{
    static const char *const others[] = {
        "", "{", "[]", "1", "null", "{}", "{\"format\":1}", "{\"format\":2,\"files\":[]}",
        "{\"format\":\"1\",\"files\":[]}", "{\"format\":1,\"files\":{}}", WITH("") "x", WITH("") WITH(""),
        "{\"format\":1,\"files\":[],\"now\":NaN}", "{\"format\":1,\"files\":[],\"a\":[{\"b\":1.5}]}",
        "{\"format\":1,\"files\":[],\"title\":\"\xff\"}",
        "{\"format\":1,\"files\":[],\"a\":[[[[[[[[[[1]]]]]]]]]]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (reads(others[i]))
            fail_msg("%s is read", others[i]);
}

static void files_that_are_none_are_refused(void **state)
{
    static const char *const others[] = {
        WITH("1"), WITH("null"), WITH("{}"), WITH(FILE_OF("")),
        WITH("{\"path\":\"a\",\"sha256\":\"12\",\"len\":5}"),
        WITH("{\"path\":\"a\",\"sha256\":\"" SUM "0\",\"len\":5}"),
        WITH("{\"path\":\"a\",\"sha256\":\"" SUM "\",\"len\":-1}"),
        WITH("{\"path\":\"a\",\"sha256\":\"" SUM "\",\"len\":1.5}"),
        WITH("{\"path\":\"a\",\"sha256\":\"" SUM "\"}"),
        WITH("{\"path\":[],\"sha256\":\"" SUM "\",\"len\":5}"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_false(reads(others[i]));
}

/* compare.c walks through two lists at once. */
static void files_that_are_not_in_order_are_refused(void **state)
{
    (void)state;
    assert_true(reads(WITH(FILE_OF("a") "," FILE_OF("b"))));
    assert_false(reads(WITH(FILE_OF("b") "," FILE_OF("a"))));
    assert_false(reads(WITH(FILE_OF("a") "," FILE_OF("a"))));
}

static void what_is_of_another_kind_is_left_out(void **state)
{
    (void)state;
    assert_true(reads("{\"format\":1,\"files\":[],\"title\":[],\"sitegen\":7,\"appliance\":\"x\",\"now\":-5,"
                      "\"source_date_epoch\":{},\"options\":\"--drafts\",\"libraries\":[],"
                      "\"environment\":{\"TZ\":7}}"));
    assert_int_equal(p.title.len + p.sitegen.len + p.appliance.len + p.library_count, 0);
    assert_int_equal(p.epoch_s, -1);
    assert_int_equal(p.environment_count, 1);
    assert_int_equal(p.environment[0].text.len, 0);
    assert_true(!p.drafts && p.now_s <= 0);
    assert_true(reads("{\"format\":1,\"files\":[],\"options\":[null,7,[],\"--future\",\"--x\"]}"));
    assert_true(p.future && !p.drafts && !p.unpublished);
}

static void what_is_printed_is_json(void **state)
{
    (void)state;
    assert_true(reads("{'format' : 1,\"files\":[ ],\"a\":\"/\x01\\ud800\"}"));
    assert_true(str_is(p.json, "{\"format\":1,\"files\":[],\"a\":\"/\\u0001\xef\xbf\xbd\"}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_there_is_empty),
        cmocka_unit_test(other_formats_are_refused),
        cmocka_unit_test(files_that_are_none_are_refused),
        cmocka_unit_test(files_that_are_not_in_order_are_refused),
        cmocka_unit_test(what_is_of_another_kind_is_left_out),
        cmocka_unit_test(what_is_printed_is_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
