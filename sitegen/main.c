/* main.c - sitegen: a folder of content -> one file that is a Linux program and a bootable kernel. */
#include "cli/cli.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>

static int print(struct text *text, FILE *to)
{
    bool ok = fwrite(text->bytes, 1, text->len, to) == text->len && fflush(to) == 0;

    text_free(text);
    return ok ? 0 : EXIT_CONTENT;
}

static int help(FILE *to)
{
    struct text text = {0};

    command_help(&text);
    return print(&text, to);
}

/* NULL: of all. */
static int help_of(const struct command *command)
{
    struct text text = {0};

    if (command == NULL)
        return help(stdout);
    command_help_of(command, &text);
    return print(&text, stdout);
}

/* For the functions of the shells (completion/): sitegen --complete WORD... */
static int complete(int count, char **words)
{
    struct text text = {0};

    command_complete(count, words, &text);
    return text.len > 0 ? print(&text, stdout) : 0;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        help(stderr);
        return EXIT_COMMAND;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(stdout);
    if (strcmp(argv[1], "--version") == 0) {
        puts("sitegen " SITEGEN_VERSION);
        return 0;
    }
    if (strcmp(argv[1], "--complete") == 0)
        return complete(argc - 2, argv + 2);
    /* A folder called "preview" is baked as ./preview. */
    const struct command *command = command_find(argv[1]);
    if (asks_for_help(argc, argv))
        return help_of(command);
    return command != NULL ? command->run(argc - 1, argv + 1) : cli_bake(argc, argv);
}
