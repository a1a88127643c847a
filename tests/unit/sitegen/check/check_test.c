/* check_test.c - of sitegen/check as a whole, over sites that no folder holds */
#include "check/check.h"
#include "theme.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define PAGES_MAX 16u

struct made_site {
    struct pool pool;
    struct diag diag;
    struct site site;
    struct page pages[PAGES_MAX];
    const char *html[PAGES_MAX];
    size_t count;
    struct check *check;
};

static struct made_site *site_of(const char *baseurl)
{
    struct made_site *made = calloc(1, sizeof(*made));

    made->site = (struct site){.diag = &made->diag, .dir = "no-site", .baseurl = str_of(baseurl)};
    made->site.taken = value_hash(&made->pool).hash;
    made->site.sources = value_hash(&made->pool).hash;
    made->site.config = value_hash(&made->pool);
    made->site.theme = theme_open(&made->pool, &made->diag, "no-site", "no-templates");
    made->check = check_open(&made->site);
    return made;
}

static void add(struct made_site *made, const char *path, const char *html)
{
    made->pages[made->count] = (struct page){.path = path, .source = path, .front = value_nil};
    made->html[made->count++] = html;
    hash_set(made->site.taken, str_of(path), value_c(path));
}

/* What is said, the pages being rendered in their order or in the opposite one. */
static void expect(struct made_site *made, bool backwards, const char *expected)
{
    char *printed;
    size_t len;
    FILE *stream = open_memstream(&printed, &len);

    for (size_t i = 0; i < made->count; i++) {
        size_t index = backwards ? made->count - 1 - i : i;
        check_page(made->check, (unsigned)(index % 3), &made->pages[index], str_of(made->html[index]));
    }
    check_finish(made->check);
    diag_print(&made->diag, stream);
    fclose(stream);
    assert_string_equal(printed, expected);
    free(printed);
    check_close(made->check);
    diag_free(&made->diag);
    pool_free(&made->pool);
    free(made);
}

static void what_is_there_is_no_fault(void **state)
{
    struct made_site *made = site_of("");

    (void)state;
    add(made, "/", "<a href=a.html#x>1</a><a href='a.html?q#y'>2</a><a href=/b>3</a>"
                   "<a href=b/index.html>4</a>");
    add(made, "/a.html", "<p id=x><a name='y'></a><a href='#x'>1</a><a href='.'>2</a>"
                         "<a href=index.html>3</a>");
    add(made, "/b/", "<a href=../a.html#x>1</a><a href='/b#&eacute;&amp;'>2</a><p id='&eacute;&amp;'>");
    expect(made, false, "");
}

static void the_order_of_pages_changes_nothing(void **state)
{
    (void)state;
    for (unsigned backwards = 0; backwards < 2; backwards++) {
        struct made_site *made = site_of("");
        add(made, "/", "<a href=none>1</a><a href=a.html#none>1</a>");
        add(made, "/a.html", "<a href=none>1</a><img src=a.html><b id=i><i id=i>");
        add(made, "/b/c.html", "<a href=none>1</a><a href=/a.html#none>1</a>");
        expect(made, backwards,
               "/: warning: broken link \"a.html#none\": there is no id \"none\" on /a.html (on /)\n"
               "/: warning: broken link \"none\": nothing is served at /none (on 3 pages, first /)\n"
               "/a.html: warning: id \"i\" stands more than once on the page (on /a.html)\n"
               "/a.html: warning: image \"a.html\" has no alt text (alt=\"\" where it only decorates) (on "
               "/a.html)\n"
               "/b/c.html: warning: broken link \"/a.html#none\": there is no id \"none\" on /a.html (on "
               "/b/c.html)\n");
    }
}

static void below_a_baseurl_the_host_is_somebody_elses(void **state)
{
    struct made_site *made = site_of("/base");

    (void)state;
    add(made, "/", "<a href=/>1</a><a href=/wiki>2</a><a href=/a.html>3</a><a href=/base/a.html>4</a>"
                   "<a href=a.html>5</a><a href=/base/none>6</a><a href=../../x>7</a>");
    add(made, "/a.html", "");
    expect(made, false,
           "/: warning: broken link \"/base/none\": nothing is served there (on /base/)\n"
           "/: warning: link \"/a.html\" leaves out the baseurl \"/base\" (on /base/)\n");
}

