/* pack_order_test.c - items stand where the first entry that they become has its place. */
#include "pack_parts.h"
#include "plugins/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct page pages[] = {{.path = "/b/"}, {.path = "/a/"}, {.path = "/"}, {.path = "/x", .is_unwritten = true}};
static struct page *page_list[] = {&pages[0], &pages[1], &pages[2], &pages[3]};
static struct site_file files[] = {{.path = "/a-b.png"}, {.path = "/404.html"}, {.path = "/a.css"}};
static struct site_redirect redirects[] = {{.from = "/a.b/"}, {.from = "/a/b"}};

static struct site site = {.pages = page_list, .page_count = 4, .files = files, .file_count = 3,
                           .redirects = redirects, .redirect_count = 2};

static void what_a_folder_is_redirected_from_counts(void **state)
{
    struct pack_output pack = {.site = &site};
    static const char *const wanted[] = {"/404.html", "/", NULL, "/a/", "/a-b.png", "/a.b/", "/a.css", "/a/b", "/b/"};
    bool has_not_found = false;
    const uint32_t *order = pack_order(&pack, &has_not_found);

    (void)state;
    assert_true(has_not_found);
    assert_int_equal(site_item_count(&site), sizeof(wanted) / sizeof(wanted[0]));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const char *path = site_item_path(&site, order[i]);
        assert_int_equal(path == NULL, wanted[i] == NULL);
        if (path != NULL)
            assert_string_equal(path, wanted[i]);
    }
    pool_free(&pack.pool);
}

static void a_bound_is_as_it_is_served(void **state)
{
    struct pack_output pack = {.site = &site};
    bool has_not_found;

    (void)state;
    pack.output.order = pack_order(&pack, &has_not_found);
    assert_string_equal(pack_order_bound(&pack, 3), "/a");
    assert_string_equal(pack_order_bound(&pack, 7), "/a/b");
    site.baseurl = STR("/base");
    assert_string_equal(pack_order_bound(&pack, 1), "/base");
    assert_string_equal(pack_order_bound(&pack, 8), "/base/b");
    site.baseurl = STR("");
    pool_free(&pack.pool);
}

static void a_site_need_not_have_a_404_page_or_anything(void **state)
{
    struct site empty = {0};
    struct pack_output pack = {.site = &empty};
    bool has_not_found = true;

    (void)state;
    assert_non_null(pack_order(&pack, &has_not_found));
    assert_false(has_not_found);
    pool_free(&pack.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_folder_is_redirected_from_counts),
        cmocka_unit_test(a_bound_is_as_it_is_served),
        cmocka_unit_test(a_site_need_not_have_a_404_page_or_anything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
