/* kramdown_test.c - of sitegen/markdown/kramdown*.c: kramdown/NAME.md, with NAME.yml as configuration, must
 * give NAME.html, which kramdown itself made (tests/jekyll/markdown/expect asks it again). */
#include "markdown/markdown.h"

#include "files.h"
#include "yaml_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define CASES "tests/unit/sitegen/markdown/kramdown"

static struct str render(const char *markdown, struct pool *pool, const struct markdown_hooks *hooks)
{
    struct markdown_options options;
    struct markdown_result result;

    markdown_options_init(&options, MARKDOWN_KRAMDOWN);
    assert_true(markdown_render(&options, hooks, str_of(markdown), pool, &result));
    return result.html;
}

static void read_options(struct pool *pool, const char *file, struct markdown_options *options)
{
    struct diag diag = {0};
    struct value config;
    struct str yaml;

    markdown_options_init(options, MARKDOWN_KRAMDOWN);
    if (!files_read(file, pool, &yaml))
        return;
    assert_true(yaml_read(pool, &diag, file, yaml, 0, yaml.len, &config));
    assert_true(markdown_options_read(options, config, pool));
    diag_free(&diag);
}

static bool check_case(const char *name)
{
    struct pool pool = {0};
    struct markdown_options options;
    struct markdown_result result;
    struct str source, want;

    assert_true(files_read(pool_printf(&pool, CASES "/%s.md", name), &pool, &source));
    assert_true(files_read(pool_printf(&pool, CASES "/%s.html", name), &pool, &want));
    read_options(&pool, pool_printf(&pool, CASES "/%s.yml", name), &options);
    assert_true(markdown_render(&options, NULL, source, &pool, &result));
    bool ok = str_eq(result.html, want);
    if (!ok)
        printf("%s: want\n%.*s\ngot\n%.*s\n", name, STR_ARG(want), STR_ARG(result.html));
    pool_free(&pool);
    return ok;
}

static void every_case_gives_what_kramdown_gives(void **state)
{
    DIR *dir = opendir(CASES);
    unsigned count = 0, wrong = 0;
    char name[256];

    (void)state;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!str_ends(str_of(entry->d_name), ".md"))
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)(strlen(entry->d_name) - 3), entry->d_name);
        count++;
        wrong += !check_case(name);
    }
    closedir(dir);
    assert_true(count >= 50);
    assert_int_equal(wrong, 0);
}

/* Every prefix of every case ends, in both kinds of input, and is UTF-8 if it was. */
static void every_prefix_is_rendered(void **state)
{
    static const char *const names[] = {
        "attributes_block", "table", "html_block", "link",         "list",       "footnote", "html_span",
        "definition_list",  "math",  "toc",        "abbreviation", "nomarkdown", "code"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct pool pool = {0};
        struct str source;
        assert_true(files_read(pool_printf(&pool, CASES "/%s.md", names[i]), &pool, &source));
        for (size_t len = 0; len <= source.len; len++) {
            struct pool one = {0};
            struct markdown_options options;
            struct markdown_result result;
            markdown_options_init(&options, MARKDOWN_KRAMDOWN);
            options.kramdown.gfm = len % 2 == 0;
            assert_true(markdown_render(&options, NULL, str_head(source, len), &one, &result));
            if (utf8_bad(str_head(source, len)) == len)
                assert_int_equal(utf8_bad(result.html), result.html.len);
            pool_free(&one);
        }
        pool_free(&pool);
    }
}

static void headings_are_told_with_their_ids(void **state)
{
    struct pool pool = {0};
    struct markdown_options options;
    struct markdown_result result;

    (void)state;
    markdown_options_init(&options, MARKDOWN_KRAMDOWN);
    assert_true(markdown_render(&options, NULL, STR("# A *b* \"c\"\n\n## `d` {#e}\n\n### A b “c”\n"), &pool,
                                &result));
    assert_int_equal(result.heading_count, 3);
    assert_int_equal(result.headings[0].level, 1);
    assert_true(str_is(result.headings[0].id, "a-b-c"));
    assert_true(str_is(result.headings[0].text, "A b \xe2\x80\x9c"
                                                "c\xe2\x80\x9d"));
    assert_true(str_is(result.headings[1].id, "e"));
    assert_true(str_is(result.headings[1].text, "d"));
    assert_true(str_is(result.headings[2].id, "a-b-c-1"));
    pool_free(&pool);
}

static bool shout(void *context, struct str code, struct str language, struct text *out)
{
    (void)context;
    if (!str_is(language, "known"))
        return false;
    text_printf(out, "<i>%.*s</i>", STR_ARG(code));
    return true;
}

static void code_is_offered_to_the_highlighter(void **state)
{
    struct markdown_hooks hooks = {.highlight = shout};
    struct pool pool = {0};

    (void)state;
    assert_string_equal(render("```known\nx\n```\n", &pool, &hooks).at,
                        "<div class=\"language-known highlighter-rouge\"><div class=\"highlight\"><pre "
                        "class=\"highlight\"><code><i>x\n</i></code></pre></div></div>\n");
    assert_string_equal(render("```unknown\n<\n```\n{: .c}\n", &pool, &hooks).at,
                        "<pre class=\"c\"><code class=\"language-unknown\">&lt;\n</code></pre>\n");
    assert_string_equal(render("`x`{:.language-known} `y`{:.language-unknown} `z`", &pool, &hooks).at,
                        "<p><code class=\"language-known highlighter-rouge\"><i>x</i></code> <code "
                        "class=\"language-unknown\">y</code> <code class=\"language-plaintext "
                        "highlighter-rouge\">z</code></p>\n");
    pool_free(&pool);
}

static bool to_upper(void *context, struct str address, struct text *rewritten)
{
    (void)context;
    text_add_c(rewritten, "/new?a&b");
    return str_ends(address, ".md");
}

static void links_are_offered_to_the_host(void **state)
{
    struct markdown_hooks hooks = {.link = to_upper};
    struct pool pool = {0};

    (void)state;
    assert_string_equal(render("[x](a.md) ![y](b.md) <a href=\"c.md\">z</a> [k](d.html)", &pool, &hooks).at,
                        "<p><a href=\"/new?a&amp;b\">x</a> <img src=\"/new?a&amp;b\" alt=\"y\" /> <a "
                        "href=\"/new?a&amp;b\">z</a> <a href=\"d.html\">k</a></p>\n");
    pool_free(&pool);
}

static void line_ends_of_all_kinds_are_the_same(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_string_equal(render("a\r\n\r\n- b\r- c", &pool, NULL).at,
                        render("a\n\n- b\n- c\n", &pool, NULL).at);
    assert_string_equal(render("", &pool, NULL).at, "\n");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_gives_what_kramdown_gives),
        cmocka_unit_test(every_prefix_is_rendered),
        cmocka_unit_test(headings_are_told_with_their_ids),
        cmocka_unit_test(code_is_offered_to_the_highlighter),
        cmocka_unit_test(links_are_offered_to_the_host),
        cmocka_unit_test(line_ends_of_all_kinds_are_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