static void a_page_that_leads_on_may_have_any_anchor(void **state)
{
    struct made_site *made = site_of("");

    (void)state;
    add(made, "/", "<a href=a#x>1</a><a href=b#x>2</a><a href=c.pdf#page=2>3</a>");
    add(made, "/a", "<meta http-equiv=refresh content='0; url=/'>");
    add(made, "/b", "<a href=none>");
    made->pages[2].location = "/gone";
    hash_set(made->site.taken, STR("/c.pdf"), value_c("c.pdf"));
    expect(made, false, "/b: warning: broken link \"/gone\": nothing is served there (on /b)\n");
}

static void a_base_moves_relative_links(void **state)
{
    struct made_site *made = site_of("");

    (void)state;
    add(made, "/a/b.html", "<base href='/c/'><a href=d>1</a><a href=b.html>2</a><a href='#x'>3</a><p id=x>");
    add(made, "/c/d", "");
    expect(made, false,
           "/a/b.html: warning: broken link \"b.html\": nothing is served at /c/b.html (on /a/b.html)\n");
}

/* A hundred thousand of each: more than any site has, and done in less time than one page takes to read. */
static void of_very_many_faults_the_first_hundred_are_shown(void **state)
{
    struct made_site *made = site_of("");
    struct text html = {0}, expected = {0};

    (void)state;
    for (unsigned i = 0; i < 100000; i++)
        text_printf(&html, "<a href=n%05u>x</a><i id=i%u>", i, i / 2);
    add(made, "/", html.bytes);
    text_printf(&expected, "sitegen: warning: 49900 more ids that stand twice\n"
                           "sitegen: warning: 99900 more broken links\n");
    for (unsigned i = 0; i < 100; i++)
        text_printf(&expected, "/: warning: broken link \"n%05u\": nothing is served at /n%05u (on /)\n", i,
                    i);
    for (size_t i = 0; i < made->count; i++)
        check_page(made->check, 0, &made->pages[i], str_of(made->html[i]));
    check_finish(made->check);
    char *printed;
    size_t len;
    FILE *stream = open_memstream(&printed, &len);
    diag_print(&made->diag, stream);
    fclose(stream);
    assert_int_equal(made->diag.count, 202);
    assert_memory_equal(printed, expected.bytes, expected.len);
    free(printed);
    text_free(&html);
    text_free(&expected);
    check_close(made->check);
    diag_free(&made->diag);
    pool_free(&made->pool);
    free(made);
}

struct worker {
    struct made_site *made;
    size_t first;
};

static void *render(void *context)
{
    const struct worker *worker = context;

    for (unsigned round = 0; round < 50; round++)
        for (size_t i = worker->first; i < worker->made->count; i += 4)
            check_page(worker->made->check, (unsigned)worker->first, &worker->made->pages[i], str_of(worker->made->html[i]));
    return NULL;
}

static void pages_may_come_from_several_threads(void **state)
{
    struct made_site *made = site_of("");
    struct worker workers[4];
    pthread_t threads[4];

    (void)state;
    for (unsigned i = 0; i < PAGES_MAX; i++)
        add(made, pool_printf(&made->pool, "/%u", i), "<a href=0#x><a href='/1'><p id=x><a href='#none'>");
    for (unsigned i = 0; i < 4; i++) {
        workers[i] = (struct worker){made, i};
        assert_int_equal(pthread_create(&threads[i], NULL, render, &workers[i]), 0);
    }
    for (unsigned i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    made->count = 0;
    expect(made, false,
           "/0: warning: broken link \"#none\": there is no id \"none\" on /0 (on 800 pages, first /0)\n");
}

static void without_a_check_nothing_happens(void **state)
{
    struct page page = {.path = "/"};

    (void)state;
    check_page(NULL, 0, &page, STR("<a href=none>"));
    check_file(NULL, 0, &(struct site_file){.source = "a.html"});
    check_finish(NULL);
    check_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_no_fault),
        cmocka_unit_test(the_order_of_pages_changes_nothing),
        cmocka_unit_test(below_a_baseurl_the_host_is_somebody_elses),
        cmocka_unit_test(a_page_that_leads_on_may_have_any_anchor),
        cmocka_unit_test(a_base_moves_relative_links),
        cmocka_unit_test(of_very_many_faults_the_first_hundred_are_shown),
        cmocka_unit_test(pages_may_come_from_several_threads),
        cmocka_unit_test(without_a_check_nothing_happens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
