/* check_known_test.c - of sitegen/check/check_known.c: what the next bake need not compare */
#include "check/check_parts.h"
#include "files.h"
#include "sitegen/case.h"
#include "theme.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define PAGES 3u

struct fixture {
    struct pool pool;
    char *top; /* holds the cache */
    struct diag diag;
    struct site site;
    struct page pages[PAGES];
    struct site_file file; /* of HTML */
    size_t entered;        /* findings that the last check made */
};

static const char *const right[PAGES] = {"<a href=b>1</a><a href=c#x>2</a>",
                                         "<a href=/d.html>1</a>", "<p id=x>"};

static int set_up(void **state)
{
    static const char *const paths[PAGES] = {"/a", "/b", "/c"};
    struct fixture *f = *state = calloc(1, sizeof(*f));

    f->top = case_make_folder(&f->pool, "d.html", "<a href=a>", NULL);
    setenv("XDG_CACHE_HOME", files_join(&f->pool, f->top, "cache"), 1);
    f->site = (struct site){.diag = &f->diag, .dir = f->top, .page_count = PAGES};
    f->site.taken = value_hash(&f->pool).hash;
    f->site.sources = value_hash(&f->pool).hash;
    f->site.config = value_hash(&f->pool);
    f->site.theme = theme_open(&f->pool, &f->diag, f->top, "no-templates");
    for (size_t i = 0; i < PAGES; i++) {
        f->pages[i] = (struct page){.path = paths[i], .source = paths[i], .front = value_nil, .order = i};
        hash_set(f->site.taken, str_of(paths[i]), value_c(paths[i]));
    }
    f->file = (struct site_file){
        .source = "d.html", .full = files_join(&f->pool, f->top, "d.html"), .path = "/d.html", .len = 10};
    f->site.files = &f->file;
    f->site.file_count = 1;
    hash_set(f->site.taken, STR("/d.html"), value_c("d.html"));
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    diag_free(&f->diag);
    case_remove_folder(f->top);
    pool_free(&f->pool);
    free(f);
    return 0;
}

/* One bake's check. Returns whether it had nothing to compare; *warned, how many messages there were. */
static bool bake(struct fixture *f, const char *const *html, uint64_t model, size_t *warned)
{
    struct store *store = store_open(f->top, true, files_join(&f->pool, f->top, "spare"));
    struct check *check = check_open(&f->site);
    size_t before = f->diag.count;

    check_use_store(check, store);
    check_use_model(check, (struct model_digest){model, 1});
    for (unsigned i = 0; i < PAGES; i++)
        check_page(check, i, &f->pages[i], str_of(html[i]));
    check_file(check, 0, &f->file);
    bool is_known = check_find_right(check);
    check_finish(check);
    f->entered = check->finding_count;
    check_close(check);
    store_close(store);
    *warned = f->diag.count - before;
    return is_known;
}

static void what_was_right_is_not_compared_again(void **state)
{
    static const char *const other_text[PAGES] = {"More <a href=b>2</a><a href=c#x>2</a>",
                                                  "<a href=/d.html>1</a>", "<p id=x>"};
    struct fixture *f = *state;
    size_t warned;

    assert_false(bake(f, right, 1, &warned));
    assert_int_equal(warned, 0);
    assert_true(bake(f, right, 1, &warned));
    assert_int_equal(warned, 0);
    assert_true(bake(f, other_text, 1, &warned));
    assert_int_equal(warned, 0);
}

static void another_model_is_another_site(void **state)
{
    struct fixture *f = *state;
    size_t warned;

    assert_false(bake(f, right, 1, &warned));
    assert_false(bake(f, right, 2, &warned));
    assert_true(bake(f, right, 1, &warned));
}

static void what_a_page_or_a_file_holds_is_compared_when_it_changes(void **state)
{
    static const char *const changed[][PAGES] = {
        {"<a href=b>1</a><a href=c#x>2</a><a href=none>", "<a href=/d.html>1</a>", "<p id=x>"},
        {"<a href=b>1</a><a href=c#x>2</a>", "<a href=/d.html>1</a>", "<p id=y>"},
        {"<a href=b>1</a><a href=c#x>2</a>", "<a href=/d.html>1</a><img src=d.html>", "<p id=x>"},
    };
    struct fixture *f = *state;
    size_t warned;

    assert_false(bake(f, right, 1, &warned));
    for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
        assert_false(bake(f, changed[i], 1, &warned));
        assert_int_equal(warned, 1);
        assert_false(bake(f, changed[i], 1, &warned)); /* it is said each time */
        assert_int_equal(warned, 1);
        (void)bake(f, right, 1, &warned); /* what was wrong last is compared */
        assert_int_equal(warned, 0);
        assert_true(bake(f, right, 1, &warned));
    }
    case_add_file(f->top, "d.html", "<a href=z>");
    assert_false(bake(f, right, 1, &warned));
    assert_int_equal(warned, 1);
}

