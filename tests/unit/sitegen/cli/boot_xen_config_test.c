/* boot_xen_config_test.c - what xl is told. Python reads the text as well: its syntax is nearly xl's. */
#include "cli/boot.h"
#include "sitegen/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* Every line a comment or key = literal; prints kernel. */
static const char reader[] =
    "import ast, sys\n"
    "tree = ast.parse(open(sys.argv[1], 'rb').read().decode())\n"
    "keys = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body}\n"
    "assert keys['type'] == 'pvh' and keys['memory'] == keys['maxmem'] and keys['vcpus'] == 1, keys\n"
    "assert len(keys['vif']) == 1 and keys['tsc_mode'] == 'native', keys\n"
    "sys.stdout.buffer.write(keys['kernel'].encode())\n";

static struct boot boot;

static int setup(void **state)
{
    (void)state;
    boot = (struct boot){.image = "mysite.img", .image_end = 0x19e000, .words = ""};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pool_free(&boot.pool);
    return 0;
}

static void assert_holds(const char *text, const char *line)
{
    if (strstr(text, line) == NULL)
        fail_msg("no \"%s\" in:\n%s", line, text);
}

static void everything_that_xl_needs_is_there(void **state)
{
    const char *text = boot_xen_config(&boot, "/srv/mysite.img");

    (void)state;
    assert_int_equal(strncmp(text, BOOT_XEN_MARK "\n", strlen(BOOT_XEN_MARK) + 1), 0);
    assert_holds(text, "\nname = \"mysite\"\ntype = \"pvh\"\nkernel = \"/srv/mysite.img\"\n");
    assert_holds(text, "\nvcpus = 1\n");
    assert_holds(text, "\nmemory = 26\nmaxmem = 26\n");
    assert_holds(text, "\nshadow_memory = 4\n");
    assert_holds(text, "\nvif = ['bridge=xenbr0']\n");
    assert_holds(text, "\ntsc_mode = \"native\"\n");
    assert_holds(text, "\non_poweroff = \"destroy\"\non_reboot = \"restart\"\non_crash = \"restart\"\n");
    assert_null(strstr(text, "\ncmdline"));
}

static void words_bridge_and_address_are_the_users(void **state)
{
    (void)state;
    boot.words = "ip=192.0.2.10/24 gw=192.0.2.1";
    boot.bridge = "br-dmz";
    boot.mac = "02:00:00:00:00:01";
    const char *text = boot_xen_config(&boot, "/srv/mysite.img");
    assert_holds(text, "\ncmdline = \"ip=192.0.2.10/24 gw=192.0.2.1\"\n");
    assert_holds(text, "\nvif = ['mac=02:00:00:00:00:01,bridge=br-dmz']\n");
}

static void memory_follows_the_image(void **state)
{
    (void)state;
    boot.image_end = 101u << 20;
    assert_holds(boot_xen_config(&boot, "/x"), "\nmemory = 126\nmaxmem = 126\n");
    assert_int_equal(boot_xen_memory_min(&boot), 104);
    boot.memory_mib = 104;
    assert_holds(boot_xen_config(&boot, "/x"), "\nmemory = 104\nmaxmem = 104\n");
    boot.image_end = 13u << 20;
    assert_int_equal(boot_xen_memory_min(&boot), 16);
    boot.image_end = 14u << 20;
    assert_int_equal(boot_xen_memory_min(&boot), 17);
}

static void memory_for_page_tables_is_never_less_than_by_default(void **state)
{
    (void)state;
    boot.memory_mib = 383;
    assert_holds(boot_xen_config(&boot, "/x"), "\nshadow_memory = 4\n");
    boot.memory_mib = 384;
    assert_null(strstr(boot_xen_config(&boot, "/x"), "shadow_memory"));
}

static void a_name_is_made_fit_for_xl(void **state)
{
    static const char *const names[][2] = {
        {"mysite.img", "mysite"},
        {"/srv/www/my_site-2.0+b.img", "my_site-2.0+b"},
        {"mysite", "mysite"},
        {"my site.img", "my-site"},
        {"a 'b' \"c\".img", "a-b-c"},
        {"caf\xc3\xa9.img", "caf"},
        {"\xe6\x97\xa5\xe6\x9c\xac.img", "site"},
        {"a\nb.img", "a-b"},
        {"-x.img", "x"},
        {"..img", "site"},
        {".img", "site"},
        {".hidden", "hidden"},
        {"2026.img", "site2026"}, /* xl would look for the domain with this id */
        {"12\xc3\xa9.img", "site12"},
        {"a/b;c|d$e.img", "b-c-d-e"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_string_equal(boot_xen_name(names[i][0], &boot.pool), names[i][1]);
    char longer[300];
    memset(longer, 'a', sizeof(longer));
    longer[sizeof(longer) - 1] = '\0';
    assert_int_equal(strlen(boot_xen_name(longer, &boot.pool)), 60);
}

static void a_path_with_control_characters_cannot_be_said(void **state)
{
    static const char *const bad[] = {"/a\nb.img", "/a\rb", "/a\tb", "/\x01", "/\x7f", "/a\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_null(boot_xen_config(&boot, bad[i]));
}

static void quotes_and_backslashes_are_escaped(void **state)
{
    (void)state;
    assert_holds(boot_xen_config(&boot, "/a\"b\\c'd"), "\nkernel = \"/a\\\"b\\\\c'd\"\n");
}

/* The bytes that python finds as kernel in a configuration. */
static void read_kernel(const char *folder, const char *config, char *kernel, size_t cap)
{
    case_add_file(folder, "config", config);
    FILE *output = popen(pool_printf(&boot.pool, "python3 %s/reader.py %s/config", folder, folder), "r");
    kernel[fread(kernel, 1, cap - 1, output)] = '\0';
    if (pclose(output) != 0)
        fail_msg("python cannot read:\n%s", config);
}

static void python_reads_every_path_back(void **state)
{
    static const char *const paths[] = {
        "/srv/mysite.img",     "/my sites/a b.img",   "/it's \"quoted\".img",
        "/back\\slash\\n.img", "/caf\xc3\xa9/日.img", "/a#b;c,d=[e].img",
        "/%s%n.img",           "/trailing\\",
    };
    char *folder = case_make_folder(&boot.pool, "reader.py", reader, NULL), kernel[200];

    (void)state;
    if (system("python3 -c pass") != 0) {
        case_remove_folder(folder);
        skip();
    }
    boot.words = "ip=192.0.2.10/24 log=debug";
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        read_kernel(folder, boot_xen_config(&boot, paths[i]), kernel, sizeof(kernel));
        assert_string_equal(kernel, paths[i]);
    }
    case_remove_folder(folder);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_that_xl_needs_is_there),  TEST(words_bridge_and_address_are_the_users),
        TEST(memory_follows_the_image),           TEST(memory_for_page_tables_is_never_less_than_by_default),
        TEST(a_name_is_made_fit_for_xl),          TEST(a_path_with_control_characters_cannot_be_said),
        TEST(quotes_and_backslashes_are_escaped), TEST(python_reads_every_path_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
