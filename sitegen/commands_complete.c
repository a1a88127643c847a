/* commands_complete.c - what a word that is being typed can go on as. See commands.h. */
#include "commands.h"

#include <string.h>

/* The words before the one that is typed, as far as they matter for it. */
struct typed {
    const struct command *command;
    const struct option *waiting; /* takes the word as its value; NULL: none does */
    unsigned argument_count;
    bool only_names;              /* "--" was among them */
    struct str word;
};

static const struct option *find_option(const struct command *c, struct str name)
{
    for (const struct option *const *list = c->options; *list != NULL; list++)
        for (const struct option *o = *list; o->name != NULL; o++)
            if (str_is(name, o->name) || (o->also != NULL && str_is(name, o->also)))
                return o;
    return NULL;
}

/* ---------------------------------------------------------------- candidates */

static void offer(struct str word, struct str before, struct str candidate, const char *what,
                  struct text *out)
{
    if (candidate.len < word.len || memcmp(candidate.at, word.at, word.len) != 0)
        return;
    text_printf(out, "%.*s%.*s", STR_ARG(before), STR_ARG(candidate));
    if (what != NULL)
        text_printf(out, "\t%s", what);
    text_add_char(out, '\n');
}

/* before: what of the typed word is no part of the value, as in "--as=x". */
static void offer_value(const struct option *o, struct str before, struct str word, struct text *out)
{
    for (struct str list = str_of(o->list); list.len > 0;) {
        size_t len = str_find_char(list, '|');
        offer(word, before, str_head(list, len), NULL, out);
        list = str_from(list, len + 1);
    }
}

static void offer_names(enum takes takes, struct text *out)
{
    if (takes == TAKES_FILE || takes == TAKES_PLACE)
        text_add_c(out, ":files\n");
    if (takes == TAKES_FOLDER)
        text_add_c(out, ":folders\n");
}

/* One letter is offered where there is no longer name. */
static void offer_options(const struct typed *t, struct text *out)
{
    for (const struct option *const *list = t->command->options; *list != NULL; list++)
        for (const struct option *o = *list; o->name != NULL; o++)
            offer(t->word, STR(""), str_of(o->name), o->what, out);
    offer(t->word, STR(""), STR("--help"), "say what it takes", out);
    if (t->command->name == NULL)
        offer(t->word, STR(""), STR("--version"), "say which sitegen this is", out);
}

/* "ip=", and behind "log=" what it may be. */
static void offer_words(const struct typed *t, struct text *out)
{
    size_t key_len = str_find_char(t->word, '=') + 1;

    for (const struct option *o = command_words; o->name != NULL; o++) {
        if (key_len > t->word.len)
            offer(t->word, STR(""), str_of(o->name), o->what, out);
        else if (str_is(str_head(t->word, key_len), o->name))
            offer_value(o, str_head(t->word, key_len), str_from(t->word, key_len), out);
    }
}

static void offer_commands(const struct typed *t, struct text *out)
{
    for (const struct command *c = commands; c->usage != NULL; c++)
        if (c->name != NULL)
            offer(t->word, STR(""), str_of(c->name), c->what, out);
}

/* ---------------------------------------------------------------- which of them */

static void read_word(struct typed *t, const char *word)
{
    struct str name = str_of(word);

    if (t->waiting != NULL) {
        t->waiting = NULL;
    } else if (!t->only_names && strcmp(word, "--") == 0) {
        t->only_names = true;
    } else if (!t->only_names && *word == '-') {
        const struct option *o = find_option(t->command, name);
        t->waiting = o != NULL && o->takes != TAKES_NOTHING ? o : NULL;
    } else {
        t->argument_count++;
    }
}

/* Another name or word, or, for the first of all, a command. */
static void offer_argument(const struct typed *t, bool is_first, struct text *out)
{
    const struct command *c = t->command;

    if (is_first)
        offer_commands(t, out);
    if (t->argument_count < COMMAND_ARGUMENTS_MAX)
        offer_names(c->arguments[t->argument_count], out);
    if (c->takes_words && t->argument_count > 0)
        offer_words(t, out);
}

void command_complete(int count, char **words, struct text *out)
{
    const struct command *named = count > 1 ? command_find(words[0]) : NULL;
    struct typed t = {.command = named != NULL ? named : command_bake()};

    if (count < 1)
        return;
    for (int i = named != NULL ? 1 : 0; i < count - 1; i++)
        read_word(&t, words[i]);
    t.word = str_of(words[count - 1]);
    size_t name_len = str_find_char(t.word, '=');
    const struct option *inside = find_option(t.command, str_head(t.word, name_len));
    if (t.waiting == NULL && !t.only_names && inside != NULL && name_len < t.word.len) {
        offer_value(inside, str_head(t.word, name_len + 1), str_from(t.word, name_len + 1), out);
        offer_names(inside->takes, out);
    } else if (t.waiting != NULL) {
        offer_value(t.waiting, STR(""), t.word, out);
        offer_names(t.waiting->takes, out);
    } else if (!t.only_names && str_starts(t.word, "-")) {
        offer_options(&t, out);
    } else {
        offer_argument(&t, count == 1, out);
    }
}
