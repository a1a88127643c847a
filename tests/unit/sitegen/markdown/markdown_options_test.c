/* markdown_options_test.c - of sitegen/markdown/markdown_options.c */
#include "markdown/markdown_options.h"

#include "yaml_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct markdown_options read_yaml(struct pool *pool, const char *yaml, bool want)
{
    struct markdown_options options;
    struct diag diag = {0};
    struct value config;
    struct str source = str_of(yaml);

    markdown_options_init(&options, MARKDOWN_KRAMDOWN);
    assert_true(yaml_read(pool, &diag, "_config.yml", source, 0, source.len, &config));
    assert_int_equal(markdown_options_read(&options, config, pool), want);
    diag_free(&diag);
    return options;
}

static void dialects_are_found_by_name_in_any_case(void **state)
{
    static const struct {
        const char *name;
        enum markdown_dialect dialect;
    } names[] = {{"kramdown", MARKDOWN_KRAMDOWN},
                 {"Kramdown", MARKDOWN_KRAMDOWN},
                 {"rdiscount", MARKDOWN_DISCOUNT},
                 {"discount", MARKDOWN_DISCOUNT},
                 {"CommonMark", MARKDOWN_COMMONMARK},
                 {"CommonMarkGhPages", MARKDOWN_GHPAGES},
                 {"GFM", MARKDOWN_GFM}};
    enum markdown_dialect dialect;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_true(markdown_dialect_of(str_of(names[i].name), &dialect));
        assert_int_equal(dialect, names[i].dialect);
    }
    assert_false(markdown_dialect_of(STR("redcarpet"), &dialect));
}

static void a_dialect_that_there_is_not_is_told(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_int_equal(read_yaml(&pool, "markdown: redcarpet\n", false).dialect, MARKDOWN_KRAMDOWN);
    assert_int_equal(read_yaml(&pool, "markdown: GFM\n", true).dialect, MARKDOWN_GFM);
    pool_free(&pool);
}

static void without_a_configuration_it_is_as_jekyll_has_it(void **state)
{
    struct pool pool = {0};
    struct kramdown_options options = read_yaml(&pool, "title: x\n", true).kramdown;

    (void)state;
    assert_true(options.gfm && !options.hard_wrap && options.auto_ids && options.math);
    assert_true(options.highlight_blocks && options.highlight_spans && options.highlight_plain);
    assert_int_equal(options.toc_levels, 0x7e);
    assert_int_equal(options.footnote_nr, 1);
    pool_free(&pool);
}

static void values_are_read_in_every_form(void **state)
{
    static const struct {
        const char *yaml;
        unsigned levels;
    } levels[] = {{"kramdown: {toc_levels: 2..4}\n", 0x1c},
                  {"kramdown: {toc_levels: \"1,3\"}\n", 0x0a},
                  {"kramdown: {toc_levels: [2, 3]}\n", 0x0c},
                  {"kramdown: {toc_levels: [\"6\", 9]}\n", 0x40}};
    struct pool pool = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
        assert_int_equal(read_yaml(&pool, levels[i].yaml, true).kramdown.toc_levels, levels[i].levels);
    struct kramdown_options options =
        read_yaml(
            &pool,
            "kramdown:\n  input: Kramdown\n  smart_quotes: apos,apos,quot,quot\n  entity_output: ':numeric'\n"
            "  math_engine: ~\n  footnote_nr: '3'\n  header_offset: -1\n  unknown: 1\n",
            true)
            .kramdown;
    assert_false(options.gfm || options.math);
    assert_int_equal(options.smart_quotes[0], '\'');
    assert_int_equal(options.smart_quotes[3], '"');
    assert_int_equal(options.entity_output, KRAMDOWN_NUMERIC);
    assert_int_equal(options.footnote_nr, 3);
    assert_int_equal(options.header_offset, -1);
    pool_free(&pool);
}

static void highlighting_is_turned_off(void **state)
{
    struct pool pool = {0};

    (void)state;
    assert_false(read_yaml(&pool, "highlighter: none\n", true).kramdown.highlight_blocks);
    assert_false(
        read_yaml(&pool, "kramdown: {syntax_highlighter: coderay}\n", true).kramdown.highlight_spans);
    struct kramdown_options options =
        read_yaml(&pool, "kramdown: {syntax_highlighter_opts: {span: {disable: true}, default_lang: c}}\n",
                  true)
            .kramdown;
    assert_true(options.highlight_blocks && !options.highlight_spans);
    assert_true(str_is(options.default_lang, "c"));
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dialects_are_found_by_name_in_any_case),
        cmocka_unit_test(a_dialect_that_there_is_not_is_told),
        cmocka_unit_test(without_a_configuration_it_is_as_jekyll_has_it),
        cmocka_unit_test(values_are_read_in_every_form),
        cmocka_unit_test(highlighting_is_turned_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
