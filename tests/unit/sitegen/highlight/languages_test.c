/* languages_test.c - of sitegen/highlight/languages: every language against
 * tests/golden/highlight/<language>, where "html" is what rouge makes of "code" (tests/tools/rouge asks it
 * again).
 */
#include "highlight/catalog.h"
#include "highlight/highlight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct str name_at(size_t language)
{
    const char *names = hl_language_at(language)->names;
    return (struct str){names, strcspn(names, " ")};
}

/* A file of the language's folder; the caller frees it. */
static struct text golden(size_t language, const char *file)
{
    struct text text = {0};
    char path[300], bytes[4096];
    size_t len;

    snprintf(path, sizeof(path), "tests/golden/highlight/%.*s/%s", STR_ARG(name_at(language)), file);
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        fail_msg("there is no %s", path);
    while ((len = fread(bytes, 1, sizeof(bytes), f)) > 0)
        text_add(&text, (struct str){bytes, len});
    fclose(f);
    return text;
}

static void every_language_gives_what_rouge_gives(void **state)
{
    (void)state;
    for (size_t i = 0; i < hl_language_count(); i++) {
        struct text code = golden(i, "code"), expected = golden(i, "html"), html = {0};

        assert_true(highlight(text_str(&code), name_at(i), &html));
        assert_string_equal(html.bytes, expected.bytes);
        text_free(&code);
        text_free(&expected);
        text_free(&html);
    }
}

/* The text of html: without tags, and with its three entities as characters. */
static void strip(struct str html, struct text *text)
{
    for (size_t i = 0; i < html.len; i++) {
        char c = html.at[i];
        if (c == '<') {
            i += str_find_char(str_from(html, i), '>');
            continue;
        }
        if (c == '&') {
            c = html.at[i + 1] == 'a' ? '&' : html.at[i + 1] == 'l' ? '<' : '>';
            i += str_find_char(str_from(html, i), ';');
        }
        text_add_char(text, c);
    }
}

static void assert_text_kept(struct str code, size_t language)
{
    struct text html = {0}, text = {0};

    assert_true(highlight(code, name_at(language), &html));
    strip(text_str(&html), &text);
    assert_true(str_eq(text_str(&text), code));
    text_free(&html);
    text_free(&text);
}

static void every_prefix_keeps_its_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < hl_language_count(); i++) {
        struct text code = golden(i, "code");

        for (size_t len = 0; len <= code.len; len += 1 + len / 64)
            assert_text_kept(str_head(text_str(&code), len), i);
        text_free(&code);
    }
}

/* In each language the code of another: nothing fits, and nothing gets lost. */
static void code_of_another_language_keeps_its_text(void **state)
{
    size_t count = hl_language_count();

    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct text code = golden((i * 7 + 3) % count, "code");

        assert_text_kept(text_str(&code), i);
        text_free(&code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_gives_what_rouge_gives),
        cmocka_unit_test(every_prefix_keeps_its_text),
        cmocka_unit_test(code_of_another_language_keeps_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
