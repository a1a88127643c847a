/* program.c - see program.h */
#include "highlight/build.h"
#include "highlight/catalog.h"
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void add_rule(struct hl_builder *b, const struct hl_rule *row)
{
    struct hl_compiled rule = {.regex = hl_build_regex(b, row->pattern), .act = row->act};
    const char *list = row->token;
    struct str word;
    uint32_t groups = 0;

    while (hl_next_word(&list, &word)) {
        if (rule.target_count == HL_GROUPS_MAX - 1)
            hl_build_wrong(b, "too many groups", row->pattern);
        struct hl_target target = hl_build_target(b, word);
        rule.targets[rule.target_count++] = target;
        if (target.kind == HL_LOOKUP || target.kind == HL_LOOKUP_OR_FAIL)
            rule.words = hl_build_words(b, row->words);
    }
    pcre2_pattern_info(rule.regex->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if ((rule.target_count > 1 && groups < rule.target_count) || groups >= HL_GROUPS_MAX)
        hl_build_wrong(b, "tokens and groups do not agree", row->pattern);
    rule.then = hl_build_steps(b, row->then);

    if (b->rule_count == b->rule_cap) {
        b->rule_cap = b->rule_cap > 0 ? b->rule_cap * 2 : 64;
        b->rules = realloc(b->rules, b->rule_cap * sizeof(b->rules[0]));
        if (b->rules == NULL)
            fatal("out of memory");
    }
    b->rules[b->rule_count++] = rule;
}

static bool is_row(const struct hl_rule *row, const char *kind)
{
    return row->pattern == NULL && row->token != NULL && strcmp(row->token, kind) == 0;
}

/* The row behind STATE(name), in the language or the first of its bases that has it. */
static const struct hl_rule *find_state(const struct hl_language **language, const char *name)
{
    for (; *language != NULL; *language = (*language)->base)
        for (const struct hl_rule *row = (*language)->rules; row->pattern != NULL || row->token != NULL;
             row++)
            if (is_row(row, "state") && strcmp(row->then, name) == 0)
                return row + 1;
    return NULL;
}

static void add_state(struct hl_builder *b, const struct hl_language *language, const char *name)
{
    const struct hl_rule *row = find_state(&language, name);
    if (row == NULL)
        hl_build_wrong(b, "no such state", name);
    if (b->use_depth++ == 20)
        hl_build_wrong(b, "states use each other in a circle", name);
    for (; (row->pattern != NULL || row->token != NULL) && !is_row(row, "state"); row++) {
        if (is_row(row, "use"))
            add_state(b, b->language, row->then);
        else if (is_row(row, "super"))
            add_state(b, language->base, name);
        else
            add_rule(b, row);
    }
    b->use_depth--;
}

static bool has_state(const struct hl_program *program, const char *name)
{
    for (size_t i = 0; i < program->state_count; i++)
        if (strcmp(program->states[i].name, name) == 0)
            return true;
    return false;
}

static void name_states(struct hl_builder *b)
{
    struct hl_program *program = b->program;
    size_t count = 0;

    for (const struct hl_language *l = b->language; l != NULL; l = l->base)
        for (const struct hl_rule *row = l->rules; row->pattern != NULL || row->token != NULL; row++)
            count += is_row(row, "state");
    program->states = hl_build_take(count, sizeof(program->states[0]));
    for (const struct hl_language *l = b->language; l != NULL; l = l->base)
        for (const struct hl_rule *row = l->rules; row->pattern != NULL || row->token != NULL; row++)
            if (is_row(row, "state") && !has_state(program, row->then))
                program->states[program->state_count++].name = row->then;
}

static struct hl_program *build(const struct hl_language *language)
{
    struct hl_builder *b = hl_build_take(1, sizeof(*b));
    struct hl_program *program = hl_build_take(1, sizeof(*program));

    b->program = program;
    b->language = language;
    program->language = language;
    name_states(b);
    for (size_t i = 0; i < program->state_count; i++) {
        b->rules = NULL;
        b->rule_count = b->rule_cap = 0;
        add_state(b, language, program->states[i].name);
        program->states[i].rules = b->rules;
        program->states[i].rule_count = b->rule_count;
    }
    const char *start = NULL;
    for (const struct hl_language *l = language; start == NULL && l != NULL; l = l->base)
        start = l->start;
    program->start = hl_build_steps(b, start != NULL ? start : "root");
    free(b);
    return program;
}

uint16_t hl_state_index(const struct hl_program *program, const char *name)
{
    struct hl_builder b = {.program = (struct hl_program *)program, .language = program->language};
    return hl_build_state(&b, str_of(name));
}

const struct hl_program *hl_program(size_t language)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct hl_program *programs[256];

    pthread_mutex_lock(&lock);
    if (programs[language] == NULL)
        programs[language] = build(hl_language_at(language));
    const struct hl_program *program = programs[language];
    pthread_mutex_unlock(&lock);
    return program;
}
