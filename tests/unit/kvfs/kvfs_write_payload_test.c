/* kvfs_write_payload_test.c - the bytes that go out on the wire, large files, full disks, files that change.
 */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (1024u * 1024)

/* A span as text; to be freed. */
static char *text_of(struct span span)
{
    return strndup((const char *)span.bytes, span.len);
}

/* Inflate a gzip body, which must be as long as expected; to be freed. */
static uint8_t *inflate_span(struct span span, size_t expected_len)
{
    uint8_t *out = malloc(expected_len + 1);
    z_stream z = {.next_in = (Bytef *)span.bytes,
                  .avail_in = (uInt)span.len,
                  .next_out = out,
                  .avail_out = (uInt)(expected_len + 1)};

    assert_non_null(out);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, expected_len);
    assert_int_equal(z.avail_in, 0);
    inflateEnd(&z);
    return out;
}

/* What kvfs.h promises of every representation. */
static void check_rep(const struct baked *b, const struct kvfs_representation *rep)
{
    const uint8_t *end = b->payload + b->site->content_len;
    char *head = text_of(rep->head), length[64];

    assert_ptr_equal(rep->head.bytes + rep->head.len, rep->body.bytes);
    assert_true(rep->head.bytes >= b->payload && rep->body.bytes + rep->body.len <= end);
    assert_int_equal((rep->head.bytes - b->payload) % 64, 0);
    assert_string_equal(head + strlen(head) - 4, "\r\n\r\n");
    snprintf(length, sizeof(length), "Content-Length: %zu\r\n", rep->body.len);
    assert_non_null(strstr(head, length));
    if (rep->etag.len > 0) {
        assert_memory_equal(rep->head_304.bytes, "ETag: \"", 7);
        assert_memory_equal(rep->head_304.bytes + rep->head_304.len - 4, "\r\n\r\n", 4);
        assert_ptr_equal(rep->etag.bytes, rep->head_304.bytes + 6);
        assert_int_equal(rep->etag.len, 34);
        assert_int_equal(rep->etag.bytes[33], '"');
    }
    free(head);
}

static void a_page_has_two_representations_with_their_own_heads(void **state)
{
    static char text[5001];
    struct kvfs_write *w = baked_open("page");
    const struct kvfs_resource *page;
    struct kvfs_write_totals totals;
    struct baked b;
    char *head;
    uint8_t *plain;

    (void)state;
    memset(text, 'x', 5000);
    assert_true(baked_add_text(w, "/", text));
    totals = baked_finish(w);
    b = baked_load();
    page = b.lookup("/", 1);
    check_rep(&b, &page->identity);
    check_rep(&b, &page->gzip);
    assert_int_equal(totals.gzip_len, page->gzip.body.len);
    assert_memory_not_equal(page->identity.etag.bytes, page->gzip.etag.bytes, 34);
    plain = inflate_span(page->gzip.body, 5000);
    assert_memory_equal(plain, text, 5000);
    free(plain);
    assert_memory_equal(page->gzip.body.bytes, "\x1f\x8b\x08\0\0\0\0\0\x02\x03", 10);

    head = text_of(page->gzip.head);
    assert_non_null(strstr(head, "Content-Type: text/html; charset=utf-8\r\n"));
    assert_non_null(strstr(head, "Content-Encoding: gzip\r\n"));
    free(head);
    head = text_of(page->identity.head);
    assert_null(strstr(head, "Content-Encoding"));
    free(head);
    head = text_of(page->identity.head_304);
    assert_null(strstr(head, "Content-"));
    assert_string_equal(head + 42,
                        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nCache-Control: no-cache\r\n"
                        "Vary: Accept-Encoding\r\n\r\n");
    free(head);
    baked_unload(&b);
}

