/* html_text_test.c - of sitegen/plugins/html_text.c: text between tags. */
#include "sitegen/site_case.h"
#include "plugins/html_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void mark(void *context, struct str run, struct text *out)
{
    (void)context;
    if (run.len > 0)
        text_printf(out, "[%.*s]", STR_ARG(run));
}

static void check(const char *html, const char *wanted)
{
    static const char *const skipped[] = {"pre", "script", NULL};
    struct text out = {0};

    html_text_map(str_of(html), skipped, mark, NULL, &out);
    assert_string_equal(out.bytes, wanted);
    text_free(&out);
}

static void text_is_changed_and_markup_is_not(void **state)
{
    (void)state;
    check("a<b title=\"x>y\">c</b>d", "[a]<b title=\"x>y\">[c]</b>[d]");
    check("x<!-- y -->z", "[x]<!-- y -->[z]");
    check("x<!-- y", "[x]<!-- y");
}

static void what_is_skipped_ends_with_its_last_end_tag(void **state)
{
    (void)state;
    check("a<pre>b<pre>c</pre>d</pre>e", "[a]<pre>b<pre>c</pre>d</pre>[e]");
    check("a<script>if (x<y) z</script>e", "[a]<script>if (x<y) z</script>[e]");
    check("a<pre>b", "[a]<pre>b");
}

static void where_there_is_a_body_only_that_is_changed(void **state)
{
    (void)state;
    check("<head>a</head><body>b</body>c", "<head>a</head><body>[b]</body>c");
}

static void every_prefix_is_passed_on(void **state)
{
    const char *html = "<p a='b'>x<!-- c --><pre>y</pre><script>z</script></p>";
    static const char *const skipped[] = {"pre", NULL};

    (void)state;
    for (size_t len = 1; len <= strlen(html); len++) {
        struct text out = {0};
        html_text_map((struct str){html, len}, skipped, mark, NULL, &out);
        assert_true(out.len >= len);
        text_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_changed_and_markup_is_not),
        cmocka_unit_test(what_is_skipped_ends_with_its_last_end_tag),
        cmocka_unit_test(where_there_is_a_body_only_that_is_changed),
        cmocka_unit_test(every_prefix_is_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
