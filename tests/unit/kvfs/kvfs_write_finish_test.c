/* kvfs_write_finish_test.c - payload and tables from end to end: the example of FORMAT.md, number by number,
 * and names that would mean something to a compiler, a linker or a C string. */
#include "kvfs/baked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char title[] = "\"*/ \\ ?\?/ \xc3\xbc\x01\n%s // /*";
static const char path[] = "/\"; } */ /* ?\?= \\0\xff\x7f\t1 kvfs_site";

static void hostile_names_are_only_names(void **state)
{
    struct kvfs_write *w = baked_begin("names", title, title);
    struct kvfs_write_entry entry = {
        .path = path, .content_type = "text/*/x", .body = {(const uint8_t *)"b", 1}};
    struct kvfs_write_entry redirect = {.path = "/r", .location = path};
    struct baked b;

    (void)state;
    assert_non_null(w);
    assert_true(kvfs_write_not_found(w, &entry));
    assert_true(kvfs_write_add(w, &entry));
    assert_true(kvfs_write_add(w, &redirect));
    baked_finish(w);
    b = baked_load();
    assert_string_equal(b.site->title, title);
    assert_string_equal(b.site->generator, title);
    assert_non_null(b.lookup(path, strlen(path)));
    assert_int_equal(b.site->resource_count, 2);
    baked_unload(&b);
}

static void write_example(void)
{
    struct kvfs_write *w = baked_begin("example", "Example", "sitegen 0.1.0");
    struct kvfs_write_entry not_found = {.content_type = "text/html; charset=utf-8",
                                         .body = {(const uint8_t *)"<h1>404</h1>\n", 13}};
    struct kvfs_write_entry redirect = {.path = "/a", .location = "/a/"};
    char text[2001] = "";

    for (size_t i = 0; i < 2000; i++)
        text[i] = "<p>Hello</p>\n"[i % 13];
    assert_non_null(w);
    assert_true(kvfs_write_not_found(w, &not_found));
    assert_true(baked_add_text(w, "/", text));
    assert_true(baked_add_text(w, "/a/", "<p>A</p>\n"));
    assert_true(baked_add_text(w, "/robots.txt", "User-agent: *\n"));
    assert_true(kvfs_write_add(w, &redirect));
    assert_true(kvfs_write_alias(w, "/index.html", "/"));
    baked_finish(w);
}

/* What the format's text says of a span, of a site at this address. */
static void span_is(const struct baked *b, struct span span, uint64_t offset, size_t len)
{
    assert_int_equal(span.bytes - b->payload, offset);
    assert_int_equal(span.len, len);
}

static void the_example_of_the_format_is_what_the_writer_makes(void **state)
{
    const struct kvfs_resource *home;
    const uint8_t *start;
    struct baked b;

    (void)state;
    write_example();
    b = baked_load();
    start = b.payload + b.site->content_len;
    assert_int_equal(b.site->resource_count, 5);
    assert_int_equal(b.site->bucket_count, 2);
    assert_int_equal((const uint8_t *)b.site->resources - start, 0);
    assert_int_equal((const uint8_t *)b.site->not_found - start, 0x2f8);
    assert_int_equal((const uint8_t *)b.site->seeds - start, 0x390);
    assert_int_equal((const uint8_t *)b.site->title - start, 0x398);
    assert_int_equal(b.site->seeds[0], 0x1e);
    assert_int_equal(b.site->seeds[1], 0);
    home = &b.site->resources[1];
    assert_int_equal((const uint8_t *)home - start, 0x98);
    assert_int_equal(home->path_len, 1);
    assert_int_equal(home->path[0], '/');
    span_is(&b, home->identity.head, 192, 233);
    span_is(&b, home->identity.body, 425, 2000);
    span_is(&b, home->identity.head_304, 287, 138);
    span_is(&b, home->identity.etag, 293, 34);
    span_is(&b, home->gzip.head, 2432, 255);
    span_is(&b, home->gzip.body, 2687, 49);
    assert_memory_equal(home->identity.etag.bytes, "\"079c9935fbac50a1e1c1aee0e3892c86\"", 34);
    baked_unload(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_names_are_only_names),
        cmocka_unit_test(the_example_of_the_format_is_what_the_writer_makes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
