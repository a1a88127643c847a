/* program_test.c - of sitegen/highlight/program.c, build_*.c and catalog.c */
#include "highlight/catalog.h"
#include "highlight/program.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void every_table_compiles(void **state)
{
    (void)state;
    for (size_t i = 0; i < hl_language_count(); i++) {
        const struct hl_program *program = hl_program(i);

        assert_true(program->state_count > 0 && program->start.count > 0);
        assert_ptr_equal(program->language, hl_language_at(i));
        for (size_t s = 0; s < program->state_count; s++)
            assert_true(program->states[s].rule_count > 0);
    }
}

static void every_name_belongs_to_one_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < hl_language_count(); i++) {
        for (const char *at = hl_language_at(i)->names; *at != '\0';) {
            struct str name = {at, strcspn(at, " ")};

            assert_int_equal(hl_language_find(name), i);
            assert_false(hl_language_is_named(name) || hl_language_is_plain(name));
            at += name.len + (at[name.len] == ' ');
        }
    }
    assert_true(hl_language_find(STR("")) == HL_NONE);
    assert_true(hl_language_is_named(STR("fortran")) && !hl_language_is_named(STR("fortran ")));
}

static size_t javascript_state(const char *name)
{
    return hl_state_index(hl_program(hl_language_find(STR("javascript"))), name);
}

static void a_derived_language_has_the_states_of_its_base(void **state)
{
    const struct hl_program *base = hl_program(hl_language_find(STR("javascript")));
    const struct hl_program *derived = hl_program(hl_language_find(STR("typescript")));

    (void)state;
    for (size_t i = 0; i < base->state_count; i++) {
        size_t same = hl_state_index(derived, base->states[i].name);
        assert_true(derived->states[same].rule_count >=
                    base->states[javascript_state(base->states[i].name)].rule_count);
    }
}

static void what_a_match_can_begin_with_is_known_of_most_patterns(void **state)
{
    const struct hl_program *program = hl_program(hl_language_find(STR("c")));
    size_t known = 0, count = 0;

    (void)state;
    for (size_t s = 0; s < program->state_count; s++) {
        for (size_t r = 0; r < program->states[s].rule_count; r++, count++)
            known += program->states[s].rules[r].regex->first['\x01' / 8] != 0xff;
    }
    assert_true(known * 2 > count);
}

static void *ask(void *language)
{
    return (void *)hl_program((size_t)language);
}

static void threads_get_the_same_program(void **state)
{
    pthread_t threads[4];
    void *programs[4];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, (void *)hl_language_find(STR("swift"))), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], &programs[i]);
    for (size_t i = 0; i < 4; i++)
        assert_ptr_equal(programs[i], programs[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_get_the_same_program),
        cmocka_unit_test(every_table_compiles),
        cmocka_unit_test(every_name_belongs_to_one_language),
        cmocka_unit_test(a_derived_language_has_the_states_of_its_base),
        cmocka_unit_test(what_a_match_can_begin_with_is_known_of_most_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
