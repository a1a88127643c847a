/* kvfs_write_file_test.c - reading and writing at offsets. */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct kvfs_write *w;

static void what_was_written_is_read(void **state)
{
    struct write_source source = {.offset = 3, .len = 4, .name = "name"};
    char buf[8] = "";

    (void)state;
    source.fd = open(baked_path("rw"), O_RDWR | O_CREAT, 0600);
    assert_true(source.fd >= 0);
    assert_true(kvfs_write_pwrite(w, source.fd, 2, "abcdef", 6));
    assert_true(kvfs_write_pread(w, &source, 1, buf, 3));
    assert_string_equal(buf, "cde");
    assert_false(kvfs_write_pread(w, &source, 1, buf, 5));
    assert_string_equal(kvfs_write_error(w), "name: changed while it was read");
    close(source.fd);
    assert_false(kvfs_write_pread(w, &source, 0, buf, 1));
    assert_string_equal(kvfs_write_error(w), "name: Bad file descriptor");
    assert_false(kvfs_write_pwrite(w, source.fd, 0, buf, 1));
    assert_non_null(strstr(kvfs_write_error(w), "/file.bin: Bad file descriptor"));
}

static void the_length_of_a_file_is_found_when_it_is_opened(void **state)
{
    uint64_t len = 0;
    int fd;

    (void)state;
    baked_write_file("five", "12345", 5);
    fd = kvfs_write_open_file(w, baked_path("five"), &len);
    assert_true(fd >= 0);
    assert_int_equal(len, 5);
    close(fd);
    assert_int_equal(kvfs_write_open_file(w, "/dev/null", &len), -1);
    assert_string_equal(kvfs_write_error(w), "/dev/null: is not a regular file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(the_length_of_a_file_is_found_when_it_is_opened),
    };
    int failed;

    w = baked_open("file");
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    kvfs_write_free(w);
    return failed;
}
