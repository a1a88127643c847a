/* kvfs_write_out_test.c - a payload that is large enough to go past the page cache is the same bytes. */
#include "kvfs/baked.h"
#include "kvfs_write_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (1024u * 1024)

/* Bytes that no compressor makes shorter; to be freed. */
static uint8_t *noise(size_t len, uint64_t seed)
{
    uint8_t *bytes = malloc(len);

    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (uint8_t)(seed >> 56);
    }
    return bytes;
}

static void check_body(const struct baked *b, const char *path, const uint8_t *bytes, size_t len)
{
    const struct kvfs_resource *found = b->lookup(path, strlen(path));
    const struct kvfs_representation *rep = &found->identity;

    assert_int_equal(rep->body.len, len);
    assert_memory_equal(rep->body.bytes, bytes, len);
    assert_memory_equal(rep->head.bytes, "Content-Type: ", 14);
    assert_memory_equal(rep->etag.bytes, "\"", 1);
    assert_memory_not_equal(rep->etag.bytes + 1, "0000000000000000", 16);
}

/* The large ones end in the middle of a page, and small ones stand between them. */
static void large_and_small_bodies_stand_one_behind_the_other(void **state)
{
    size_t first_len = 17 * MIB + 1234, second_len = 5 * MIB - 77;
    uint8_t *first = noise(first_len, 1), *second = noise(second_len, 2);
    struct kvfs_write *w = baked_open("large");
    struct baked b;

    (void)state;
    baked_write_file("first", first, first_len);
    baked_write_file("second", second, second_len);
    struct kvfs_write_entry large = {
        .path = "/a", .content_type = "image/png", .file = baked_path("first")};
    assert_true(kvfs_write_add(w, &large));
    assert_true(baked_add_text(w, "/b", "one"));
    assert_true(baked_add_text(w, "/c", "two"));
    large.path = "/d";
    large.file = baked_path("second");
    assert_true(kvfs_write_add(w, &large));
    assert_true(baked_add_text(w, "/e", "three"));
    assert_true(baked_finish(w).payload_len > 22ull * MIB);
    b = baked_load();
    check_body(&b, "/a", first, first_len);
    check_body(&b, "/b", (const uint8_t *)"one", 3);
    check_body(&b, "/c", (const uint8_t *)"two", 3);
    check_body(&b, "/d", second, second_len);
    check_body(&b, "/e", (const uint8_t *)"three", 5);
    baked_unload(&b);
    free(first);
    free(second);
}

/* The room that is given lies where it should whatever came before, and what goes out again finds its place. */
static void a_block_can_be_replaced_wherever_it_lies(void **state)
{
    static const char path[] = "/tmp/sitegen-out-test.XXXXXX";
    char name[sizeof(path)];
    struct kvfs_write w = {.image_path = name};
    size_t block = 100003, count = 300; /* 30 MB: some are written by then, one in part, some are not */

    (void)state;
    memcpy(name, path, sizeof(path));
    w.image.fd = mkstemp(name);
    assert_true(w.image.fd >= 0);
    w.image.offset = WRITE_PAGE;
    assert_true(kvfs_write_out_open(&w));
    kvfs_write_out_expect(&w, block * count);
    for (size_t i = 0; i < count; i++) {
        uint8_t *room = kvfs_write_out_room(&w, i * block, block - 1);
        assert_non_null(room);
        memset(room, 1, block - 1);
    }
    uint8_t *again = malloc(block), *read = malloc(block);
    assert_true(again != NULL && read != NULL);
    for (size_t i = 0; i < count; i++) {
        memset(again, (int)i % 251 + 2, block - 1);
        assert_true(kvfs_write_out_again(&w, i * block, again, block - 1));
    }
    assert_non_null(kvfs_write_out_room(&w, block * count, 0));
    assert_true(kvfs_write_out_end(&w));
    struct write_source source = {.fd = w.image.fd, .offset = WRITE_PAGE, .name = name};
    for (size_t i = 0; i < count; i++) {
        memset(again, (int)i % 251 + 2, block - 1);
        again[block - 1] = 0;
        assert_true(kvfs_write_pread(&w, &source, i * block, read, block));
        assert_memory_equal(read, again, block);
    }
    free(again);
    free(read);
    kvfs_write_out_close(&w);
    assert_int_equal(unlink(name), 0);
    close(w.image.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_and_small_bodies_stand_one_behind_the_other),
        cmocka_unit_test(a_block_can_be_replaced_wherever_it_lies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
