/* golden_liquid_test.c - every case of the public Golden Liquid collection, as plain Liquid.
 *
 * The file is named by GOLDEN_LIQUID, or lies beside this repository; where it is not, the test is skipped.
 * JSON is YAML, so the reader of front matter reads it.
 */
#include "sitegen/case.h"

#include "files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct liquid_options plain = {.language = LIQUID_PLAIN, .mode = LIQUID_LAX};
static const struct liquid_options strict = {.language = LIQUID_PLAIN, .mode = LIQUID_STRICT};

static bool has_tag(struct value test, const char *name)
{
    struct value tags = value_get(test, "tags");

    for (size_t i = 0; tags.kind == VALUE_ARRAY && i < tags.array->count; i++)
        if (tags.array->items[i].kind == VALUE_STRING && str_is(tags.array->items[i].string, name))
            return true;
    return false;
}

static bool is_wanted(struct value test, const char *printed)
{
    struct value result = value_get(test, "result"), results = value_get(test, "results");

    if (value_truthy(value_get(test, "invalid")))
        return printed == NULL;
    if (printed == NULL)
        return false;
    if (result.kind == VALUE_STRING)
        return str_is(result.string, printed);
    for (size_t i = 0; results.kind == VALUE_ARRAY && i < results.array->count; i++)
        if (str_is(results.array->items[i].string, printed))
            return true;
    return false;
}

static bool check_case(struct value test)
{
    struct test_case run = {.options = has_tag(test, "strict") ? &strict : &plain};
    struct value template = value_get(test, "template"), name = value_get(test, "name");

    run.includes = value_get(test, "templates");
    const char *printed =
        case_render_value(&run, pool_copy(&run.pool, template.string), value_get(test, "data"));
    bool ok = is_wanted(test, printed);
    if (!ok)
        printf("%.*s: %.*s\n  printed %s%s\n", STR_ARG(name.string), STR_ARG(template.string),
               printed != NULL ? printed : "nothing: ", printed != NULL ? "" : case_messages(&run));
    case_free(&run);
    return ok;
}

static void every_golden_case_is_right(void **state)
{
    const char *path = getenv("GOLDEN_LIQUID");
    struct pool pool = {0};
    struct test_case file = {0};
    struct str json = STR("");
    size_t right = 0;

    (void)state;
    if (path == NULL)
        path = "../shared/golden-liquid/cases.json";
    if (!files_read(path, &pool, &json)) {
        printf("there is no %s (set GOLDEN_LIQUID): skipped\n", path);
        skip();
    }
    struct value tests = value_get(case_yaml(&file, pool_copy(&pool, json)), "tests");
    assert_int_equal(tests.kind, VALUE_ARRAY);
    for (size_t i = 0; i < tests.array->count; i++)
        right += check_case(tests.array->items[i]);
    printf("golden liquid: %zu of %zu cases are right\n", right, tests.array->count);
    assert_int_equal(right, tests.array->count);
    case_free(&file);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_golden_case_is_right)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
