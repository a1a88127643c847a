/* lexer.h - runs a language over text; what the rules' own functions may call.
 *
 * Layer     sitegen/highlight; above program.h
 * Bounds    HL_STACK_MAX states within states, HL_DEPTH_MAX languages within languages; a push beyond that
 *           is not made, and code beyond that is plain text
 * Time      a pattern sees HL_WINDOW bytes ahead, and more only where what it sees ends in the middle of a
 *           match; what such tries cost is paid by the text they consume, or comes out of an allowance in
 *           proportion to the code
 */
#ifndef SITEGEN_HIGHLIGHT_LEXER_H
#define SITEGEN_HIGHLIGHT_LEXER_H

#include "highlight/program.h"
#include "text.h"

#define HL_STACK_MAX  400u
#define HL_DEPTH_MAX  6u
#define HL_WINDOW     256u
#define HL_MARKS_MAX  8u
#define HL_LEVELS_MAX 64u

/* Places in the code, in bytes from its start; from > to: the group took no part in the match. */
struct hl_match {
    size_t count;
    size_t from[HL_GROUPS_MAX], to[HL_GROUPS_MAX];
};

struct hl_frame {
    uint16_t state;
    uint16_t token; /* the rest is for the languages that have strings with any delimiters */
    char open, close;
    bool flag;
};

struct hl_mark {
    struct str name;
    bool flag;
};

struct hl_lexer {
    struct hl_run *run;
    const struct hl_program *program;
    struct hl_lexer *next; /* of the same run */
    const struct hl_lexer *parent;
    unsigned depth; /* languages around this one */

    size_t pos, start, end; /* of the piece that is being read: start <= pos <= end */
    unsigned null_count;    /* matches without a character since the last one with any */

    /* 1 <= frame_count <= HL_STACK_MAX */
    struct hl_frame frames[HL_STACK_MAX];
    size_t frame_count;

    /* For the languages' own use; all zero at the start. */
    struct hl_mark marks[HL_MARKS_MAX]; /* names of here-documents that are still to come, delimiters, ... */
    size_t mark_count;
    int levels[HL_LEVELS_MAX]; /* columns of indentation, ... */
    size_t level_count;
    int number[4];
};

/* What all lexers of one highlight() share. */
struct hl_run {
    struct str code;  /* as it is written to html */
    const char *seen; /* the same as patterns see it: what is not UTF-8 is masked */
    struct text *html;
    enum hl_token token; /* of what is not written yet: */
    size_t token_from, token_to;
    struct hl_lexer *lexers;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    pcre2_jit_stack *stack;
    unsigned given_up; /* tries that ran into the matcher's limit */
    size_t wasted;     /* bytes seen beyond HL_WINDOW by tries without result */
};

/* Add s with & < > as entities, and no others. */
void hl_escape(struct text *html, struct str s);

/* Read all of the code as that language and write it. */
void hl_run_code(struct hl_run *run, size_t language);

/* Between lexer.c and lexer_stack.c: a lexer at its start, for code within that of parent; reading a piece;
 * what a rule says about the stack. */
struct hl_lexer *hl_lexer_new(struct hl_run *run, size_t language, const struct hl_lexer *parent);
void hl_lex(struct hl_lexer *lexer, size_t from, size_t to);
void hl_take_steps(struct hl_lexer *lexer, const struct hl_steps *steps);

/* For the rules' own functions. */
void hl_emit(struct hl_lexer *lexer, enum hl_token token, size_t from, size_t to);
void hl_delegate(struct hl_lexer *lexer, size_t language, size_t from, size_t to);
void hl_restart(struct hl_lexer *lexer, size_t language);
struct str hl_group(const struct hl_lexer *lexer, const struct hl_match *match, size_t group);
struct hl_frame *hl_push(struct hl_lexer *lexer, const char *state); /* the frame that is now the top */
void hl_pop(struct hl_lexer *lexer, size_t count);
struct hl_frame *hl_top(struct hl_lexer *lexer);
bool hl_top_is(const struct hl_lexer *lexer, const char *state);

#endif
