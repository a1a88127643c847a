/* coffeescript_test.c - of sitegen/plugins/coffeescript.c: a warning. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void coffeescript_is_a_warning(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jekyll-coffeescript]\n", "a.coffee", "---\n---\nx = 1",
                   NULL);
    assert_has(site_case_messages(&c), "a.coffee: warning: CoffeeScript is not compiled");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coffeescript_is_a_warning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
