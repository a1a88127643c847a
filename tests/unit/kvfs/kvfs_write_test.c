/* kvfs_write_test.c - what goes into the writer comes out of the image, and what is refused. */
#include "kvfs/baked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void refused(bool added, const struct kvfs_write *w, const char *part)
{
    assert_false(added);
    if (strstr(kvfs_write_error(w), part) == NULL)
        print_error("%s\n", kvfs_write_error(w));
    assert_non_null(strstr(kvfs_write_error(w), part));
}

static const struct kvfs_resource *find(const struct baked *b, const char *path)
{
    return b->lookup(path, strlen(path));
}

static void what_was_added_is_found_again(void **state)
{
    struct kvfs_write *w = baked_open("all");
    struct kvfs_write_entry file = {
        .path = "/f.bin", .content_type = "application/octet-stream", .last_modified_s = 1};
    struct kvfs_write_entry redirect = {.path = "/a", .location = "/a/"};
    struct kvfs_write_totals totals;
    const struct kvfs_resource *found;
    struct baked b;

    (void)state;
    baked_write_file("f.bin", "\0\1\2", 3);
    file.file = baked_path("f.bin");
    assert_true(kvfs_write_add(w, &file));
    assert_true(kvfs_write_add(w, &redirect));
    assert_true(baked_add_text(w, "/a/", "hello"));
    assert_true(baked_add_text(w, "/empty", ""));
    assert_true(kvfs_write_alias(w, "/a/index.html", "/a/"));
    assert_true(kvfs_write_alias(w, "/a/again", "/a/index.html"));
    totals = baked_finish(w);
    assert_int_equal(totals.resource_count, 6);
    assert_int_equal(totals.page_count, 2);
    assert_int_equal(totals.identity_len, 3 + 5 + 4);
    assert_int_equal(totals.gzip_len, 0);
    assert_int_equal(totals.payload_len, 4096);

    b = baked_load();
    assert_int_equal(b.site->resource_count, 6);
    assert_int_equal(b.site->page_count, 2);
    assert_int_equal(b.site->content_len, 4096);
    assert_string_equal(b.site->title, "A \"title\"");
    assert_string_equal(b.site->generator, "test 1");
    found = find(&b, "/f.bin");
    assert_non_null(found);
    assert_int_equal(found->kind, KVFS_FILE);
    assert_int_equal(found->last_modified_s, 1);
    assert_int_equal(found->identity.body.len, 3);
    assert_memory_equal(found->identity.body.bytes, "\0\1\2", 3);
    assert_int_equal(find(&b, "/a")->kind, KVFS_REDIRECT);
    assert_ptr_equal(find(&b, "/a/")->identity.head.bytes, find(&b, "/a/again")->identity.head.bytes);
    assert_memory_equal(find(&b, "/a/index.html")->identity.body.bytes, "hello", 5);
    assert_int_equal(find(&b, "/empty")->identity.body.len, 0);
    assert_memory_equal(b.site->not_found->identity.body.bytes, "none", 4);
    assert_int_equal(b.site->not_found->identity.etag.len, 0);
    assert_int_equal(b.site->not_found->identity.head_304.len, 0);
    assert_null(find(&b, "/f.bi"));
    assert_null(find(&b, "/f.bin "));
    assert_null(find(&b, ""));
    baked_unload(&b);
}

static void a_site_of_a_404_page_alone_finds_nothing(void **state)
{
    struct kvfs_write_totals totals = baked_finish(baked_open("bare"));
    struct baked b = baked_load();

    (void)state;
    assert_int_equal(totals.resource_count, 0);
    assert_null(find(&b, "/"));
    assert_int_equal(b.site->not_found->identity.body.len, 4);
    baked_unload(&b);
}

#define RANDOM_PATHS 10000

/* Names with blanks, quotes, percent signs, UTF-8, control bytes, and now and then 300 bytes. */
static char *random_path(unsigned number)
{
    static const char *const pieces[] = {
        "a",    "Z",    " ",  "%", "\"", "\\", "?\?/q", "*/q", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x90\x9f",
        "\x01", "\xff", "\n", "{", "'",  "/x", "."};
    char *path = calloc(512, 1);
    size_t len = (size_t)sprintf(path, "/%u-", number), want = rand() % 50 == 0 ? 300 : (size_t)(rand() % 40);

    while (len < want)
        len +=
            (size_t)sprintf(path + len, "%s", pieces[(size_t)rand() % (sizeof(pieces) / sizeof(pieces[0]))]);
    strcat(path, "end");
    return path;
}

