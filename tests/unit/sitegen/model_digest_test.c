/* model_digest_test.c - of sitegen/model_digest.c: what changes it, and what does not. */
#include "model_digest.h"
#include "plugins/plugin.h"
#include "sitegen/site_case.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char config[] =
    "title: T\ntimezone: UTC\nplugins: [jekyll-redirect-from, jekyll-titles-from-headings, jekyll-archives]\n"
    "jekyll-archives: {enabled: [tags]}\n"
    "collections: {recipes: {output: true}}\n"
    "defaults:\n- {scope: {path: ''}, values: {layout: base, author: {name: A}}}\n";

static const char post[] = "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nText\n";

static void open_site(struct site_case *c)
{
    site_case_open(c, "_config.yml", config, "_layouts/base.html", "{{ content }}", "_includes/i.html", "i",
                   "_data/d.yml", "a: [1, 2]\n", "_posts/2025-01-31-a.md", post, "_posts/2025-02-01-b.md",
                   "---\ntitle: Two\n---\nText\n", "_recipes/r.md", "---\nspice: salt\n---\n", "plain.md",
                   "---\nnote: n\ndate: 2025-03-01\n---\n# Heading\n", "picture.svg", "<svg/>", NULL);
    assert_string_equal(site_case_messages(c), "");
}

/* Of the folder as it is now. */
static struct model_digest digest_now(const struct site_case *c)
{
    struct diag diag = {0};
    struct site site;

    site_load(&site, &c->options, &diag);
    struct model_digest digest = model_digest(&site);
    site_free(&site);
    diag_free(&diag);
    return digest;
}

static bool same(struct model_digest a, struct model_digest b)
{
    return a.high == b.high && a.low == b.low;
}

struct change {
    const char *what;
    const char *file;
    const char *text;
};

