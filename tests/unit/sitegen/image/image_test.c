/* image_test.c - an image in small, and everything that may be wrong with the file. In memory of exactly its
 * length, so that a byte behind it is seen. */
#include "sitegen/small_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The file is freed. */
static const char *problem_of(struct small_image *file, struct image *image)
{
    struct str bytes = {(const char *)file, sizeof(*file)};
    const char *problem = image_open(image, bytes);
    struct image_resource resource;

    for (uint32_t slot = 0; problem == NULL && slot <= image->site.resource_count; slot++)
        if (!image_resource(image, slot, &resource))
            problem = "has a resource that is damaged";
    free(file);
    return problem;
}

static void another_version_is_named(void **state)
{
    struct small_image *file = small_image();
    struct image image;

    (void)state;
    memcpy(file->part.layout, "sitegen image 2", sizeof(file->part.layout));
    assert_string_equal(problem_of(file, &image), "is not an image, or one of another version of sitegen");
}

static void other_executables_are_none(void **state)
{
    struct image image;

    (void)state;
    for (int i = 0; i < 6; i++) {
        struct small_image *file = small_image();
        if (i == 0)
            file->header.e_ident[EI_CLASS] = ELFCLASS32;
        if (i == 1)
            file->header.e_machine = EM_AARCH64;
        if (i == 2)
            file->header.e_type = ET_DYN;
        if (i == 3)
            file->header.e_phentsize = 0;
        if (i == 4)
            file->programs[4].p_type = PT_NULL;
        if (i == 5)
            file->header.e_shentsize = UINT16_MAX;
        assert_string_equal(problem_of(file, &image), "is not an image that sitegen has made");
    }
}

static void headers_that_lead_out_of_the_file_are_refused(void **state)
{
    static const uint64_t far[] = {UINT64_MAX, UINT64_MAX - 64, INT64_MAX, sizeof(struct small_image),
                                   1ull << 32};
    struct image image;

    (void)state;
    for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
        for (int field = 0; field < 8; field++) {
            struct small_image *file = small_image();
            Elf64_Phdr *last = &file->programs[IMAGE_TABLES];
            uint64_t *const fields[] = {
                &file->header.e_phoff, &file->header.e_shoff, &last->p_offset,         &last->p_filesz,
                &last->p_vaddr,        &last->p_memsz,        &file->section.sh_offset, &file->section.sh_size};
            *fields[field] = far[i];
            if (field == 5 && far[i] < 1ull << 46)
                free(file); /* memory alone may be large */
            else
                assert_non_null(problem_of(file, &image));
        }
    }
}

static void a_note_of_absurd_length_is_none(void **state)
{
    struct image image;

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct small_image *file = small_image();
        if (i == 0)
            file->note.n_descsz = UINT32_MAX;
        if (i == 1)
            file->note.n_namesz = UINT32_MAX;
        if (i == 2)
            file->note.n_descsz += 64;
        if (i == 3)
            file->section.sh_size = sizeof(file->note) + 3;
        if (i == 4)
            file->owner[0] = 'S';
        assert_null(problem_of(file, &image));
        assert_int_equal(image.provenance.len, 0);
    }
}

static void a_shorter_note_is_what_it_says(void **state)
{
    struct small_image *file = small_image();
    struct image image;

    (void)state;
    file->note.n_descsz = 7;
    assert_null(problem_of(file, &image));
    assert_int_equal(image.provenance.len, 7);
}

/* Every byte of what is followed, set to the worst there is: refused or read, and nothing beyond the file. */
static void any_byte_may_be_anything(void **state)
{
    static const unsigned char worst[] = {0, 1, 0x7f, 0x80, 0xff};
    unsigned refused = 0;
    struct inspect inspect;

    (void)state;
    for (size_t at = 0; at < sizeof(struct small_image); at++) {
        for (size_t i = 0; i < sizeof(worst); i++) {
            struct small_image *file = small_image();
            struct text out = {0};
            ((unsigned char *)file)[at] = worst[i];
            struct str bytes = {(const char *)file, sizeof(*file)};
            if (inspect_open(&inspect, "x.img", bytes) != NULL) {
                refused++;
            } else {
                inspect_summary(&inspect, &out);
                inspect_files(&inspect, &out);
                inspect_json(&inspect, &out);
                inspect_sbom(&inspect, &out);
            }
            inspect_close(&inspect);
            text_free(&out);
            free(file);
        }
    }
    assert_true(refused > 500);
}

static void fields_are_found_whatever_their_case(void **state)
{
    const struct str head = STR("Content-Type: text/plain\r\nETag:\"x\"\r\n\r\n");

    (void)state;
    assert_true(str_is(image_field(head, "content-type"), "text/plain"));
    assert_true(str_is(image_field(head, "ETag"), "\"x\""));
    assert_int_equal(image_field(head, "Content").len, 0);
    assert_int_equal(image_field(STR("ETag"), "ETag").len, 0);
    assert_int_equal(image_field(STR("\n\n\n"), "ETag").len, 0);
}

static void what_is_no_file_is_said(void **state)
{
    struct str bytes;

    (void)state;
    assert_string_equal(image_read("/", &bytes), "cannot be read: Is a directory");
    assert_int_equal(errno, EISDIR);
    assert_string_equal(image_read("/dev/null", &bytes), "cannot be read: it is no file, or empty");
    assert_string_equal(image_read("/no/such/file", &bytes), "cannot be read: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_version_is_named),
        cmocka_unit_test(other_executables_are_none),
        cmocka_unit_test(headers_that_lead_out_of_the_file_are_refused),
        cmocka_unit_test(a_note_of_absurd_length_is_none),
        cmocka_unit_test(a_shorter_note_is_what_it_says),
        cmocka_unit_test(any_byte_may_be_anything),
        cmocka_unit_test(fields_are_found_whatever_their_case),
        cmocka_unit_test(what_is_no_file_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
