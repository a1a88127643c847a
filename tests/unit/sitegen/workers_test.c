/* workers_test.c - of sitegen/workers.c */
#include "workers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ITEMS 5000u

struct tally {
    atomic_uint times[ITEMS];
    unsigned of_worker[WORKERS_MAX]; /* each is one worker's alone */
};

static void note(void *context, unsigned worker, size_t item)
{
    struct tally *tally = context;

    atomic_fetch_add(&tally->times[item], 1);
    tally->of_worker[worker]++;
}

static void each_item_is_worked_on_once(void **state)
{
    static const unsigned limits[] = {1, 2, 7, WORKERS_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        static struct tally tally;
        unsigned all = 0;
        tally = (struct tally){.of_worker = {0}};
        workers_limit(limits[i]);
        assert_int_equal(workers_count(), limits[i]);
        workers_run(ITEMS, note, &tally);
        for (size_t j = 0; j < ITEMS; j++)
            assert_int_equal(tally.times[j], 1);
        for (size_t j = 0; j < WORKERS_MAX; j++)
            all += tally.of_worker[j];
        assert_int_equal(all, ITEMS);
        for (size_t j = limits[i]; j < WORKERS_MAX; j++)
            assert_int_equal(tally.of_worker[j], 0);
    }
}

static void note_stack(void *context)
{
    char here;

    *(uintptr_t *)context = (uintptr_t)&here;
}

static void another_stack_is_far_from_this_one(void **state)
{
    uintptr_t there = 0;
    char here;

    (void)state;
    assert_true(workers_stack(note_stack, &there));
    uintptr_t distance = there > (uintptr_t)&here ? there - (uintptr_t)&here : (uintptr_t)&here - there;
    assert_true(there != 0 && distance > 1024 * 1024);
}

static void no_items_are_no_work(void **state)
{
    (void)state;
    workers_limit(4);
    workers_run(0, note, NULL);
}

static void without_a_limit_there_are_as_many_as_processors(void **state)
{
    (void)state;
    workers_limit(0);
    assert_in_range(workers_count(), 1, WORKERS_MAX);
}

static void add_one(void *context)
{
    ++*(int *)context;
}

static void what_is_done_aside_is_done_once_and_when_waited_for(void **state)
{
    struct aside aside = {0};
    int count = 0;

    (void)state;
    aside_wait(&aside); /* nothing was begun */
    for (unsigned limit = 1; limit <= 2; limit++) {
        workers_limit(limit);
        aside_start(&aside, add_one, &count);
        aside_wait(&aside);
        aside_wait(&aside);
        assert_int_equal(count, limit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_is_worked_on_once),
        cmocka_unit_test(another_stack_is_far_from_this_one),
        cmocka_unit_test(no_items_are_no_work),
        cmocka_unit_test(what_is_done_aside_is_done_once_and_when_waited_for),
        cmocka_unit_test(without_a_limit_there_are_as_many_as_processors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
