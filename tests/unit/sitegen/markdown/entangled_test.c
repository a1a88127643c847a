/* entangled_test.c - of every dialect: texts that are made to take long are rendered or refused, in time. */
#include "markdown/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

/* How often a part must come to fill 100 KB, or 10,000 times in front of something and 10,000 times behind
 * it. */
static const struct {
    const char *part;
    const char *end_part;
} cases[] = {
    {"[", NULL},
    {"[", "]"},
    {"[", "](a)"},
    {"![", NULL},
    {"![", "](a)"},
    {"[[a]", NULL},
    {"[a](", NULL},
    {"[a](b \"c ", NULL},
    {"[a][b]", NULL},
    {"](", NULL},
    {"*", NULL},
    {"*a ", NULL},
    {"*a", NULL},
    {"**a ", NULL},
    {"*a **b ", "** *"},
    {"_a ", NULL},
    {"a_", NULL},
    {"*a_ ", NULL},
    {"*_", NULL},
    {"~~a ", NULL},
    {"~~a", NULL},
    {"`", NULL},
    {"`a", NULL},
    {"`a``b", NULL},
    {"~", NULL},
    {">", NULL},
    {"> ", NULL},
    {"> a\n", NULL},
    {"- ", NULL},
    {"- a\n", NULL},
    {"1. a\n", NULL},
    {"<", NULL},
    {"<a ", NULL},
    {"<a b=\"", NULL},
    {"<b>", NULL},
    {"<b>", "</b>"},
    {"<div>\n", NULL},
    {"<div>", "</div>"},
    {"<div markdown=\"1\">\n", NULL},
    {"<p>\n", NULL},
    {"</div>\n", NULL},
    {"<!--", NULL},
    {"<!--\n", NULL},
    {"<?", NULL},
    {"<script>\n", NULL},
    {"<http:", NULL},
    {"<a@", NULL},
    {"$$a ", NULL},
    {"$$\n", NULL},
    {"{:a ", NULL},
    {"{:.a}\n", NULL},
    {"*a*{:.a}", NULL},
    {"{::comment} ", NULL},
    {"{::comment}\n", NULL},
    {"{:a: b b}\n{:b: a a}\n", NULL},
    {"&a", NULL},
    {"\"", NULL},
    {"'\"", NULL},
    {"<<", NULL},
    {"|", NULL},
    {"a|b\n", NULL},
    {"|a|b|\n|-|-|\n", NULL},
    {"[^a]", NULL},
    {"[^a]: b\n", NULL},
    {"[a]: <b> \"", NULL},
    {"[a]: b \"c\n", NULL},
    {"*[a]: b\n", NULL},
    {"a\n: b\n", NULL},
    {"    a\n\n", NULL},
    {"```a\n", NULL},
    {"~~~a\n```b\n", NULL},
    {"\n", NULL},
    {" ", NULL},
    {"\t", NULL},
    {"a\n=", NULL},
    {"\\", NULL},
    {"[a*", NULL},
    {"[<b>", NULL},
    {"*<b>", NULL},
    {"*[*](", NULL},
    {"- <div>\n", NULL},
    {"a", NULL},
    {"# a\n", NULL},
    {"a\r", NULL},
    {"`*[", NULL},
    {"<x a=b ", NULL},
    {"* a\n\n  ", NULL},
};

static void fill(struct text *text, const char *part, const char *end_part, size_t len)
{
    size_t count = end_part != NULL ? len / 10 : len / strlen(part);

    text_clear(text);
    for (size_t i = 0; i < count; i++)
        text_add_c(text, part);
    for (size_t i = 0; end_part != NULL && i < count; i++)
        text_add_c(text, i == 0 ? "a" : end_part);
}

static double seconds_of(enum markdown_dialect dialect, struct str source)
{
    struct markdown_options options;
    struct markdown_result result;
    struct pool pool = {0};
    struct timespec start, end;

    markdown_options_init(&options, dialect);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    bool ok = markdown_render(&options, NULL, source, &pool, &result);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    assert_true(ok == (result.fault == NULL));
    if (!ok)
        assert_true(result.fault_at <= source.len && result.html.len == 0);
    pool_free(&pool);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static void check_dialect(enum markdown_dialect dialect, size_t len)
{
    struct text text = {0};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fill(&text, cases[i].part, cases[i].end_part, len);
        /* Quadratic time would be minutes; the sanitizers take their part of these. */
        if (seconds_of(dialect, text_str(&text)) > 5)
            fail_msg("%zu bytes of \"%s\" take too long", len, cases[i].part);
    }
    text_free(&text);
}

static void kramdown_is_in_time(void **state)
{
    (void)state;
    check_dialect(MARKDOWN_KRAMDOWN, 100000);
}

/* The library grows its texts a little at a time, which costs much under a sanitizer and nothing without. */
static void discount_is_in_time(void **state)
{
    (void)state;
    check_dialect(MARKDOWN_DISCOUNT, 30000);
}

static void commonmark_is_in_time(void **state)
{
    (void)state;
    check_dialect(MARKDOWN_GHPAGES, 100000);
}

static void the_block_that_is_refused_is_named(void **state)
{
    struct markdown_options options;
    struct markdown_result result;
    struct pool pool = {0};
    struct text text = {0};
    unsigned line, column;

    (void)state;
    markdown_options_init(&options, MARKDOWN_KRAMDOWN);
    text_add_c(&text, "fine\r\n\r\nfine\r\n\r\n");
    for (int i = 0; i < 2000; i++)
        text_add_c(&text, "> ");
    assert_false(markdown_render(&options, NULL, text_str(&text), &pool, &result));
    str_place(text_str(&text), result.fault_at, &line, &column);
    assert_int_equal(line, 5);
    assert_non_null(strstr(result.fault, "too deeply"));
    text_free(&text);
    pool_free(&pool);
}

static void long_documents_are_no_reason_to_refuse(void **state)
{
    static const enum markdown_dialect dialects[] = {MARKDOWN_KRAMDOWN, MARKDOWN_DISCOUNT, MARKDOWN_GFM};
    struct text text = {0};

    (void)state;
    while (text.len < 500000)
        text_add_c(
            &text,
            "# Heading\n\nA *paragraph* with `code`, [a link](http://example.org/), \"quotes\" and a < b "
            "[brackets], 2 * 3.\n\n- item\n- item `x`\n\n| a | b |\n|---|---|\n| c | d |\n\n```c\nif (a[1] < "
            "b) "
            "{ c(); }\n```\n\n<div>html</div>\n\n");
    for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
        struct markdown_options options;
        struct markdown_result result;
        struct pool pool = {0};
        markdown_options_init(&options, dialects[i]);
        assert_true(markdown_render(&options, NULL, text_str(&text), &pool, &result));
        pool_free(&pool);
    }
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kramdown_is_in_time),
        cmocka_unit_test(discount_is_in_time),
        cmocka_unit_test(commonmark_is_in_time),
        cmocka_unit_test(the_block_that_is_refused_is_named),
        cmocka_unit_test(long_documents_are_no_reason_to_refuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
