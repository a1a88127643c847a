/* target_test.c - request targets and hosts. */
#include "target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Decode from and into buffers that end where they must. Returns the path with a NUL, or NULL; to be freed.
 */
static char *path_of(const char *target)
{
    size_t len = strlen(target);
    uint8_t *bytes = malloc(len + 1), *buf = malloc(len + 1);
    char *answer = NULL;
    struct span path;

    assert_non_null(bytes);
    assert_non_null(buf);
    memcpy(bytes + 1, target, len);
    if (http_target_path((struct span){bytes + 1, len}, buf + 1, &path)) {
        answer = calloc(path.len + 1, 1);
        memcpy(answer, path.bytes, path.len);
    }
    free(bytes);
    free(buf);
    return answer;
}

static void targets_become_paths(void **state)
{
    static const char *const rows[][2] = {
        {"/", "/"},
        {"/?", "/"},
        {"/?a=/../b%", "/"},
        {"/a", "/a"},
        {"/a/", "/a/"},
        {"/a?b?c", "/a"},
        {"/a.html", "/a.html"},
        {"/.well-known/x", "/.well-known/x"},
        {"/..a/.b./c..", "/..a/.b./c.."},
        {"/...", "/..."},
        {"/a%20b", "/a b"},
        {"/a+b", "/a+b"},
        {"/%41%4a%7E", "/AJ~"},
        {"/%25", "/%"},
        {"/%2541", "/%41"},
        {"/%c3%BC", "/\xc3\xbc"},
        {"/\xc3\xbc", "/\xc3\xbc"},
        {"/a%3Fb", "/a?b"},
        {"/a%23b", "/a#b"},
        {"/%ff%01", "/\xff\x01"},
        {"/.", "/"},
        {"/..", "/"},
        {"/./", "/"},
        {"/../", "/"},
        {"/../../..", "/"},
        {"/../../../etc/passwd", "/etc/passwd"},
        {"/a/..", "/"},
        {"/a/../..", "/"},
        {"/a/b/..", "/a/"},
        {"/a/b/.", "/a/b/"},
        {"/a/b/../c", "/a/c"},
        {"/a/./b", "/a/b"},
        {"/a/b/../../c", "/c"},
        {"/a/b/c/./../../g", "/a/g"},
        {"/mid/content=5/../6", "/mid/6"},
        {"/%2e%2E/a", "/a"},
        {"/.%2e/a", "/a"},
        {"/%2e", "/"},
        {"/a%2F..%2fb", "/b"},
        {"/%2f%2e%2e%2fb", "/b"},
        {"//", "//"},
        {"//a//b", "//a//b"},
        {"/a//../b", "/a/b"},
        {"//..", "/"},
        {"http://a", "/"},
        {"HTTPS://a:443", "/"},
        {"http://a?b", "/"},
        {"http://a/b/../c", "/c"},
        {"http://a:/b", "/b"},
        {"http://[::1]:80/b", "/b"},
        {"http://a%41/b", "/b"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = path_of(rows[i][0]);

        if (path == NULL || strcmp(path, rows[i][1]) != 0)
            print_error("%s -> %s, not %s\n", rows[i][0], path != NULL ? path : "refused", rows[i][1]);
        assert_non_null(path);
        assert_string_equal(path, rows[i][1]);
        free(path);
    }
}

static void malformed_targets_are_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "*",
        "a",
        "a/b",
        "%2f",
        "/%",
        "/%4",
        "/%g0",
        "/%0g",
        "/%00",
        "/a%00b",
        "/a%2",
        "?a",
        "http:",
        "http:/",
        "http:/a",
        "http://",
        "http:///a",
        "http://:80/",
        "http://?a",
        "http://u@a/",
        "http://a b",
        "http://a:b",
        "http://[/",
        "http://[]/",
        "http://[::1/",
        "http://[::1]a/",
        "http://[::%25]/",
        "http://%4/",
        "ftp://a/",
        "httpx://a/",
        "a:80",
        "://a/",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = path_of(rows[i]);

        if (path != NULL)
            print_error("%s -> %s\n", rows[i], path);
        assert_null(path);
    }
}

/* The reference: split, then rebuild. */
static void reference(char *out, const char *path)
{
    size_t starts[64], depth = 0, len = 0;
    bool folder = false;

    for (const char *at = path; *at == '/';) {
        const char *end = strchrnul(at + 1, '/');
        size_t n = (size_t)(end - at);

        folder = false;
        if (n == 2 && at[1] == '.') {
            folder = true;
        } else if (n == 3 && at[1] == '.' && at[2] == '.') {
            len = depth > 0 ? starts[--depth] : 0;
            folder = true;
        } else {
            starts[depth++] = len;
            memcpy(out + len, at, n);
            len += n;
        }
        at = end;
    }
    if (folder)
        out[len++] = '/';
    out[len] = '\0';
}

static void all_short_paths_agree_with_a_slow_reference(void **state)
{
    static const char letters[] = "/.a";

    (void)state;
    for (unsigned code = 0; code < 3 * 3 * 3 * 3 * 3 * 3 * 3 * 3; code++) {
        char target[10] = "/", expected[16], *path;
        unsigned rest = code;

        for (int i = 1; i < 9; i++, rest /= 3)
            target[i] = letters[rest % 3];
        reference(expected, target);
        path = path_of(target);
        assert_non_null(path);
        assert_string_equal(path, expected);
        free(path);
    }
}

static void hosts_are_checked_byte_by_byte(void **state)
{
    static const char *const good[] = {"",
                                       "a",
                                       "A.b-c_d~e",
                                       "127.0.0.1:80",
                                       "a:",
                                       ":80",
                                       "[::1]",
                                       "[::1]:8080",
                                       "[v1.a:b]",
                                       "a%20b",
                                       "xn--bcher-kva.example:443",
                                       "a!$&'()*+,;=b"};
    static const char *const bad[] = {"a b",     "a/",   "a?b",       "a#b",  "u@a",    "a:b",    "a:80a",
                                      "a:80:81", "[",    "[]",        "[::1", "[::1]x", "[::1]]", "a%",
                                      "a%2",     "a%zz", "a\xc3\xbc", "a\"b", "a\\b",   "::1"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(http_host_is_valid((struct span){(const uint8_t *)good[i], strlen(good[i])}));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(http_host_is_valid((struct span){(const uint8_t *)bad[i], strlen(bad[i])}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_become_paths),
        cmocka_unit_test(malformed_targets_are_refused),
        cmocka_unit_test(all_short_paths_agree_with_a_slow_reference),
        cmocka_unit_test(hosts_are_checked_byte_by_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
