/* gemfile_test.c - of sitegen/plugins/gemfile.c: the gems that Jekyll loads. */
#include "sitegen/site_case.h"
#include "plugins/plugins_named.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void note(void *context, struct str name, size_t offset)
{
    struct text *text = context;

    text_printf(text, "%.*s@%zu ", STR_ARG(name), offset);
}

static void check(const char *gemfile, const char *wanted)
{
    struct text found = {0};

    text_add_c(&found, "");
    gemfile_plugins(str_of(gemfile), note, &found);
    assert_string_equal(found.bytes, wanted);
    text_free(&found);
}

static void gems_of_the_group_are_found(void **state)
{
    (void)state;
    check("gem \"jekyll\"\ngroup :jekyll_plugins do\n  gem 'jekyll-feed', '~> 0.12'\n  gem(\"x\")\nend\ngem "
          "'y'\n",
          "jekyll-feed@45 x@76 ");
    check("gem 'a', group: :jekyll_plugins\ngem 'b', :groups => [:test, :jekyll_plugins]", "a@5 b@37 ");
}

static void blocks_inside_and_outside_the_group_end_where_they_end(void **state)
{
    (void)state;
    check("platforms :mingw do\n gem 'w'\nend\ngroup :jekyll_plugins do\nif true\ngem 'in'\nend\ngem "
          "'in2'\nend\n"
          "gem 'out'",
          "in@71 in2@84 ");
}

static void github_pages_counts_wherever_it_stands(void **state)
{
    (void)state;
    check("# gem \"no\", group: :jekyll_plugins\ngem \"github-pages\", \"~> 228\"\nend\n",
          "github-pages@40 ");
    check("", "");
    check("gem \"", "");
    check("gem 'unclosed", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gems_of_the_group_are_found),
        cmocka_unit_test(blocks_inside_and_outside_the_group_end_where_they_end),
        cmocka_unit_test(github_pages_counts_wherever_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
