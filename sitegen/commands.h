/* commands.h - the one table of what sitegen's command line may say.
 *
 * Layer     sitegen; above cli/ and preview/, below main.c, but that boot.c asks it for the words. Dispatch,
 *           --help and the shells' completion follow from it; tests/golden/commands compares it with the man
 *           pages and with what the commands take
 * Memory    all of it is constant
 */
#ifndef SITEGEN_COMMANDS_H
#define SITEGEN_COMMANDS_H

#include "text.h"

#include <stdbool.h>

/* What an option or an argument is followed by, or stands for. */
enum takes {
    TAKES_NOTHING,
    TAKES_FILE,   /* its name; folders lead there */
    TAKES_FOLDER,
    TAKES_PLACE,  /* a folder or a file */
    TAKES_WORD,   /* one of a list, and no other */
    TAKES_TEXT,   /* anything; a list says what is usual */
};

struct option {
    const char *name;  /* "--output" */
    const char *also;  /* "-o"; NULL: no other name */
    enum takes takes;
    const char *value; /* what the help calls it: "FILE"; NULL: it takes nothing */
    const char *list;  /* "kvm|tcg"; NULL: none */
    const char *what;  /* it does, in a few words */
};

#define COMMAND_ARGUMENTS_MAX 2

struct command {
    const char *name;                     /* NULL: the bake, which has none */
    int (*run)(int argc, char **argv);    /* argv[0] is the command; for the bake, the program */
    const char *usage;                    /* what follows the name; one line for each form */
    const char *what;
    enum takes arguments[COMMAND_ARGUMENTS_MAX];
    const struct option *const *options;  /* lists of them; the last is NULL */
    bool takes_words;                     /* of the site's command line, behind the arguments */
};

/* In the order of the help; the last has no usage. */
extern const struct command commands[];

/* What a machine's command line may say: "port=" and what follows it. Ends with a NULL name. */
extern const struct option command_words[];

/* The command of that name, or NULL: then it is the name of a folder to bake. */
const struct command *command_find(const char *name);

/* The bake. */
const struct command *command_bake(void);

/* sitegen --help, and sitegen COMMAND --help. */
void command_help(struct text *out);
void command_help_of(const struct command *command, struct text *out);

/* What the last of these words, of which one types just now, can go on as. Words are those behind "sitegen".
 *
 * out       gets candidates, one a line, a tab and a few words behind those that have some; then ":files"
 *           or ":folders" where names of files, or of folders, are meant as well
 */
void command_complete(int count, char **words, struct text *out);

#endif
