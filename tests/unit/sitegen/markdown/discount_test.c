/* discount_test.c - of sitegen/markdown/discount*.c, and markdown.c */
#include "markdown/discount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool to_upper(void *context, struct str address, struct text *rewritten)
{
    (void)context;
    if (!str_ends(address, ".md"))
        return false;
    text_add_c(rewritten, "/new?a&b");
    return true;
}

static struct markdown_result render(struct str markdown, struct pool *pool)
{
    struct markdown_hooks hooks = {.link = to_upper};
    struct markdown_options options;
    struct markdown_result result;

    markdown_options_init(&options, MARKDOWN_DISCOUNT);
    assert_true(markdown_render(&options, &hooks, markdown, pool, &result));
    return result;
}

static void contains(const char *markdown, const char *wanted)
{
    struct pool pool = {0};
    struct str html = render(str_of(markdown), &pool).html;

    if (strstr(html.at, wanted) == NULL)
        fail_msg("no %s in %s", wanted, html.at);
    pool_free(&pool);
}

static void headings_get_ids_that_are_unique(void **state)
{
    (void)state;
    contains("## What's *new*?", "<h2 id=\"whats-new\">");
    contains("# A\n\n# A\n\n# A-1\n", "<h1 id=\"a\">A</h1>");
    contains("# A\n\n# A\n\n# A-1\n", "<h1 id=\"a-1\">A</h1>");
    contains("# A\n\n# A\n\n# A-1\n", "<h1 id=\"a-1-1\">A-1</h1>");
    contains("# \xc3\x9c"
             "ber uns\n",
             "id=\"\xc3\x9c"
             "ber-uns\"");
    contains("<h2 id=\"own\">x</h2>\n", "<h2 id=\"own\">");
    contains("# ***\n\n# !\n", "id=\"section\"");
}

static void headings_are_told(void **state)
{
    struct pool pool = {0};
    struct markdown_result result = render(STR("# A & *b*\n\n### C\n"), &pool);

    (void)state;
    assert_int_equal(result.heading_count, 2);
    assert_true(str_is(result.headings[0].text, "A & b"));
    assert_int_equal(result.headings[1].level, 3);
    assert_true(str_is(result.headings[1].id, "c"));
    pool_free(&pool);
}

static void fenced_code_has_its_language_as_class(void **state)
{
    (void)state;
    contains("```c\nif (a < b)\n```\n", "<pre><code class=\"language-c\">if (a &lt; b)");
    contains("```\nx\n```\n", "<pre><code>x");
}

static void the_extensions_are_on(void **state)
{
    (void)state;
    contains("a | b\n--- | :-:\n1 | 2\n", "<table>");
    contains("A[^1].\n\n[^1]: Note.\n", "<a href=\"#fn:1\" class=\"footnote\" role=\"doc-noteref\">");
    contains("A[^1].\n\n[^1]: Note.\n", "role=\"doc-backlink\"");
    contains("Term\n: Meaning\n", "<dt>Term</dt>\n<dd>Meaning</dd>");
    contains("~~gone~~", "<del>gone</del>");
    contains("see https://example.org/ there", "<a href=\"https://example.org/\">");
    contains("<section>\n\n*raw*\n\n</section>\n", "<section>");
    contains("2^32^ and \"quotes\"", "2^32^");
}

static void links_are_offered_to_the_host(void **state)
{
    (void)state;
    contains("[x](a.md)", "<a href=\"/new?a&amp;b\">x</a>");
    contains("[x](a.html)", "<a href=\"a.html\">x</a>");
    contains("![x](a.md)", "<img src=\"/new?a&amp;b\"");
    contains("<script>var a = '<a href=\"a.md\">';</script>\n", "'<a href=\"a.md\">'");
}

