/* program.h - a language with its patterns compiled, ready to be run by any number of threads.
 *
 * Layer     sitegen/highlight; above rules.h, below lexer.c
 */
#ifndef SITEGEN_HIGHLIGHT_PROGRAM_H
#define SITEGEN_HIGHLIGHT_PROGRAM_H

#include "highlight/rules.h"
#include "str.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define HL_GROUPS_MAX 12u
#define HL_STEPS_MAX  5u

enum hl_step_kind { HL_PUSH, HL_GOTO, HL_POP, HL_AGAIN, HL_RESET, HL_RESTART };

struct hl_step {
    uint8_t kind;
    uint16_t value; /* the state, the count to pop, or the language to start over */
};

struct hl_steps {
    uint8_t count;
    struct hl_step steps[HL_STEPS_MAX];
};

enum hl_target_kind { HL_EMIT, HL_LOOKUP, HL_LOOKUP_OR_FAIL, HL_DELEGATE, HL_RECURSE };

struct hl_target {
    uint8_t kind;
    uint16_t value; /* the token, or the language */
};

struct hl_regex {
    const char *pattern;
    pcre2_code *code;
    bool line_start;   /* tried at the start of a line only */
    uint8_t first[32]; /* one bit for each byte that a match can begin with; all set where nobody knows */
};

struct hl_wordset;

struct hl_compiled {
    const struct hl_regex *regex;
    uint8_t target_count; /* 1: the whole match; more: one for each group; 0: nothing */
    struct hl_target targets[HL_GROUPS_MAX];
    struct hl_steps then;
    const struct hl_wordset *words;
    bool (*act)(struct hl_lexer *lexer, const struct hl_match *match);
};

struct hl_state {
    const char *name;
    const struct hl_compiled *rules;
    size_t rule_count;
};

struct hl_program {
    const struct hl_language *language;
    struct hl_state *states; /* fewer than 65536 */
    size_t state_count;
    struct hl_steps start; /* pushes, on a stack that is empty */
};

/* The compiled language; made when it is first asked for, kept until the end. A mistake in a table is ours:
 * it is printed and the program stops. */
const struct hl_program *hl_program(size_t language);

/* What the words say about text: false when they have nothing on it. */
bool hl_words_find(const struct hl_wordset *words, struct str text, enum hl_token *token,
                   const struct hl_steps **then);

/* The index of a state by name; it must be there. */
uint16_t hl_state_index(const struct hl_program *program, const char *name);

#endif
