/* mime_test.c - of sitegen/content/mime.c */
#include "content/mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void every_extension_of_the_web_has_its_type(void **state)
{
    static const char *const cases[][2] = {{"a.html", "text/html; charset=utf-8"},
                                           {"a.css", "text/css; charset=utf-8"},
                                           {"a.mjs", "text/javascript; charset=utf-8"},
                                           {"a.svg", "image/svg+xml; charset=utf-8"},
                                           {"a.JPG", "image/jpeg"},
                                           {"x/a.b.png", "image/png"},
                                           {"favicon.ico", "image/vnd.microsoft.icon"},
                                           {"a.woff2", "font/woff2"},
                                           {"a.7z", "application/x-7z-compressed"},
                                           {"a.wasm", "application/wasm"},
                                           {"a.atom", "application/atom+xml; charset=utf-8"}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(mime_of(cases[i][0])->content_type, cases[i][1]);
}

static void what_is_not_known_is_bytes(void **state)
{
    static const char *const names[] = {
        "a.unheardof", "a.", "noextension", ".html", "a.averyveryverylongextension", ""};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_string_equal(mime_of(names[i])->content_type, "application/octet-stream");
}

static void texts_by_convention_are_texts(void **state)
{
    (void)state;
    assert_string_equal(mime_of("LICENSE")->content_type, "text/plain; charset=utf-8");
    assert_string_equal(mime_of("a/CNAME")->content_type, "text/plain; charset=utf-8");
}

static void what_is_compressed_already_is_not_compressed_again(void **state)
{
    (void)state;
    assert_true(mime_of("a.html")->compressible);
    assert_true(mime_of("a.svg")->compressible);
    assert_true(mime_of("a.ttf")->compressible);
    assert_false(mime_of("a.png")->compressible);
    assert_false(mime_of("a.mp4")->compressible);
    assert_false(mime_of("a.svgz")->compressible);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_extension_of_the_web_has_its_type),
        cmocka_unit_test(what_is_not_known_is_bytes),
        cmocka_unit_test(texts_by_convention_are_texts),
        cmocka_unit_test(what_is_compressed_already_is_not_compressed_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
