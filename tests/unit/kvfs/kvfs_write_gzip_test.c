/* kvfs_write_gzip_test.c - when a gzip form is made, and when it is given up. */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN (WRITE_PIECE + 1000)

static struct kvfs_write *w;
static uint8_t bytes[LEN];
static struct write_digest digest;

static uint64_t gzip_len_of(size_t len, uint64_t limit)
{
    struct write_source source = {.len = len};
    uint64_t gzip_len = 7;

    baked_write_file("body", bytes, len);
    source.name = baked_path("body");
    source.fd = open(source.name, O_RDONLY);
    assert_true(source.fd >= 0);
    assert_true(kvfs_write_gzip(w, &source, limit, &gzip_len, &digest));
    close(source.fd);
    return gzip_len;
}

static void the_digest_is_that_of_the_source(void **state)
{
    XXH128_hash_t sum;

    (void)state;
    memset(bytes, 'x', LEN);
    assert_in_range(gzip_len_of(LEN, LEN), 20, LEN / 100);
    sum = XXH3_128bits(bytes, LEN);
    assert_true(digest.high == sum.high64 && digest.low == sum.low64);
}

static void nothing_is_made_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(gzip_len_of(0, 100), 0);
}

static void what_reaches_the_limit_is_given_up(void **state)
{
    uint64_t whole;

    (void)state;
    memset(bytes, 'x', 1000);
    whole = gzip_len_of(1000, 1000);
    assert_true(whole > 0);
    assert_int_equal(gzip_len_of(1000, whole + 1), whole);
    assert_int_equal(gzip_len_of(1000, whole), 0);
}

static void a_large_body_is_judged_by_its_start(void **state)
{
    (void)state;
    memset(bytes, 'x', LEN);
    srand(1);
    for (size_t i = 0; i < 256 * 1024; i++)
        bytes[i] = (uint8_t)rand();
    assert_int_equal(gzip_len_of(LEN, LEN), 0);
    assert_true(gzip_len_of(WRITE_PIECE, WRITE_PIECE) > 0); /* short enough to be tried as a whole */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_the_source),
        cmocka_unit_test(nothing_is_made_of_nothing),
        cmocka_unit_test(what_reaches_the_limit_is_given_up),
        cmocka_unit_test(a_large_body_is_judged_by_its_start),
    };
    int failed;

    w = baked_open("gzip");
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    kvfs_write_free(w);
    return failed;
}
