/* jemoji_test.c - of sitegen/plugins/jemoji.c: emoji by name. */
#include "sitegen/site_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void names_become_characters(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "_config.yml", "plugins: [jemoji]\n", "a.html",
                   "---\n---\n<p title=\":tada:\">:tada: 12:30:45 :nope: ::+1:</p><code>:tada:</code>", NULL);
    assert_string_equal(
        site_case_page(&c, "/a.html"),
        "<p title=\":tada:\"><span class=\"emoji\" title=\":tada:\">\xf0\x9f\x8e\x89</span> 12:30:45 :nope: "
        ":<span class=\"emoji\" title=\":+1:\">\xf0\x9f\x91\x8d</span></p><code>:tada:</code>");
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