static void the_first_heading_is_plain_text(void **state)
{
    static const char *const cases[][2] = {{"# A *b* `c` & [d](e) #\n", "A b c & d"},
                                           {"text\n\nIt's it\n=======\n", "It\xe2\x80\x99s it"},
                                           {"```\n# no\n```\n## Yes\n", "Yes"},
                                           {"#no\n\ntext\n", ""},
                                           {"- item\n---\n", ""},
                                           {"", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pool pool = {0};
        assert_string_equal(markdown_first_heading(str_of(cases[i][0]), &pool).at, cases[i][1]);
        pool_free(&pool);
    }
}

static void text_is_nested_to_the_limit_and_no_further(void **state)
{
    struct text text = {0};
    const char *what;

    (void)state;
    text_add_c(&text, "fine\n");
    for (unsigned i = 0; i < 200; i++)
        text_add_c(&text, i % 2 > 0 ? "> " : "1. ");
    text_add_c(&text, "x");
    assert_int_equal(discount_too_deep(text_str(&text), &what), text.len);
    contains(text.bytes, "x");
    text_clear(&text);
    text_add_c(&text, "fine\n");
    for (unsigned i = 0; i <= 200; i++)
        text_add_char(&text, '>');
    assert_int_equal(discount_too_deep(text_str(&text), &what), 5);
    assert_string_equal(what, "quotes and lists are nested too deeply (at most 200)");

    /* Behind the mark of a definition, and where they are only text. */
    text_clear(&text);
    text_add_c(&text, "a\n: ");
    for (unsigned i = 0; i < 100000; i++)
        text_add_char(&text, '>');
    assert_int_equal(discount_too_deep(text_str(&text), &what), 2);
    text_clear(&text);
    text_add_c(&text, "a ");
    for (unsigned i = 0; i < 300; i++)
        text_add_char(&text, '>');
    assert_int_equal(discount_too_deep(text_str(&text), &what), text.len);
    text_free(&text);
}

static void the_block_that_would_take_too_long_is_named(void **state)
{
    struct text text = {0};
    const char *what;

    (void)state;
    text_add_c(&text, "fine\n\nalso fine [a] `b` <c>\n\n");
    size_t start = text.len;
    for (unsigned i = 0; i < 30000; i++)
        text_add_char(&text, '[');
    assert_int_equal(discount_too_deep(text_str(&text), &what), start);
    assert_non_null(strstr(what, "too entangled"));

    /* The same in code is code. */
    text_clear(&text);
    text_add_c(&text, "```\n");
    for (unsigned i = 0; i < 30000; i++)
        text_add_char(&text, '[');
    text_add_c(&text, "\n```\n\ntext\n");
    assert_int_equal(discount_too_deep(text_str(&text), &what), text.len);
    text_free(&text);
}

static uint64_t cost_of(const char *start, const char *part, size_t count)
{
    struct text text = {0};
    size_t at;

    text_add_c(&text, start);
    for (size_t i = 0; i < count; i++)
        text_add_c(&text, part);
    uint64_t cost = discount_cost(text_str(&text), &at);
    assert_true((cost > DISCOUNT_COST_MAX) == (at < text.len));
    text_free(&text);
    return cost;
}

static void what_people_write_costs_little(void **state)
{
    static const char *const parts[] = {
        "Words with [a link](http://example.org/ \"title\"), `code`, *stress* and <b>tags</b>.\n\n",
        "Words on a line.\n",
        "- an item with [a link][1]\n- another one\n\n    indented\n\n",
        "```c\na[1] = (b < c);\n```\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "[name]: http://example.org/ \"title\"\n",
        "<div>\n<p>text</p>\n\n<p>more</p>\n</div>\n\n",
        "# heading\n"};

    (void)state;
    /* Each does once what it does a thousand times. */
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        assert_true(cost_of("", parts[i], 2000) <= 2 * cost_of("", parts[i], 1000) + 1000);
}

static void the_limit_is_where_it_is_said_to_be(void **state)
{
    (void)state;
    assert_int_equal(cost_of("", "- a\n", 7745), 7745 * 7745);
    assert_true(cost_of("", "- a\n", 7745) <= DISCOUNT_COST_MAX);
    assert_true(cost_of("", "- a\n", 7746) > DISCOUNT_COST_MAX);
    assert_true(cost_of("", "[", 10000) <= DISCOUNT_COST_MAX);
    assert_true(cost_of("", "[", 11000) > DISCOUNT_COST_MAX);
}

static void html_that_does_not_end_is_text_and_looked_for(void **state)
{
    (void)state;
    assert_true(cost_of("", "<div>\n\n", 10000) > 1000 * cost_of("", "<div></div>\n\n", 10000));
    assert_true(cost_of("<div>\n", "[", 30000) > DISCOUNT_COST_MAX);
    assert_true(cost_of("<td>\n", "[", 30000) > DISCOUNT_COST_MAX);
    assert_true(cost_of("- a\n\n    ", "[", 30000) > DISCOUNT_COST_MAX);
    assert_int_equal(cost_of("a\n\n    ", "[", 30000), 0);
    assert_true(cost_of("a\n: b\n", "|-\n", 20000) > DISCOUNT_COST_MAX);
}

static void the_end_of_html_is_the_one_of_its_own_tag(void **state)
{
    static const char *const cases[][2] = {
        {"<div><div></div><p></div> x\n", "z"},
        {"<DIV><!-- </div> --></div >\n", "z"},
        {"<!-- <div> -->\n", "z"},
        {"<p>\n\n</p>\n", "z"},
    };
    static const char *const none[] = {"<div><div></div>", "<td></td>", "<!-- >",
                                      "</div>",           "<",         "<divs></divs>"};
    size_t looked_at;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pool pool = {0};
        struct str s = str_of(pool_printf(&pool, "%s%s", cases[i][0], cases[i][1]));
        assert_int_equal(discount_html_end(s, 0, &looked_at), strlen(cases[i][0]));
        pool_free(&pool);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_int_equal(discount_html_end(str_of(none[i]), 0, &looked_at), 0);
}

static void every_prefix_is_rendered(void **state)
{
    struct str whole = STR("# A [b](c.md)\n\n| a | b |\n|---|---|\n| `x` | ![y](z) |\n\n[^1]: "
                           "n\n\n```c\nint\n```\n\n<div x=\"y>\n*z* </div>\n\n1. a\n   - b[^1]\n\nT\n: D\n");

    (void)state;
    for (size_t len = 0; len <= whole.len; len++) {
        struct pool pool = {0};
        render(str_head(whole, len), &pool);
        pool_free(&pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_get_ids_that_are_unique),
        cmocka_unit_test(headings_are_told),
        cmocka_unit_test(fenced_code_has_its_language_as_class),
        cmocka_unit_test(the_extensions_are_on),
        cmocka_unit_test(links_are_offered_to_the_host),
        cmocka_unit_test(the_first_heading_is_plain_text),
        cmocka_unit_test(text_is_nested_to_the_limit_and_no_further),
        cmocka_unit_test(the_block_that_would_take_too_long_is_named),
        cmocka_unit_test(what_people_write_costs_little),
        cmocka_unit_test(the_limit_is_where_it_is_said_to_be),
        cmocka_unit_test(html_that_does_not_end_is_text_and_looked_for),
        cmocka_unit_test(the_end_of_html_is_the_one_of_its_own_tag),
        cmocka_unit_test(every_prefix_is_rendered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
