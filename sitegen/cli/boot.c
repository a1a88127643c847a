/* boot.c - sitegen boot IMAGE [WORD...]: the arguments; boot_qemu.c and boot_xen.c start the machine. */
#include "cli/boot.h"

#include "cli/cli.h"
#include "commands.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX 1024u /* bytes of all words: what any boot loader takes */

/* Said here already, though the appliance judges its words itself (kernel/appliance/config.c): a machine that
 * starts, refuses a word and ends is hard to see. */
const char *boot_word_error(const char *word)
{
    const char *value = strchr(word, '=');
    bool known = false;

    for (const struct option *o = command_words; value != NULL && o->name != NULL; o++)
        known |= str_starts(str_of(word), o->name);
    if (!known)
        return "unknown word (have: ip= gw= port= hostname= conns= log=)";
    if (value[1] == '\0')
        return "a word without a value";
    for (const char *c = word; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7f || strchr("\"'\\`$", *c) != NULL)
            return "a character that no word has";
    return NULL;
}

long boot_image_mib(const struct boot *boot)
{
    return (long)((boot->image_len + (1u << 20) - 1) >> 20);
}

/* ---------------------------------------------------------------- arguments */

struct arguments {
    struct boot boot;
    const char *on;    /* NULL: qemu */
    struct text words; /* parted by blanks */
};

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (word != NULL && strcmp(word, *words) == 0)
            return true;
    return false;
}

/* An interface's name, as Linux takes it, and without what parts the words of a vif. */
static bool is_bridge(const char *name)
{
    size_t len = name != NULL ? strlen(name) : 0;

    for (size_t i = 0; i < len; i++)
        if (!char_is_alpha(name[i]) && !char_is_digit(name[i]) && strchr("-_.", name[i]) == NULL)
            return false;
    return len >= 1 && len <= 15 && name[0] != '.';
}

/* Six octets of two hexadecimal digits; not a group address. */
static bool is_mac(const char *text)
{
    static const char hex[] = "0123456789abcdefABCDEF";

    if (text == NULL || strlen(text) != 17 || strchr("13579bdfBDF", text[1]) != NULL)
        return false;
    for (unsigned i = 0; i < 17; i++)
        if (i % 3 == 2 ? text[i] != ':' : strchr(hex, text[i]) == NULL)
            return false;
    return true;
}

/* Take one option. Returns -1 when argv[*i] is none, else the exit status so far. */
static int read_option(struct arguments *a, int argc, char **argv, int *i)
{
    static const char *const ons[] = {"qemu", "xen", NULL}, *const accels[] = {"kvm", "tcg", NULL},
                             *const machines[] = {"microvm", "q35", "pc", NULL};
    struct boot *b = &a->boot;
    const char *value;

    if (cli_option(argc, argv, i, "--on", &a->on))
        return is_one_of(a->on, ons) ? 0 : cli_usage("--on is qemu or xen");
    if (cli_option(argc, argv, i, "--memory", &value))
        return cli_number(value, 1, 1 << 20, &b->memory_mib) ? 0 : cli_usage("--memory needs MiB, a number");
    if (cli_option(argc, argv, i, "--port", &value))
        return cli_number(value, 1, 65535, &b->port) ? 0 : cli_usage("--port needs a number from 1 to 65535");
    if (cli_option(argc, argv, i, "--accel", &b->accel))
        return is_one_of(b->accel, accels) ? 0 : cli_usage("--accel is kvm or tcg");
    if (cli_option(argc, argv, i, "--machine", &b->machine))
        return is_one_of(b->machine, machines) ? 0 : cli_usage("--machine is microvm, q35 or pc");
    if (cli_option(argc, argv, i, "--bridge", &b->bridge))
        return is_bridge(b->bridge) ? 0 : cli_usage("--bridge needs the name of a network bridge");
    if (cli_option(argc, argv, i, "--mac", &b->mac))
        return is_mac(b->mac) ? 0 : cli_usage("--mac needs an address, as in 02:00:00:00:00:01");
    if (cli_option(argc, argv, i, "-o", &b->output) || cli_option(argc, argv, i, "--output", &b->output))
        return b->output != NULL && *b->output != '\0' ? 0 : cli_usage("-o needs the name of a file");
    return argv[*i][0] == '-' ? cli_usage("boot: unknown option \"%s\"", argv[*i]) : -1;
}

/* The first is the image, the others are words. */
static int read_name(struct arguments *a, const char *arg)
{
    const char *problem;

    if (a->boot.image == NULL) {
        a->boot.image = arg;
        return 0;
    }
    if (strchr(arg, '=') == NULL)
        return cli_usage("boot: one image at a time: \"%s\" and \"%s\"", a->boot.image, arg);
    problem = boot_word_error(arg);
    if (problem != NULL)
        return cli_usage("boot: \"%s\": %s", arg, problem);
    if (strncmp(arg, "port=", 5) == 0 && !cli_number(arg + 5, 1, 65535, &a->boot.site_port))
        return cli_usage("boot: \"%s\": a port is a number from 1 to 65535", arg);
    text_printf(&a->words, "%s%s", a->words.len > 0 ? " " : "", arg);
    return a->words.len < WORDS_MAX ? 0 : cli_usage("boot: the words are too long");
}

/* An option that would have no effect is a misunderstanding. */
static int check_options(const struct arguments *a, bool on_xen)
{
    const struct boot *b = &a->boot;

    if (b->image == NULL)
        return cli_usage("boot: no image is named");
    if (on_xen && (b->port != 0 || b->accel != NULL || b->machine != NULL))
        return cli_usage("boot: --port, --accel and --machine are for --on qemu");
    if (!on_xen && (b->bridge != NULL || b->mac != NULL || b->output != NULL))
        return cli_usage("boot: --bridge, --mac and -o are for --on xen");
    return 0;
}

static int check_image(struct boot *b)
{
    struct image image;
    struct str bytes;
    const char *problem = image_read(b->image, &bytes);

    if (problem == NULL)
        problem = image_open(&image, bytes);
    else if (errno == EISDIR)
        problem = pool_printf(&b->pool, "is a folder: bake it first (sitegen %s)", b->image);
    if (problem != NULL) {
        fprintf(stderr, "%s: error: %s\n", b->image, problem);
        return EXIT_CONTENT;
    }
    b->image_len = bytes.len;
    b->image_end = capacity_image_end(&image);
    return 0;
}

int cli_boot(int argc, char **argv)
{
    struct arguments a = {.boot = {.site_port = 80}};
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++) {
        status = read_option(&a, argc, argv, &i);
        if (status < 0)
            status = read_name(&a, argv[i]);
    }
    bool on_xen = a.on != NULL && strcmp(a.on, "xen") == 0;
    if (status == 0)
        status = check_options(&a, on_xen);
    if (status == 0)
        status = check_image(&a.boot);
    a.boot.words = text_finish(&a.words, &a.boot.pool).at;
    if (status == 0)
        status = on_xen ? boot_xen(&a.boot) : boot_qemu(&a.boot);
    pool_free(&a.boot.pool);
    return status;
}
