/* oci_test.c - the documents of an OCI image, and its layer. */
#include "deploy/oci.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

static struct deploy a_deploy(void)
{
    return (struct deploy){.bytes = STR("image"), .name = "mysite", .title = STR("My \"site\""), .words = ""};
}

static char *config_of(const struct deploy *deploy, struct text *out)
{
    struct oci_layer layer = {0};

    oci_config(deploy, &layer, out);
    return out->bytes;
}

static void words_are_the_command_and_say_the_port(void **state)
{
    struct deploy deploy = a_deploy();
    struct text out = {0};

    (void)state;
    deploy.words = "port=81 log=debug";
    deploy.port = 81;
    config_of(&deploy, &out);
    assert_non_null(strstr(out.bytes, "\"Cmd\":[\"port=81\",\"log=debug\"]"));
    assert_non_null(strstr(out.bytes, "\"ExposedPorts\":{\"81/tcp\":{}}"));
    text_free(&out);
}

static void without_words_there_is_an_empty_command(void **state)
{
    struct deploy deploy = a_deploy();
    struct text out = {0};

    (void)state;
    config_of(&deploy, &out);
    assert_non_null(strstr(out.bytes, "\"Cmd\":[],"));
    assert_non_null(strstr(out.bytes, "\"ExposedPorts\":{\"8080/tcp\":{}}"));
    assert_non_null(strstr(out.bytes, "\"org.opencontainers.image.title\":\"My \\\"site\\\"\""));
    text_free(&out);
}

static void a_moment_is_said_where_it_is_known(void **state)
{
    struct deploy deploy = a_deploy();
    struct text out = {0};

    (void)state;
    assert_null(strstr(config_of(&deploy, &out), "created\""));
    text_clear(&out);
    deploy.moment_s = 1767225600;
    assert_non_null(strstr(config_of(&deploy, &out), "{\"created\":\"2026-01-01T00:00:00Z\",\"arch"));
    text_clear(&out);
    deploy.moment_s = INT64_MAX;
    assert_null(strstr(config_of(&deploy, &out), "created\""));
    text_free(&out);
}

static void a_site_without_a_title_has_its_name(void **state)
{
    struct deploy deploy = a_deploy();
    struct oci_layer layer = {0};
    struct oci_blob config = {0};
    struct text out = {0};

    (void)state;
    deploy.title = STR(" ");
    oci_manifest(&deploy, &config, &layer, &out);
    assert_non_null(strstr(out.bytes, "\"org.opencontainers.image.title\":\"mysite\""));
    text_free(&out);
}

static void the_layer_is_an_archive_of_one_file(void **state)
{
    struct deploy deploy = a_deploy();
    struct oci_layer layer;
    FILE *file = tmpfile();
    char tar[4096];

    (void)state;
    assert_true(oci_layer_write(fileno(file), &deploy, &layer));
    assert_int_equal(lseek(fileno(file), 0, SEEK_CUR), layer.gzip.len);
    lseek(fileno(file), 0, SEEK_SET);
    gzFile gzip = gzdopen(dup(fileno(file)), "r");
    int len = gzread(gzip, tar, sizeof(tar));
    gzclose(gzip);
    fclose(file);
    assert_int_equal(len, 512 + 512 + 1024);
    assert_string_equal(tar, "site");
    assert_memory_equal(tar + 512, "image\0", 6);
    struct digest_sum sum = digest_of((struct str){tar, (size_t)len});
    assert_memory_equal(&sum, &layer.tar, sizeof(sum));
}

static void a_layer_that_cannot_be_written_is_an_error(void **state)
{
    struct deploy deploy = a_deploy();
    struct oci_layer layer;

    (void)state;
    assert_false(oci_layer_write(-1, &deploy, &layer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_the_command_and_say_the_port),
        cmocka_unit_test(without_words_there_is_an_empty_command),
        cmocka_unit_test(a_moment_is_said_where_it_is_known),
        cmocka_unit_test(a_site_without_a_title_has_its_name),
        cmocka_unit_test(the_layer_is_an_archive_of_one_file),
        cmocka_unit_test(a_layer_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