static void ten_thousand_random_paths_are_found_and_no_others(void **state)
{
    struct kvfs_write *w = baked_open("random");
    static char *paths[RANDOM_PATHS];
    struct baked b;

    (void)state;
    srand(1);
    for (unsigned i = 0; i < RANDOM_PATHS; i++) {
        paths[i] = random_path(i);
        assert_true(baked_add_text(w, paths[i], paths[i]));
    }
    baked_finish(w);
    b = baked_load();
    for (unsigned i = 0; i < RANDOM_PATHS; i++) {
        size_t len = strlen(paths[i]);
        const struct kvfs_resource *found = b.lookup(paths[i], len);

        assert_non_null(found);
        assert_int_equal(found->identity.body.len, len);
        assert_memory_equal(found->identity.body.bytes, paths[i], len);
        assert_null(b.lookup(paths[i], len - 1));
        paths[i][len - 1] ^= 1;
        assert_null(b.lookup(paths[i], len));
        free(paths[i]);
    }
    baked_unload(&b);
}

static void the_same_entries_give_the_same_bytes_in_any_order(void **state)
{
    enum { COUNT = 200 };
    char *bytes[3];
    size_t len[3];

    (void)state;
    baked_write_file("same.txt", "from a file", 11);
    for (int run = 0; run < 3; run++) {
        struct kvfs_write *w = baked_open("same");

        for (int n = 0; n < COUNT; n++) {
            int i = run == 0 ? n : run == 1 ? COUNT - 1 - n : n * 77 % COUNT;
            char path[64], text[3000];
            struct kvfs_write_entry file = {.path = path,
                                            .content_type = "text/plain",
                                            .compressible = true,
                                            .file = baked_path("same.txt")};

            snprintf(path, sizeof(path), "/%d", i);
            memset(text, 'a' + i % 26, sizeof(text));
            text[sizeof(text) - 1] = '\0';
            assert_true(i % 3 == 0 ? kvfs_write_add(w, &file) : baked_add_text(w, path, text));
            snprintf(text, sizeof(text), "%s/index.html", path);
            assert_true(kvfs_write_alias(w, text, path));
        }
        baked_finish(w);
        bytes[run] = baked_read_file("same.bin", &len[run]);
        assert_int_equal(len[run], len[0]);
        assert_memory_equal(bytes[run], bytes[0], len[0]);
    }
    for (int run = 0; run < 3; run++)
        free(bytes[run]);
}

static void a_path_may_be_added_once(void **state)
{
    struct kvfs_write *w = baked_open("twice");

    (void)state;
    assert_true(baked_add_text(w, "/a", "x"));
    refused(baked_add_text(w, "/a", "x"), w, "/a: two resources have this path");
    refused(kvfs_write_alias(w, "/a", "/a"), w, "/a: two resources have this path");
    refused(kvfs_write_alias(w, "/b", "/c"), w, "/b: is to be an alias of /c, which was not added");
    assert_true(baked_add_text(w, "/b", "x"));
    kvfs_write_free(w);
}

static void files_that_cannot_be_read_are_named(void **state)
{
    struct kvfs_write *w = baked_open("files");
    struct kvfs_write_entry entry = {.path = "/a", .content_type = "text/plain"};

    (void)state;
    entry.file = baked_path("none");
    refused(kvfs_write_add(w, &entry), w, "/none: No such file");
    entry.file = baked_dir();
    refused(kvfs_write_add(w, &entry), w, ": is not a regular file");
    assert_int_equal(mkfifo(baked_path("fifo"), 0600), 0);
    entry.file = baked_path("fifo");
    refused(kvfs_write_add(w, &entry), w, "/fifo: is not a regular file");
    kvfs_write_free(w);
}

static void a_site_is_written_once_and_needs_a_404_page(void **state)
{
    struct kvfs_write *w = baked_begin("once", "t", "g");
    struct kvfs_write_totals totals;

    (void)state;
    assert_non_null(w);
    refused(kvfs_write_finish(w, &totals), w, "there is no 404 page");
    refused(kvfs_write_finish(w, &totals), w, "written already");
    refused(baked_add_text(w, "/a", "x"), w, "added after the site");
    refused(kvfs_write_alias(w, "/b", "/a"), w, "added after the site");
    kvfs_write_free(w);
    kvfs_write_free(NULL);
}

static void an_image_whose_folder_is_not_there_is_an_error(void **state)
{
    const struct kvfs_write_image image = {.path = baked_path("no/such/folder"), .fd = -1};

    (void)state;
    assert_null(kvfs_write_open(&image, "t", "g"));
    assert_non_null(strstr(kvfs_write_error(NULL), "no/such/folder: No such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found_again),
        cmocka_unit_test(a_site_of_a_404_page_alone_finds_nothing),
        cmocka_unit_test(ten_thousand_random_paths_are_found_and_no_others),
        cmocka_unit_test(the_same_entries_give_the_same_bytes_in_any_order),
        cmocka_unit_test(a_path_may_be_added_once),
        cmocka_unit_test(files_that_cannot_be_read_are_named),
        cmocka_unit_test(a_site_is_written_once_and_needs_a_404_page),
        cmocka_unit_test(an_image_whose_folder_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
