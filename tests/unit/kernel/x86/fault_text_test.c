/* fault_text_test.c - an exception in words. */
#include "x86/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char text[160];

static const char *page_fault(uint64_t code, uint64_t cr2)
{
    struct fault_frame frame = {.vector = 14, .error_code = code, .rip = 0x101234};
    fault_describe(&frame, cr2, 0x200000, text, sizeof text);
    return text;
}

static void page_faults_name_their_cause(void **state)
{
    (void)state;
    assert_string_equal(page_fault(2, 8),
                        "fault: page fault at 0000000000101234, write of 0000000000000008: null pointer");
    assert_non_null(strstr(page_fault(2, 0x200ff8), "write of 0000000000200ff8: stack overflow"));
    assert_non_null(strstr(page_fault(3, 0x100000), "write of 0000000000100000: the page does not allow it"));
    assert_non_null(strstr(page_fault(0x11, 0x300000), "execute of"));
    assert_non_null(strstr(page_fault(0, 0xd0000000), "read of 00000000d0000000: nothing is there"));
    assert_non_null(strstr(page_fault(9, 0x300000), "bad page table"));
}

static void every_vector_has_a_name(void **state)
{
    (void)state;
    for (uint64_t vector = 0; vector < 300; vector++) {
        struct fault_frame frame = {.vector = vector};
        assert_true(fault_describe(&frame, 0, 0x200000, text, sizeof text) > 0);
        assert_null(strstr(text, "(null)"));
    }
}

static void a_short_buffer_cuts(void **state)
{
    (void)state;
    struct fault_frame frame = {.vector = 13};
    char small[8];

    assert_int_equal(fault_describe(&frame, 0, 0, small, sizeof small), 7);
    assert_string_equal(small, "fault: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_faults_name_their_cause),
        cmocka_unit_test(every_vector_has_a_name),
        cmocka_unit_test(a_short_buffer_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
