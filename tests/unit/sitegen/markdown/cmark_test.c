/* cmark_test.c - of sitegen/markdown/cmark*.c */
#include "markdown/cmark.h"

#include "workers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdatomic.h>

static void renders(const struct markdown_options *options, const char *markdown, const char *html)
{
    struct markdown_result result;
    struct pool pool = {0};

    assert_true(markdown_render(options, NULL, str_of(markdown), &pool, &result));
    assert_string_equal(result.html.at, html);
    pool_free(&pool);
}

static void gfm_has_its_extensions_and_raw_html(void **state)
{
    struct markdown_options options;

    (void)state;
    markdown_options_init(&options, MARKDOWN_GFM);
    renders(&options, "# A\n\n~~b~~ <b>c</b> http://d.org\n",
            "<h1>A</h1>\n<p><del>b</del> <b>c</b> <a href=\"http://d.org\">http://d.org</a></p>\n");
    renders(&options, "|a|\n|-|\n|b|\n",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n"
            "</tbody>\n</table>\n");
    renders(&options, "```c\nx < y\n```\n", "<pre><code class=\"language-c\">x &lt; y\n</code></pre>\n");
    renders(&options, "<script>x</script>\n", "&lt;script>x&lt;/script>\n");
}

static void commonmark_has_what_the_configuration_says(void **state)
{
    struct markdown_options options;
    struct pool pool = {0};
    struct value config = value_hash(&pool), own = value_hash(&pool), flags = value_array(&pool);

    (void)state;
    markdown_options_init(&options, MARKDOWN_COMMONMARK);
    renders(&options, "~~a~~ <b>\n", "<p>~~a~~ <!-- raw HTML omitted --></p>\n");
    array_add(flags.array, value_c("UNSAFE"));
    hash_set(own.hash, STR("options"), flags);
    flags = value_array(&pool);
    array_add(flags.array, value_c("strikethrough"));
    hash_set(own.hash, STR("extensions"), flags);
    hash_set(config.hash, STR("commonmark"), own);
    assert_true(markdown_options_read(&options, config, &pool));
    renders(&options, "~~a~~ <b>\n", "<p><del>a</del> <b></p>\n");
    pool_free(&pool);
}

static void code_is_marked_for_style_sheets(void **state)
{
    struct markdown_options options;

    (void)state;
    markdown_options_init(&options, MARKDOWN_COMMONMARK);
    renders(&options, "- a\n\n  ```c d\n  \"<\"\n  ```\n",
            "<ul>\n<li>\n<p>a</p>\n<div class=\"language-c highlighter-rouge\"><div class=\"highlight\"><pre "
            "class=\"highlight\"><code data-lang=\"c\">\"&lt;\"\n</code></pre></div></div>\n</li>\n</ul>\n");
}

static void github_pages_has_ids(void **state)
{
    struct markdown_options options;
    struct markdown_result result;
    struct pool pool = {0};

    (void)state;
    markdown_options_init(&options, MARKDOWN_GHPAGES);
    renders(&options, "# A *b*!\n\n# A b\n",
            "<h1 id=\"a-b\">A <em>b</em>!</h1>\n<h1 id=\"a-b-1\">A b</h1>\n");
    assert_true(markdown_render(&options, NULL, STR("text\n\nA `b`\n---\n"), &pool, &result));
    assert_int_equal(result.heading_count, 1);
    assert_int_equal(result.headings[0].level, 2);
    assert_true(str_is(result.headings[0].text, "A b"));
    assert_true(str_is(result.headings[0].id, "a-b"));
    pool_free(&pool);
}

struct many {
    struct markdown_options options;
    atomic_size_t right;
};

static void render_one(void *context, unsigned worker, size_t item)
{
    struct many *many = context;
    struct markdown_result result;
    struct pool pool = {0};

    (void)worker;
    (void)item;
    if (markdown_render(&many->options, NULL, STR("~~a~~ www.b.org\n\n~~c~~\n"), &pool, &result) &&
        str_is(result.html, "<p><del>a</del> <a href=\"http://www.b.org\">www.b.org</a></p>\n"
                            "<p><del>c</del></p>\n"))
        atomic_fetch_add(&many->right, 1);
    pool_free(&pool);
}

static void extensions_hold_while_others_render(void **state)
{
    struct many many = {.right = 0};

    (void)state;
    markdown_options_init(&many.options, MARKDOWN_GFM);
    workers_limit(4);
    workers_run(20000, render_one, &many);
    workers_limit(0);
    assert_int_equal(many.right, 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gfm_has_its_extensions_and_raw_html),
        cmocka_unit_test(commonmark_has_what_the_configuration_says),
        cmocka_unit_test(code_is_marked_for_style_sheets),
        cmocka_unit_test(github_pages_has_ids),
        cmocka_unit_test(extensions_hold_while_others_render),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