/* Each change alone, and back again. */
static void expect(const struct change *changes, size_t count, const char *before, bool is_noticed)
{
    struct site_case c;

    open_site(&c);
    struct model_digest was = digest_now(&c);
    for (size_t i = 0; i < count; i++) {
        case_add_file(c.folder, changes[i].file, changes[i].text);
        if (same(digest_now(&c), was) == is_noticed)
            fail_msg("%s: %s", changes[i].what, is_noticed ? "is not noticed" : "counts");
        case_add_file(c.folder, changes[i].file, before);
        if (!same(digest_now(&c), was))
            fail_msg("%s: is not as it was when it is changed back", changes[i].what);
    }
    site_case_free(&c);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void what_the_front_matter_of_a_post_says_is_noticed(void **state)
{
    static const char file[] = "_posts/2025-01-31-a.md";
    static const struct change changes[] = {
        {"a title", file, "---\ntitle: Won\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
        {"a tag", file, "---\ntitle: One\ntags: [x, z]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
        {"an order", file, "---\ntitle: One\ntags: [y, x]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
        {"a deep value", file, "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: c}]}\n---\nText\n"},
        {"a kind", file, "---\ntitle: One\ntags: [x, y]\nmenu: {deep: ['1', {a: b}]}\n---\nText\n"},
        {"a key", file, "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {c: b}]}\n---\nText\n"},
        {"one key more", file,
         "---\nmore:\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
        {"a date", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\ndate: 2025-01-30\n---\nText\n"},
        {"a permalink", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\npermalink: /p/\n---\nText\n"},
        {"a layout", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\nlayout: none\n---\nText\n"},
        {"a default that is overridden", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\nauthor: {name: B}\n---\nText\n"},
        {"a redirect", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\nredirect_from: /q/\n---\nText\n"},
        {"an excerpt", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\nexcerpt: e\n---\nText\n"},
        {"a post that is not published", file,
         "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\npublished: false\n---\nText\n"},
        {"front matter that is gone", file, "Text\n"},
    };

    (void)state;
    expect(changes, COUNT(changes), post, true);
}

static void what_the_configuration_says_is_noticed(void **state)
{
    static const char *const others[][2] = {
        {"title: T\n", "title: U\n"},
        {"{name: A}", "{name: B}"},
        {"values: {layout: base", "values: {layout: none"},
        {"path: ''", "path: '_recipes'"},
        {"enabled: [tags]", "enabled: [categories]"},
        {"enabled: [tags]", "enabled: [tags], permalinks: {tag: '/t/:name/'}"},
        {"jekyll-redirect-from, ", ""},
        {"output: true", "output: false"},
        {"title: T\n", "title: T\npermalink: /:title/\n"},
        {"timezone: UTC\n", "timezone: Asia/Tokyo\n"},
        {"title: T\n", "title: T\nexcerpt_separator: ''\n"},
        {"title: T\n", "title: T\ntime: 2025-06-01\n"},
        {"title: T\n", "title: T\nlimit_posts: 1\n"},
        {"title: T\n", "# of defaults, the place counts\ntitle: T\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        char *at = strstr(config, others[i][0]);
        struct text text = {0};
        assert_non_null(at);
        text_add(&text, (struct str){config, (size_t)(at - config)});
        text_add_c(&text, others[i][1]);
        text_add_c(&text, at + strlen(others[i][0]));
        struct change change = {others[i][1], "_config.yml", text.bytes};
        expect(&change, 1, config, true);
        text_free(&text);
    }
}

static void what_else_templates_can_see_is_noticed(void **state)
{
    static const struct change layout = {"a layout", "_layouts/base.html", "<b>{{ content }}</b>"},
                               include = {"an include", "_includes/i.html", "j"},
                               data = {"a data file", "_data/d.yml", "a: [1, 3]\n"},
                               recipe = {"a document", "_recipes/r.md", "---\nspice: pepper\n---\n"},
                               note = {"a page", "plain.md",
                                       "---\nnote: o\ndate: 2025-03-01\n---\n# Heading\n"},
                               date = {"its date", "plain.md",
                                       "---\nnote: n\ndate: 2025-03-02\n---\n# Heading\n"},
                               heading = {"a title that a plug-in takes from a text", "plain.md",
                                          "---\nnote: n\ndate: 2025-03-01\n---\n# Another\n"};
    static const char plain[] = "---\nnote: n\ndate: 2025-03-01\n---\n# Heading\n";

    (void)state;
    expect(&layout, 1, "{{ content }}", true);
    expect(&include, 1, "i", true);
    expect(&data, 1, "a: [1, 2]\n", true);
    expect(&recipe, 1, "---\nspice: salt\n---\n", true);
    expect(&note, 1, plain, true);
    expect(&date, 1, plain, true);
    expect(&heading, 1, plain, true);
}

static void what_is_added_is_noticed(void **state)
{
    static const char *const files[][2] = {
        {"_posts/2025-01-01-new.md", "---\n---\n"}, {"_posts/2025-03-01-new.md", "---\n---\n"},
        {"_recipes/new.md", "---\n---\n"},          {"new.md", "---\n---\n"},
        {"new.svg", "<svg/>"},                      {"_data/new.yml", "1\n"},
        {"_includes/new.html", ""},                 {"_recipes/new.svg", "<svg/>"},
    };
    struct site_case c;

    (void)state;
    open_site(&c);
    struct model_digest was = digest_now(&c);
    for (size_t i = 0; i < COUNT(files); i++) {
        case_add_file(c.folder, files[i][0], files[i][1]);
        struct model_digest now = digest_now(&c);
        if (same(was, now))
            fail_msg("%s is not noticed", files[i][0]);
        was = now;
    }
    site_case_free(&c);
}

static void drafts_and_their_moments_are_noticed(void **state)
{
    struct site_case c;

    (void)state;
    open_site(&c);
    case_add_file(c.folder, "_drafts/d.md", "---\ntitle: D\n---\n");
    struct model_digest without = digest_now(&c);
    c.options.drafts = true;
    struct model_digest with = digest_now(&c);
    assert_false(same(without, with));
    setenv("SOURCE_DATE_EPOCH", "1767229200", 1); /* of it, as a file's time is */
    assert_false(same(with, digest_now(&c)));
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    assert_true(same(with, digest_now(&c)));
    site_case_free(&c);
}

static void what_is_set_later_is_noticed(void **state)
{
    struct site_case c;

    (void)state;
    open_site(&c);
    struct page *page = site_case_find(&c, "/2025/01/31/a.html");
    assert_non_null(page);
    struct model_digest was = model_digest(&c.site);
    assert_true(same(was, digest_now(&c)));
    assert_true(same(was, model_digest(&c.site)));
    page_set(page, "more", value_c("1"));
    struct model_digest in_front = model_digest(&c.site);
    assert_false(same(was, in_front));
    page_set(page, "more", value_c("2"));
    assert_false(same(in_front, model_digest(&c.site)));
    hash_set(page->drop.hash, STR("title"), value_c("Won"));
    struct model_digest in_drop = model_digest(&c.site);
    assert_false(same(was, in_drop));
    hash_set(page->drop.hash, STR("title"), value_c("Wan"));
    assert_false(same(in_drop, model_digest(&c.site)));
    site_case_free(&c);
}

static void texts_and_places_do_not_count(void **state)
{
    static const char file[] = "_posts/2025-01-31-a.md";
    static const struct change changes[] = {
        {"a text", file, "---\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nAnother\n"},
        {"a comment", file, "---\n# why\ntitle: One\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
        {"quotes", file, "---\ntitle: 'One'\ntags: [x, y]\nmenu: {deep: [1, {a: b}]}\n---\nText\n"},
    };

    (void)state;
    expect(changes, COUNT(changes), post, false);
}

static void the_number_of_workers_does_not_count(void **state)
{
    struct site_case c;

    (void)state;
    open_site(&c);
    struct model_digest was = digest_now(&c);
    for (unsigned count = 1; count < 5; count++) {
        workers_limit(count);
        assert_true(same(was, digest_now(&c)));
    }
    workers_limit(0);
    site_case_free(&c);
}

static void a_plain_folder_has_one_too(void **state)
{
    struct site_case c;

    (void)state;
    site_case_open(&c, "index.md", "---\ntitle: A\n---\nText\n", "b/c.md", "---\nlist: [1]\n---\n", NULL);
    struct model_digest was = digest_now(&c);
    case_add_file(c.folder, "b/c.md", "---\nlist: [2]\n---\n");
    struct model_digest changed = digest_now(&c);
    assert_false(same(was, changed));
    case_add_file(c.folder, "b/c.md", "---\nlist: [1]\n---\nText\n");
    assert_true(same(was, digest_now(&c)));
    case_add_file(c.folder, "b/d.md", "");
    assert_false(same(was, digest_now(&c)));
    site_case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_front_matter_of_a_post_says_is_noticed),
        cmocka_unit_test(what_the_configuration_says_is_noticed),
        cmocka_unit_test(what_else_templates_can_see_is_noticed),
        cmocka_unit_test(what_is_added_is_noticed),
        cmocka_unit_test(drafts_and_their_moments_are_noticed),
        cmocka_unit_test(what_is_set_later_is_noticed),
        cmocka_unit_test(texts_and_places_do_not_count),
        cmocka_unit_test(the_number_of_workers_does_not_count),
        cmocka_unit_test(a_plain_folder_has_one_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
