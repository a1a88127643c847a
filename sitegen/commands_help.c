/* commands_help.c - what --help prints. See commands.h. */
#include "commands.h"

#include <string.h>

#define OPTION_WIDTH 24

/* "Usage: " before the first line of all, blanks before the others. */
static void add_usage(const struct command *c, struct text *out, bool is_first)
{
    struct str usage = str_of(c->usage);

    for (; usage.len > 0; is_first = false) {
        size_t len = str_find_char(usage, '\n');
        text_printf(out, "%ssitegen ", is_first ? "Usage: " : "       ");
        if (c->name != NULL)
            text_printf(out, "%s ", c->name);
        text_printf(out, "%.*s\n", STR_ARG(str_head(usage, len)));
        usage = str_from(usage, len + 1);
    }
}

static void add_option(const struct option *o, struct text *out)
{
    struct text left = {0};

    text_printf(&left, "%s%s%s", o->also != NULL ? o->also : "", o->also != NULL ? ", " : "", o->name);
    if (o->takes != TAKES_NOTHING)
        text_printf(&left, "%s%s", str_ends(str_of(o->name), "=") ? "" : " ", o->value);
    text_printf(out, "  %-*s %s", OPTION_WIDTH, left.bytes, o->what);
    if (o->list != NULL && o->takes == TAKES_WORD)
        text_printf(out, ": %s", o->list);
    text_add_char(out, '\n');
    text_free(&left);
}

static void add_options(const struct command *c, struct text *out)
{
    if (c->options[0] == NULL)
        return;
    text_add_c(out, "\nOptions:\n");
    for (const struct option *const *list = c->options; *list != NULL; list++)
        for (const struct option *o = *list; o->name != NULL; o++)
            add_option(o, out);
}

void command_help_of(const struct command *c, struct text *out)
{
    add_usage(c, out, true);
    text_printf(out, "\n%c%s.\n", c->what[0] - 'a' + 'A', c->what + 1);
    add_options(c, out);
    if (c->takes_words) {
        text_add_c(out, "\nWords, for the site's command line:\n");
        for (const struct option *o = command_words; o->name != NULL; o++)
            add_option(o, out);
    }
    text_printf(out, "\nMore in sitegen-%s(1).\n", c->name);
}

void command_help(struct text *out)
{
    for (const struct command *c = commands; c->usage != NULL; c++)
        add_usage(c, out, c == commands);
    text_add_c(out, "       sitegen --help | --version\n\n"
                    "The file that is made serves the site: run it (./NAME.img port=8080), or boot it as\n"
                    "the kernel of a virtual machine. DIR holds Markdown, HTML and any other files; what starts\n"
                    "with '_' or '.' is not published, but _config.yml, _posts, _layouts and _includes mean\n"
                    "what they mean to Jekyll.\n\n"
                    "Commands (a folder that is called like one is baked as ./NAME):\n");
    for (const struct command *c = commands + 1; c->usage != NULL; c++)
        text_printf(out, "  %-10s %s\n", c->name, c->what);
    add_options(command_bake(), out);
    text_add_c(out, "\n\"sitegen COMMAND --help\" says what a command takes. More in sitegen(1) and\n"
                    "sitegen-COMMAND(1).\n"
                    "Exit status: 0 done, 1 an error in the content or on the machine, 2 a wrong command\n"
                    "line.\n");
}
