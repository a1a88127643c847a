/* toml_read_test.c - of sitegen/toml_read.c and toml_value.c */
#include "sitegen/case.h"
#include "toml_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char valid[] =
    "# c\n\"a b\" = 'lit\\n'\nn = [1, 2_0, 0x1f, 0o17, -1.5, true,\n]\nd = 2026-01-31 10:00:00\n"
    "t.x = {y = \"\\t\\u00e9\", z = []}\n[u.v]\nw = \"\"\"\nA \\\n   B\"\"\"\n[[l]]\nk = 1\n[[l]]\nk = 2\n";

static void all_kinds_of_values_are_read(void **state)
{
    struct test_case test = {0};
    struct value value, list;

    (void)state;
    assert_true(toml_read(&test.pool, &test.diag, "f", str_of(valid), 0, strlen(valid), &value));
    assert_true(str_is(value_get(value, "a b").string, "lit\\n"));
    list = value_get(value, "n");
    assert_int_equal(list.array->count, 6);
    assert_int_equal(list.array->items[1].integer, 20);
    assert_int_equal(list.array->items[3].integer, 15);
    assert_int_equal(value_get(value, "d").kind, VALUE_TIME);
    assert_true(str_is(value_get(value_get(value_get(value, "t"), "x"), "y").string, "\t\xc3\xa9"));
    assert_true(str_is(value_get(value_get(value_get(value, "u"), "v"), "w").string, "A B"));
    assert_int_equal(value_get(value_get(value, "l").array->items[1], "k").integer, 2);
    case_free(&test);
}

static void every_prefix_is_read_or_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len < strlen(valid); len++) {
        struct test_case test = {0};
        struct value value;
        bool ok = toml_read(&test.pool, &test.diag, "f", str_head(str_of(valid), len), 0, len, &value);
        assert_int_equal(ok, test.diag.error_count == 0);
        case_free(&test);
    }
}

static void values_know_where_they_stand(void **state)
{
    struct test_case test = {0};
    struct value value;

    (void)state;
    assert_true(toml_read(&test.pool, &test.diag, "f", STR("+++\n a = 1\nlayout =  'x'\n"), 4, 21, &value));
    assert_int_equal(hash_entry(value.hash, STR("layout"))->line, 3);
    assert_int_equal(hash_entry(value.hash, STR("layout"))->column, 11);
    case_free(&test);
}

static void values_in_tables_know_where_they_stand(void **state)
{
    struct test_case test = {0};
    struct str source =
        STR("+++\na = 1\n'\xc3\xa9' = {b = '\xc3\xa9', c.d = 3}\n[e]\n  f = [\n1]\ng = 2\n+++\n");
    static const struct {
        const char *table;
        const char *key;
        unsigned line;
        unsigned column;
    } wanted[] = {{NULL, "a", 2, 5}, {NULL, "\xc3\xa9", 3, 7}, {"\xc3\xa9", "b", 3, 12},
                  {"e", "f", 5, 7},  {"e", "g", 7, 5}};
    struct value value;

    (void)state;
    assert_true(toml_read(&test.pool, &test.diag, "p.md", source, 4, source.len - 8, &value));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        struct value table = wanted[i].table != NULL ? value_get(value, wanted[i].table) : value;
        const struct hash_entry *entry = hash_entry(table.hash, str_of(wanted[i].key));
        assert_non_null(entry);
        assert_int_equal(entry->line, wanted[i].line);
        assert_int_equal(entry->column, wanted[i].column);
    }
    case_free(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_in_tables_know_where_they_stand),
        cmocka_unit_test(all_kinds_of_values_are_read),
        cmocka_unit_test(every_prefix_is_read_or_refused),
        cmocka_unit_test(values_know_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