/* The same links on other pages lead elsewhere. */
static void which_page_holds_what_counts(void **state)
{
    static const char *const turned[PAGES] = {"<p id=x>", "<a href=/d.html>1</a>",
                                              "<a href=b>1</a><a href=c#x>2</a>"};
    struct fixture *f = *state;
    size_t warned;

    assert_false(bake(f, right, 1, &warned));
    assert_false(bake(f, turned, 1, &warned));
    assert_int_equal(warned, 1);
}

/* Only what is not known to be right is gone through, and what it is compared with is all. */
static void beside_a_fault_the_others_are_known(void **state)
{
    static const char *const wrong[PAGES] = {"<a href=none>1</a>", "<a href=/d.html>1</a>", "<p id=x>"};
    struct fixture *f = *state;
    size_t warned;

    case_add_file(f->top, "a.md", "[1](none)\n"); /* where its place is found */
    f->pages[0].full = files_join(&f->pool, f->top, "a.md");
    assert_false(bake(f, wrong, 1, &warned));
    assert_int_equal(warned, 1);
    assert_false(bake(f, wrong, 1, &warned));
    assert_int_equal(warned, 1);
    assert_int_equal(f->entered, 1);
    assert_false(bake(f, right, 1, &warned));
    assert_int_equal(warned, 0);
    assert_int_equal(f->entered, 2); /* its two links */
    assert_true(bake(f, right, 1, &warned));
}

/* A list shows what is right where it was written: the place is found there, though that page is right. */
static void a_fault_is_placed_where_its_link_is_right(void **state)
{
    static const char *const shown[PAGES] = {"<a href=c>1</a>", "<p>", "<p>"};
    struct fixture *f = *state;
    char *messages[2];
    size_t warned, len;

    case_add_file(f->top, "post.md", "[1](c)\n");
    f->pages[0] = (struct page){.path = "/p/a", .source = "post.md", .front = value_nil, .kind = PAGE_POST};
    f->pages[0].full = files_join(&f->pool, f->top, "post.md");
    hash_set(f->site.taken, STR("/p/a"), value_c("post.md"));
    hash_set(f->site.taken, STR("/p/c"), value_c("c.md"));
    f->pages[1].path = "/list/";
    for (unsigned i = 0; i < 2; i++) {
        const char *const html[PAGES] = {shown[0], "<a href=c>1</a>", shown[2]};
        bake(f, html, 1, &warned);
        assert_int_equal(warned, 1);
        FILE *stream = open_memstream(&messages[i], &len);
        diag_print(&f->diag, stream);
        fclose(stream);
        diag_free(&f->diag);
        f->diag = (struct diag){0};
    }
    assert_non_null(strstr(messages[0], "post.md:1:5: warning: broken link \"c\""));
    assert_string_equal(messages[0], messages[1]);
    free(messages[0]);
    free(messages[1]);
}

static void without_a_store_or_a_model_nothing_is_known(void **state)
{
    struct fixture *f = *state;
    size_t warned;

    assert_false(bake(f, right, 1, &warned));
    struct check *check = check_open(&f->site);
    assert_false(check_find_right(check));
    check_use_model(check, (struct model_digest){1, 1});
    assert_false(check_find_right(check));
    check_close(check);
    check_use_model(NULL, (struct model_digest){1, 1});
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(what_was_right_is_not_compared_again),
        WITH_SITE(another_model_is_another_site),
        WITH_SITE(what_a_page_or_a_file_holds_is_compared_when_it_changes),
        WITH_SITE(which_page_holds_what_counts),
        WITH_SITE(beside_a_fault_the_others_are_known),
        WITH_SITE(a_fault_is_placed_where_its_link_is_right),
        WITH_SITE(without_a_store_or_a_model_nothing_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
