/* build_row.c - the words of a rule's row: tokens, and steps on the stack of states. See build.h. */
#include "highlight/build.h"
#include "highlight/catalog.h"
#include "pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const token_names[] = {".",
#define X(name) #name,
                                          HL_TOKENS(X)
#undef X
};

_Noreturn void hl_build_wrong(const struct hl_builder *b, const char *what, const char *where)
{
    fprintf(stderr, "highlight: the table of %s is wrong: %s: %s\n", b->language->names, what, where);
    abort();
}

void *hl_build_take(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size);
    if (p == NULL)
        fatal("out of memory");
    return p;
}

bool hl_next_word(const char **list, struct str *word)
{
    const char *at = *list;
    while (at != NULL && *at == ' ')
        at++;
    if (at == NULL || *at == '\0')
        return false;
    word->at = at;
    word->len = strcspn(at, " ");
    *list = at + word->len;
    return true;
}

enum hl_token hl_build_token(const struct hl_builder *b, struct str name)
{
    for (size_t i = 0; i < HL_TOKEN_COUNT; i++)
        if (str_is(name, token_names[i]))
            return (enum hl_token)i;
    hl_build_wrong(b, "no such token", name.at);
}

static uint16_t language_of(const struct hl_builder *b, struct str name)
{
    size_t index = hl_language_find(name);
    if (index == HL_NONE)
        hl_build_wrong(b, "no such language", name.at);
    return (uint16_t)index;
}

uint16_t hl_build_state(const struct hl_builder *b, struct str name)
{
    for (size_t i = 0; i < b->program->state_count; i++)
        if (str_is(name, b->program->states[i].name))
            return (uint16_t)i;
    hl_build_wrong(b, "no such state", name.at);
}

struct hl_target hl_build_target(const struct hl_builder *b, struct str word)
{
    if (str_is(word, "?"))
        return (struct hl_target){HL_LOOKUP_OR_FAIL, 0};
    if (str_is(word, "@"))
        return (struct hl_target){HL_RECURSE, language_of(b, str_head(str_of(b->language->names),
                                                                      strcspn(b->language->names, " ")))};
    if (word.at[0] == '?')
        return (struct hl_target){HL_LOOKUP, (uint16_t)hl_build_token(b, str_from(word, 1))};
    if (word.at[0] == '@')
        return (struct hl_target){HL_DELEGATE, language_of(b, str_from(word, 1))};
    return (struct hl_target){HL_EMIT, (uint16_t)hl_build_token(b, word)};
}

static struct hl_step step_of(const struct hl_builder *b, struct str word)
{
    switch (word.at[0]) {
    case '^':
        return (struct hl_step){HL_POP, word.len > 1 ? (uint16_t)(word.at[1] - '0') : 1};
    case '+':
        return (struct hl_step){HL_AGAIN, 0};
    case '!':
        return (struct hl_step){HL_RESET, 0};
    case '=':
        return (struct hl_step){HL_GOTO, hl_build_state(b, str_from(word, 1))};
    case '~':
        return (struct hl_step){HL_RESTART, language_of(b, str_from(word, 1))};
    default:
        return (struct hl_step){HL_PUSH, hl_build_state(b, word)};
    }
}

struct hl_steps hl_build_steps(const struct hl_builder *b, const char *then)
{
    struct hl_steps steps = {0};
    struct str word;

    while (hl_next_word(&then, &word)) {
        if (steps.count == HL_STEPS_MAX)
            hl_build_wrong(b, "too many steps", word.at);
        steps.steps[steps.count++] = step_of(b, word);
    }
    return steps;
}
