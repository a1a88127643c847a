/* source_place_test.c - of sitegen/check/source_place.c */
#include "check/source_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct sought {
    const char *link;
    bool has_page;
    unsigned line; /* 0: not found */
    unsigned column;
};

static struct source_link link_of(const struct sought *sought)
{
    return (struct source_link){.written = str_of(sought->link),
                                .url = STR("https://example.org"),
                                .baseurl = STR("/base"),
                                .has_page = sought->has_page};
}

static void expect(const char *source, const struct sought *sought, size_t count)
{
    struct pool pool = {0};
    struct source_places places;

    source_places_open(&places, &pool);
    for (size_t i = 0; i < count; i++) {
        struct source_link link = link_of(&sought[i]);
        source_places_want_link(&places, &link);
    }
    source_places_read(&places, "a.md", str_of(source), 0);
    for (size_t i = 0; i < count; i++) {
        struct source_link link = link_of(&sought[i]);
        struct source_place place = source_places_of_link(&places, &link);
        assert_int_equal(place.line, sought[i].line);
        assert_int_equal(place.column, sought[i].column);
        assert_true((place.file != NULL) == (sought[i].line > 0));
    }
    pool_free(&pool);
}

#define EXPECT(source, ...)                                                                                  \
    do {                                                                                                     \
        const struct sought sought[] = {__VA_ARGS__};                                                        \
        expect(source, sought, sizeof(sought) / sizeof(sought[0]));                                          \
    } while (0)

static void a_link_is_found_as_every_language_sets_it_off(void **state)
{
    (void)state;
    EXPECT("[a](/m.html)\n[b]: /n.html \"t\"\n<a href='/h.html'> <a href=/u.html>\n  url: /y.html\n"
           "<http://a.b/c>",
           {"/m.html", false, 1, 5}, {"/n.html", false, 2, 6}, {"/h.html", false, 3, 10},
           {"/u.html", false, 3, 28}, {"/y.html", false, 4, 8}, {"http://a.b/c", false, 5, 2},
           {"/none.html", false, 0, 0});
}

static void what_liquid_puts_in_front_is_taken_off(void **state)
{
    (void)state;
    EXPECT("{{ '/a.html' | relative_url }}\n{{ site.baseurl }}/b.html\n{{ \"c.html\" | absolute_url }}\n"
           "{{ root }}d/e.css",
           {"/base/a.html", false, 1, 5}, {"/base/b.html", false, 2, 19},
           {"https://example.org/base/c.html", false, 3, 5},
           {"../../d/e.css", false, 4, 11}, {"/base/a.html?x=1", false, 1, 5});
}

static void entities_and_escapes_may_be_missing_in_the_source(void **state)
{
    (void)state;
    EXPECT("[a](/x?a=1&b=2) [\xc3\xa9](caf\xc3\xa9.html)", {"/x?a=1&amp;b=2", false, 1, 5},
           {"caf%C3%A9.html", false, 1, 21});
}

static void a_fragment_is_found_behind_any_address(void **state)
{
    (void)state;
    EXPECT("[a](b.md#part) {% link c.md %}#there (#here)", {"/b.html#part", true, 1, 5},
           {"/c.html#there", true, 1, 31},
           {"#here", true, 1, 39}, {"/d.html", false, 0, 0}, {"#none", true, 0, 0});
}

/* The page is there: another link to it is not the one with the wrong fragment. */
static void a_link_to_the_page_is_no_place_for_its_anchor(void **state)
{
    (void)state;
    EXPECT("[a](/b.html)", {"/b.html#part", true, 0, 0});
}

static void a_word_of_a_sentence_is_no_link(void **state)
{
    (void)state;
    EXPECT("about (not) about\n[x](about) search\nurl: search", {"about", false, 2, 5},
           {"search", false, 3, 6});
}

static void longer_addresses_do_not_hold_shorter_ones(void **state)
{
    (void)state;
    EXPECT("(/a/b.html) (/b.html2)", {"/b.html", false, 0, 0});
}

static void an_id_is_found_at_its_second_definition(void **state)
{
    struct pool pool = {0};
    struct source_places places;
    const char *source = "[x](#a) <i id=\"a\"> <i id='a'>\n{: #b}\n{#b .c}\n<i id=c>\n{:#d}\n";
    static const struct {
        const char *id;
        unsigned line;
        unsigned column;
    } ids[] = {{"a", 1, 27}, {"b", 3, 2}, {"c", 4, 4}, {"d", 5, 3}, {"e", 0, 0}};

    (void)state;
    source_places_open(&places, &pool);
    for (size_t i = 0; i < 5; i++)
        source_places_want_id(&places, str_of(ids[i].id));
    source_places_read(&places, "a.md", str_of(source), 0);
    for (size_t i = 0; i < 5; i++) {
        struct source_place place = source_places_of_id(&places, str_of(ids[i].id));
        assert_int_equal(place.line, ids[i].line);
        assert_int_equal(place.column, ids[i].column);
    }
    pool_free(&pool);
}

static void the_first_file_has_it(void **state)
{
    struct pool pool = {0};
    struct source_places places;
    struct source_link link = {.written = STR("/a")};

    (void)state;
    source_places_open(&places, &pool);
    source_places_want_link(&places, &link);
    source_places_read(&places, "one", STR("---\nx: /a\n---\n"), 14);
    source_places_read(&places, "two", STR("\n(/a)"), 0);
    source_places_read(&places, "three", STR("(/a)"), 0);
    struct source_place place = source_places_of_link(&places, &link);
    assert_string_equal(place.file, "two");
    assert_int_equal(place.line, 2);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_is_found_as_every_language_sets_it_off),
        cmocka_unit_test(what_liquid_puts_in_front_is_taken_off),
        cmocka_unit_test(entities_and_escapes_may_be_missing_in_the_source),
        cmocka_unit_test(a_fragment_is_found_behind_any_address),
        cmocka_unit_test(a_link_to_the_page_is_no_place_for_its_anchor),
        cmocka_unit_test(a_word_of_a_sentence_is_no_link),
        cmocka_unit_test(longer_addresses_do_not_hold_shorter_ones),
        cmocka_unit_test(an_id_is_found_at_its_second_definition),
        cmocka_unit_test(the_first_file_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
