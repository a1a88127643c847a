/* commands_test.c - of sitegen/commands.c, commands_help.c and commands_complete.c; tests/golden/commands and completion
 * compare them with what the program does */
#include "commands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct text complete(int count, ...)
{
    struct text out = {0};
    char *words[8] = {NULL};
    va_list args;

    va_start(args, count);
    for (int i = 0; i < count; i++)
        words[i] = va_arg(args, char *);
    va_end(args);
    command_complete(count, words, &out);
    text_add_c(&out, "");
    return out;
}

static void no_command_has_two_options_of_one_name(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->usage != NULL; c++) {
        const char *names[64];
        size_t count = 0;
        for (const struct option *const *list = c->options; *list != NULL; list++)
            for (const struct option *o = *list; o->name != NULL; o++) {
                assert_int_equal(o->takes == TAKES_NOTHING, o->value == NULL);
                for (size_t i = 0; i < count; i++)
                    assert_string_not_equal(names[i], o->name);
                names[count++] = o->name;
            }
    }
}

static void a_command_is_found_by_its_whole_name(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->usage != NULL; c++)
        if (c->name != NULL)
            assert_ptr_equal(command_find(c->name), c);
    assert_null(command_find("pub"));
    assert_null(command_find("publishes"));
    assert_null(command_find(""));
    assert_null(command_bake()->name);
}

static void a_value_is_offered_behind_its_option_and_within_it(void **state)
{
    struct text out = complete(3, "boot", "--machine", "");

    (void)state;
    assert_string_equal(out.bytes, "microvm\nq35\npc\n");
    text_free(&out);
    out = complete(2, "boot", "--machine=p");
    assert_string_equal(out.bytes, "--machine=pc\n");
    text_free(&out);
    out = complete(3, "x", "-o", "");
    assert_string_equal(out.bytes, ":files\n");
    text_free(&out);
}

static void a_command_is_one_only_where_it_comes_first(void **state)
{
    struct text out = complete(2, "folder", "pac");

    (void)state;
    assert_string_equal(out.bytes, "");
    text_free(&out);
    out = complete(3, "new", "boot", "--t");
    assert_non_null(strstr(out.bytes, "--template\t"));
    text_free(&out);
}

static void behind_two_dashes_there_are_only_names(void **state)
{
    struct text out = complete(3, "check", "--", "-");

    (void)state;
    assert_string_equal(out.bytes, ":folders\n");
    text_free(&out);
}

static void any_words_may_be_asked_about(void **state)
{
    static char *const odd[] = {"", "-", "--", "=", "--=", "-=x", "--as=", "--as==", "=ip", "ip=", "ip==", "\n", "\377\t:"};
    const size_t count = sizeof(odd) / sizeof(odd[0]);

    (void)state;
    struct text out = complete(0);
    assert_string_equal(out.bytes, "");
    text_free(&out);
    for (size_t i = 0; i < count * count * count; i++)
        for (const struct command *c = commands; c->usage != NULL; c++) {
            out = complete(4, c->name != NULL ? c->name : "folder", odd[i % count], odd[i / count % count],
                           odd[i / count / count]);
            assert_true(out.len == 0 || out.bytes[out.len - 1] == '\n');
            text_free(&out);
        }
}

static void help_names_each_command_and_option(void **state)
{
    struct text out = {0};

    (void)state;
    command_help(&out);
    for (const struct command *c = commands; c->usage != NULL; c++) {
        struct text of = {0};
        if (c->name == NULL)
            continue;
        assert_non_null(strstr(out.bytes, c->what));
        command_help_of(c, &of);
        assert_true(str_starts(text_str(&of), "Usage: sitegen "));
        for (const struct option *const *list = c->options; *list != NULL; list++)
            for (const struct option *o = *list; o->name != NULL; o++)
                assert_non_null(strstr(of.bytes, o->name));
        text_free(&of);
    }
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_has_two_options_of_one_name),
        cmocka_unit_test(a_command_is_found_by_its_whole_name),
        cmocka_unit_test(a_value_is_offered_behind_its_option_and_within_it),
        cmocka_unit_test(a_command_is_one_only_where_it_comes_first),
        cmocka_unit_test(behind_two_dashes_there_are_only_names),
        cmocka_unit_test(any_words_may_be_asked_about),
        cmocka_unit_test(help_names_each_command_and_option),
    };

    return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
