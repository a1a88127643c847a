/* yaml_read_test.c - of sitegen/yaml_read.c and yaml_scalar.c */
#include "sitegen/case.h"
#include "yaml_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void plain_scalars_have_the_types_of_yaml_1_1(void **state)
{
    static const struct {
        const char *text;
        enum value_kind kind;
    } cases[] = {{"~", VALUE_NIL},
                 {"null", VALUE_NIL},
                 {"", VALUE_NIL},
                 {"yes", VALUE_BOOL},
                 {"Off", VALUE_BOOL},
                 {"12", VALUE_INT},
                 {"-0x1f", VALUE_INT},
                 {"1_000", VALUE_INT},
                 {"1.5", VALUE_FLOAT},
                 {"-1.5e+3", VALUE_FLOAT},
                 {"1e5", VALUE_STRING},
                 {"1.2.3", VALUE_STRING},
                 {"2026-01-31", VALUE_TIME},
                 {"2026-01-31 10:00:00 +0100", VALUE_TIME},
                 {"2026-13-31", VALUE_STRING},
                 {"2026-1-31", VALUE_TIME},
                 {"2026-01-31 10:00", VALUE_STRING},
                 {"2026-01-31t1:00:00.5Z", VALUE_TIME},
                 {"12:30", VALUE_INT},
                 {"12:60", VALUE_STRING},
                 {"0b101", VALUE_INT},
                 {"1,000", VALUE_INT},
                 {".inf", VALUE_FLOAT},
                 {"NO", VALUE_BOOL},
                 {"yEs", VALUE_BOOL},
                 {"y", VALUE_STRING},
                 {"0o17", VALUE_STRING},
                 {".", VALUE_STRING},
                 {"truely", VALUE_STRING},
                 {"nan", VALUE_STRING},
                 {"08", VALUE_STRING}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(yaml_scalar(str_of(cases[i].text)).kind, cases[i].kind);
    assert_int_equal(yaml_scalar(STR("-0x1f")).integer, -31);
    assert_int_equal(yaml_scalar(STR("010")).integer, 8);
    assert_int_equal(yaml_scalar(STR("-12:30")).integer, -45000);
    assert_int_equal(yaml_scalar(STR("2026-01-31")).zone_s, VALUE_DAY);
    assert_int_equal(yaml_scalar(STR("2026-01-31 10:00:00 -0130")).zone_s, -5400);
    assert_int_equal(yaml_scalar(STR("99999999999999999999")).kind, VALUE_STRING);
}

static void quoted_scalars_are_strings(void **state)
{
    struct test_case test = {0};
    struct value value = case_yaml(&test, "a: '12'\nb: \"yes\"\nc: 12");

    (void)state;
    assert_int_equal(value_get(value, "a").kind, VALUE_STRING);
    assert_int_equal(value_get(value, "b").kind, VALUE_STRING);
    assert_int_equal(value_get(value, "c").kind, VALUE_INT);
    case_free(&test);
}

static void aliases_and_merge_keys_stand_for_values(void **state)
{
    struct test_case test = {0};
    struct value value = case_yaml(&test, "base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\nsame: *b\n");
    struct value mine = value_get(value, "mine");

    (void)state;
    assert_int_equal(value_get(mine, "x").integer, 1);
    assert_int_equal(value_get(mine, "y").integer, 3);
    case_free(&test);
}

/* A page whose front matter comes from the cache has every value once for each time that it stands there. */
static void an_alias_is_an_equal_value_of_its_own(void **state)
{
    struct test_case test = {0};
    struct value value = case_yaml(&test, "base: &b {x: [1, {z: 2}]}\nsame: *b\n");
    struct value base = value_get(value, "base"), same = value_get(value, "same");

    (void)state;
    assert_true(value_equal(base, same));
    assert_ptr_not_equal(base.hash, same.hash);
    assert_ptr_not_equal(value_get(base, "x").array, value_get(same, "x").array);
    assert_ptr_not_equal(value_get(base, "x").array->items[1].hash, value_get(same, "x").array->items[1].hash);
    case_free(&test);
}

static void a_merge_key_replaces_what_stands_before_it(void **state)
{
    struct test_case test = {0};
    struct value value =
        case_yaml(&test, "base: &b {x: 1}\nmine:\n  x: 0\n  <<: *b\nlist:\n  <<: [*b, {x: 5, z: 6}]\n");

    (void)state;
    assert_int_equal(value_get(value_get(value, "mine"), "x").integer, 1);
    assert_int_equal(value_get(value_get(value, "list"), "x").integer, 1);
    assert_int_equal(value_get(value_get(value, "list"), "z").integer, 6);
    case_free(&test);
}

static void errors_name_their_place_in_the_whole_file(void **state)
{
    struct test_case test = {0};
    struct str source = STR("---\ntitle: [a, b\nmore: x\n---\n");
    struct value value;

    (void)state;
    assert_false(yaml_read(&test.pool, &test.diag, "p.md", source, 4, 21, &value));
    assert_string_equal(case_messages(&test),
                        "p.md:3:5: error: YAML: did not find expected ',' or ']', while parsing "
                        "a flow sequence\n");
    case_free(&test);
}

/* The library finds out two lines later, on one that there is not. */
static void a_key_without_a_colon_is_named_where_it_stands(void **state)
{
    struct test_case test = {0};
    struct str source = STR("a: |\n  b\n\nno key");
    struct value value;

    (void)state;
    assert_false(yaml_read(&test.pool, &test.diag, "p.md", source, 0, source.len, &value));
    assert_string_equal(case_messages(&test),
                        "p.md:4:1: error: YAML: could not find expected ':', while scanning a simple key\n");
    case_free(&test);
}

static void no_error_stands_behind_the_text(void **state)
{
    struct test_case test = {0};
    struct str source = STR("a: [b,\n  \"c");
    struct value value;

    (void)state;
    assert_false(yaml_read(&test.pool, &test.diag, "p.md", source, 0, source.len, &value));
    assert_string_equal(case_messages(&test),
                        "p.md:2:5: error: YAML: found unexpected end of stream, while scanning a "
                        "quoted scalar\n");
    case_free(&test);
}

static void values_know_where_they_stand(void **state)
{
    struct test_case test = {0};
    struct value value = case_yaml(&test, "a: 1\nlayout:   blog\n");
    const struct hash_entry *entry = hash_entry(value.hash, STR("layout"));

    (void)state;
    assert_int_equal(entry->line, 2);
    assert_int_equal(entry->column, 11);
    case_free(&test);
}

static void aliases_cannot_expand_without_bound(void **state)
{
    struct test_case test = {0};
    struct text text = {0};

    (void)state;
    text_add_c(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++)
        text_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i,
                    i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    assert_int_equal(case_yaml(&test, text.bytes).kind, VALUE_NIL);
    assert_non_null(strstr(case_messages(&test), "too many values"));
    text_free(&text);
    case_free(&test);
}

static void nesting_is_bounded(void **state)
{
    struct test_case test = {0};
    char text[2 * YAML_DEPTH_MAX + 3];

    (void)state;
    memset(text, '[', YAML_DEPTH_MAX);
    memset(text + YAML_DEPTH_MAX, ']', YAML_DEPTH_MAX);
    text[2 * YAML_DEPTH_MAX] = '\0';
    assert_int_equal(case_yaml(&test, text).kind, VALUE_ARRAY);
    memset(text, '[', YAML_DEPTH_MAX + 1);
    memset(text + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
    text[2 * YAML_DEPTH_MAX + 2] = '\0';
    assert_int_equal(case_yaml(&test, text).kind, VALUE_NIL);
    assert_non_null(strstr(case_messages(&test), "nested too deeply"));
    case_free(&test);
}

static void an_alias_of_itself_or_of_nothing_is_refused(void **state)
{
    struct test_case test = {0};

    (void)state;
    assert_int_equal(case_yaml(&test, "&a [*a]").kind, VALUE_NIL);
    assert_int_equal(case_yaml(&test, "x: *none").kind, VALUE_NIL);
    assert_int_equal(test.diag.error_count, 2);
    case_free(&test);
}

static void every_prefix_is_read_or_refused(void **state)
{
    struct str whole = STR("a: &x [1, {b: \"c\\n\", d: ~}]\n? e\n: |\n  text\n  more\nf: *x\ng: 'it''s'\n");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct test_case test = {0};
        struct value value;
        bool ok = yaml_read(&test.pool, &test.diag, "data", whole, 0, len, &value);
        assert_true(ok || test.diag.error_count > 0);
        case_free(&test);
    }
}

static void a_key_that_stands_twice_is_a_warning(void **state)
{
    struct test_case test = {0};
    struct value value = case_yaml(&test, "a: 1\na: 2\n");

    (void)state;
    assert_int_equal(value_get(value, "a").integer, 2);
    assert_string_equal(case_messages(&test),
                        "data:2:1: warning: YAML: key \"a\" stands here twice; the last one counts\n");
    case_free(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_scalars_have_the_types_of_yaml_1_1),
        cmocka_unit_test(quoted_scalars_are_strings),
        cmocka_unit_test(aliases_and_merge_keys_stand_for_values),
        cmocka_unit_test(an_alias_is_an_equal_value_of_its_own),
        cmocka_unit_test(a_merge_key_replaces_what_stands_before_it),
        cmocka_unit_test(errors_name_their_place_in_the_whole_file),
        cmocka_unit_test(a_key_without_a_colon_is_named_where_it_stands),
        cmocka_unit_test(no_error_stands_behind_the_text),
        cmocka_unit_test(values_know_where_they_stand),
        cmocka_unit_test(aliases_cannot_expand_without_bound),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(an_alias_of_itself_or_of_nothing_is_refused),
        cmocka_unit_test(every_prefix_is_read_or_refused),
        cmocka_unit_test(a_key_that_stands_twice_is_a_warning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
