/* virtio_probe_test.c - which devices there are: the words that announce them, the order in which they come.
 */
#include "kernel/fake_virtio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    (void)state;
    fake_virtio_clear();
    return 0;
}

static bool parse(const char *text, struct virtio_mmio_word *word)
{
    return virtio_mmio_word_parse(text, strlen(text), word);
}

/* The first network device that a command line leads to. */
static bool find_first(const char *words, struct virtio_device *dev)
{
    struct virtio_search search = {.words = words};

    return virtio_find(&search, VIRTIO_TYPE_NET, dev);
}

static void good_words_are_understood(void **state)
{
    static const struct {
        const char *text;
        uint64_t size, base;
        uint32_t gsi;
    } cases[] = {
        {"512@0xfeb00000:5", 512, 0xfeb00000, 5},          {"0x200@0xfeb00e00:12", 512, 0xfeb00e00, 12},
        {"4K@0xd0000000:5", 4096, 0xd0000000, 5},          {"4k@3489660928:6", 4096, 0xd0000000, 6},
        {"1M@0x10000000000:7", 1048576, 0x10000000000, 7}, {"512@0xfeb00000:5:3", 512, 0xfeb00000, 5},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct virtio_mmio_word word = {0};

        assert_true(parse(cases[i].text, &word));
        assert_int_equal(word.size, cases[i].size);
        assert_int_equal(word.base, cases[i].base);
        assert_int_equal(word.gsi, cases[i].gsi);
    }
}

static void bad_words_are_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "@",
        ":",
        "512",
        "512@",
        "512@0xfeb00000",
        "512@0xfeb00000:",
        "512@:5",
        "@0xfeb00000:5",
        "K@0xfeb00000:5",
        "512Q@0xfeb00000:5",
        "0x@0xfeb00000:5",
        "512@0xfeb0000g:5",
        "512@0xfeb00000:x",
        "512@0xfeb00000:256",
        "512@0xfeb00000:-1",
        "16G@0xffffffff00000000:5",
        "512@0xffffffffffffffff:5",
        "512@0x10000000000000000:5",
        "0xffffffffffffffffG@0:5",
        "512@0xfeb00000 :5",
    };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct virtio_mmio_word word = {.gsi = 77};

        assert_false(parse(cases[i], &word));
        assert_int_equal(word.gsi, 77);
    }
}

static void every_prefix_of_a_word_ends_well(void **state)
{
    static const char text[] = "0x200@0xfeb00000:12:3";
    size_t shortest = strlen("0x200@0xfeb00000:1");

    (void)state;
    for (size_t len = 0; len <= strlen(text); len++) {
        struct virtio_mmio_word word;

        assert_int_equal(virtio_mmio_word_parse(text, len, &word), len >= shortest);
    }
}

static void devices_are_found_in_the_order_of_their_words(void **state)
{
    struct virtio_search search = {0}, rng_search = {0};
    struct virtio_device dev;

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_RNG, 8);
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    fake_virtio_add(FAKE_MMIO_V1, VIRTIO_TYPE_NET, 8);
    search.words = rng_search.words = fake_command_line();
    assert_true(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
    assert_string_equal(dev.name, "mmio 0xfeb10000");
    assert_false(dev.legacy);
    assert_true(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
    assert_string_equal(dev.name, "mmio 0xfeb20000");
    assert_true(dev.legacy);
    assert_false(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
    assert_true(virtio_find(&rng_search, VIRTIO_TYPE_RNG, &dev));
}

static void pci_comes_before_mmio(void **state)
{
    struct virtio_search search = {0};
    struct virtio_device dev;

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    fake_virtio_add(FAKE_PCI_MODERN, VIRTIO_TYPE_NET, 8);
    search.words = fake_command_line();
    assert_true(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
    assert_string_equal(dev.name, "pci 0:1.0");
    assert_true(virtio_find(&search, VIRTIO_TYPE_NET, &dev));
    assert_string_equal(dev.name, "mmio 0xfeb00000");
}

static void malformed_words_are_passed_over(void **state)
{
    struct virtio_device dev;

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    assert_true(find_first("port=80 virtio_mmio.device virtio_mmio.device= virtio_mmio.device=1@2 "
                           "virtio_mmio.device=64@0xfeb00000:5 virtio_mmio.device=512@0x1000:5 "
                           "virtio_mmio.device=512@0xfeb00002:5 virtio_mmio.device=512@0xfeb00000:5",
                           &dev));
}

static void words_beyond_the_limit_are_not_looked_at(void **state)
{
    static char line[(VIRTIO_MMIO_WORD_MAX + 1) * 40];
    struct virtio_device dev;
    size_t len = 0;

    (void)state;
    fake_virtio_add(FAKE_MMIO_V2, VIRTIO_TYPE_NET, 8);
    for (unsigned i = 0; i < VIRTIO_MMIO_WORD_MAX - 1; i++)
        len += (size_t)snprintf(line + len, sizeof line - len, "virtio_mmio.device=512@0x1000:5 ");
    snprintf(line + len, sizeof line - len, "virtio_mmio.device=512@0xfeb00000:5");
    assert_true(find_first(line, &dev));
    len += (size_t)snprintf(line + len, sizeof line - len, "virtio_mmio.device=512@0x1000:5 ");
    snprintf(line + len, sizeof line - len, "virtio_mmio.device=512@0xfeb00000:5");
    assert_false(find_first(line, &dev));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_words_are_understood),
        TEST(bad_words_are_refused),
        TEST(every_prefix_of_a_word_ends_well),
        TEST(devices_are_found_in_the_order_of_their_words),
        TEST(pci_comes_before_mmio),
        TEST(malformed_words_are_passed_over),
        TEST(words_beyond_the_limit_are_not_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