static void gzip_is_dropped_unless_it_saves_bytes(void **state)
{
    struct kvfs_write *w = baked_open("small");
    const struct kvfs_resource *page;
    struct baked b;
    char *head;

    (void)state;
    assert_true(baked_add_text(w, "/short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    baked_finish(w);
    b = baked_load();
    page = b.lookup("/short", 6);
    assert_int_equal(page->gzip.head.len, 0);
    head = text_of(page->identity.head);
    assert_null(strstr(head, "Vary"));
    free(head);
    baked_unload(&b);
}

static void the_etag_follows_content_and_type_alone(void **state)
{
    struct kvfs_write *w = baked_open("etag");
    struct kvfs_write_entry entry = {.path = "/c",
                                     .content_type = "text/plain",
                                     .last_modified_s = 784111777,
                                     .body = {(const uint8_t *)"same", 4}};
    const uint8_t *a, *aa, *c, *d;
    struct baked b;

    (void)state;
    assert_true(baked_add_text(w, "/a", "same"));
    assert_true(baked_add_text(w, "/aa", "same"));
    assert_true(baked_add_text(w, "/d", "samf"));
    assert_true(kvfs_write_add(w, &entry));
    baked_finish(w);
    b = baked_load();
    a = b.lookup("/a", 2)->identity.etag.bytes;
    aa = b.lookup("/aa", 3)->identity.etag.bytes;
    c = b.lookup("/c", 2)->identity.etag.bytes;
    d = b.lookup("/d", 2)->identity.etag.bytes;
    assert_memory_equal(a, aa, 34);
    assert_memory_not_equal(a, c, 34);
    assert_memory_not_equal(a, d, 34);
    baked_unload(&b);
}

/* Three files of more than a piece: all the same byte, noise, and noise behind a compressible start. */
static void large_files_go_through_in_pieces(void **state)
{
    struct kvfs_write *w = baked_open("large");
    size_t len = 3 * MIB + 17;
    uint8_t *even = malloc(len), *noise = malloc(len), *plain;
    struct kvfs_write_entry entry = {.content_type = "text/plain", .compressible = true};
    struct baked b;

    (void)state;
    memset(even, 'e', len);
    for (size_t i = 0; i < len; i++)
        noise[i] = (uint8_t)rand();
    baked_write_file("even", even, len);
    baked_write_file("noise", noise, len);
    memset(noise, 0, 512 * 1024);
    baked_write_file("mixed", noise, len);
    for (int i = 0; i < 3; i++) {
        static const char *const names[] = {"/even", "/noise", "/mixed"};

        entry.path = names[i];
        entry.file = baked_path(names[i] + 1);
        assert_true(kvfs_write_add(w, &entry));
    }
    baked_finish(w);
    b = baked_load();
    check_rep(&b, &b.lookup("/even", 5)->gzip);
    plain = inflate_span(b.lookup("/even", 5)->gzip.body, len);
    assert_memory_equal(plain, even, len);
    free(plain);
    assert_int_equal(b.lookup("/noise", 6)->gzip.head.len, 0); /* the probe says no */
    assert_memory_equal(b.lookup("/mixed", 6)->identity.body.bytes, noise, len);
    plain = inflate_span(b.lookup("/mixed", 6)->gzip.body, len);
    assert_memory_equal(plain, noise, len);
    free(plain);
    free(even);
    free(noise);
    baked_unload(&b);
}

static void memory_does_not_grow_with_the_files(void **state)
{
    struct kvfs_write *w = baked_open("sparse");
    struct kvfs_write_entry entry = {.path = "/s", .content_type = "text/plain", .compressible = true};
    struct rusage before, after;
    int fd = open(baked_path("sparse"), O_WRONLY | O_CREAT, 0600);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 200ll * MIB), 0);
    close(fd);
    entry.file = baked_path("sparse");
    getrusage(RUSAGE_SELF, &before);
    assert_true(kvfs_write_add(w, &entry));
    assert_true(baked_finish(w).payload_len > 200ull * MIB);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 32 * 1024);
    unlink(baked_path("sparse"));
    unlink(baked_path("sparse.bin"));
}

static void expect_error(struct kvfs_write *w, const char *part)
{
    struct kvfs_write_totals totals;

    assert_false(kvfs_write_finish(w, &totals));
    if (strstr(kvfs_write_error(w), part) == NULL)
        print_error("%s\n", kvfs_write_error(w));
    assert_non_null(strstr(kvfs_write_error(w), part));
    kvfs_write_free(w);
}

static void a_file_that_changes_is_an_error_that_names_it(void **state)
{
    char *file = strdup(baked_path("moving"));
    struct kvfs_write_entry entry = {.path = "/f", .content_type = "text/plain", .file = file};
    struct kvfs_write *w;

    (void)state;
    for (int i = 0; i < 3; i++) {
        baked_write_file("moving", "12345", 5);
        w = baked_open("changed");
        assert_true(kvfs_write_add(w, &entry));
        if (i == 2)
            unlink(entry.file);
        else
            baked_write_file("moving", "123456", i == 0 ? 6 : 4);
        expect_error(w, i == 2 ? "/moving: No such file" : "/moving: changed while it was read");
    }
    free(file);
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(symlink("/dev/full", baked_path("full.bin")), 0);
    expect_error(baked_open("full"), "/full.bin: No space left on device");
}

static void a_disk_that_fills_up_on_the_way_is_an_error(void **state)
{
    struct rlimit limit, small = {.rlim_cur = 100 * 1024};
    uint8_t *noise = malloc(MIB);
    struct kvfs_write_entry entry = {.path = "/f", .content_type = "text/plain", .body = {noise, MIB}};
    struct kvfs_write *w = baked_open("filling");
    struct kvfs_write_totals totals;
    bool written, spooled;

    (void)state;
    memset(noise, 1, MIB);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    small.rlim_max = limit.rlim_max;
    assert_true(kvfs_write_add(w, &entry));
    setrlimit(RLIMIT_FSIZE, &small);
    written = kvfs_write_finish(w, &totals);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_false(written);
    assert_non_null(strstr(kvfs_write_error(w), "filling.bin: File too large"));
    kvfs_write_free(w);

    w = baked_open("spool");
    setrlimit(RLIMIT_FSIZE, &small);
    spooled = kvfs_write_add(w, &entry);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_false(spooled);
    assert_non_null(strstr(kvfs_write_error(w), "File too large"));
    kvfs_write_free(w);
    free(noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_two_representations_with_their_own_heads),
        cmocka_unit_test(gzip_is_dropped_unless_it_saves_bytes),
        cmocka_unit_test(the_etag_follows_content_and_type_alone),
        cmocka_unit_test(large_files_go_through_in_pieces),
        cmocka_unit_test(memory_does_not_grow_with_the_files),
        cmocka_unit_test(a_file_that_changes_is_an_error_that_names_it),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(a_disk_that_fills_up_on_the_way_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
