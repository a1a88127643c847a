/* lexer_stack.c - the states of a lexer, and the lexers of other languages within it. See lexer.h. */
#include "highlight/catalog.h"
#include "highlight/lexer.h"

#include <stdlib.h>
#include <string.h>

static struct hl_frame *push_index(struct hl_lexer *lexer, uint16_t state)
{
    if (lexer->frame_count < HL_STACK_MAX)
        lexer->frames[lexer->frame_count++] = (struct hl_frame){.state = state};
    return hl_top(lexer);
}

struct hl_frame *hl_push(struct hl_lexer *lexer, const char *state)
{
    return push_index(lexer, hl_state_index(lexer->program, state));
}

void hl_pop(struct hl_lexer *lexer, size_t count)
{
    lexer->frame_count -= count < lexer->frame_count ? count : lexer->frame_count - 1;
}

struct hl_frame *hl_top(struct hl_lexer *lexer)
{
    return &lexer->frames[lexer->frame_count - 1];
}

bool hl_top_is(const struct hl_lexer *lexer, const char *state)
{
    return strcmp(lexer->program->states[lexer->frames[lexer->frame_count - 1].state].name, state) == 0;
}

static void start_over(struct hl_lexer *lexer)
{
    const struct hl_steps *start = &lexer->program->start;
    lexer->frame_count = 0;
    for (size_t i = 0; i < start->count; i++)
        lexer->frames[lexer->frame_count++] = (struct hl_frame){.state = start->steps[i].value};
    lexer->mark_count = lexer->level_count = 0;
    memset(lexer->number, 0, sizeof(lexer->number));
}

void hl_take_steps(struct hl_lexer *lexer, const struct hl_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        struct hl_step step = steps->steps[i];
        switch ((enum hl_step_kind)step.kind) {
        case HL_PUSH:
            push_index(lexer, step.value);
            break;
        case HL_GOTO:
            *hl_top(lexer) = (struct hl_frame){.state = step.value};
            break;
        case HL_POP:
            hl_pop(lexer, step.value);
            break;
        case HL_AGAIN: {
            struct hl_frame top = *hl_top(lexer);
            *push_index(lexer, top.state) = top;
            break;
        }
        case HL_RESET:
            lexer->frame_count = 1;
            lexer->frames[0] = (struct hl_frame){.state = lexer->program->start.steps[0].value};
            break;
        case HL_RESTART:
            hl_restart(lexer, step.value);
            break;
        }
    }
}

/* ---- languages within languages */

struct hl_lexer *hl_lexer_new(struct hl_run *run, size_t language, const struct hl_lexer *parent)
{
    struct hl_lexer *lexer = calloc(1, sizeof(*lexer));
    if (lexer == NULL)
        fatal("out of memory");
    lexer->run = run;
    lexer->program = hl_program(language);
    lexer->parent = parent;
    lexer->depth = parent != NULL ? parent->depth + 1 : 0;
    lexer->next = run->lexers;
    run->lexers = lexer;
    start_over(lexer);
    return lexer;
}

/* The lexer of that language within this one, made when it is first needed; NULL when there are too many
 * around. */
static struct hl_lexer *inner_lexer(struct hl_lexer *lexer, size_t language)
{
    if (lexer->depth + 1 == HL_DEPTH_MAX)
        return NULL;
    for (struct hl_lexer *l = lexer->run->lexers; l != NULL; l = l->next)
        if (l->parent == lexer && l->program->language == hl_language_at(language))
            return l;
    return hl_lexer_new(lexer->run, language, lexer);
}

void hl_delegate(struct hl_lexer *lexer, size_t language, size_t from, size_t to)
{
    struct hl_lexer *inner = inner_lexer(lexer, language);
    if (inner == NULL)
        hl_emit(lexer, HL_TEXT, from, to);
    else
        hl_lex(inner, from, to);
}

void hl_restart(struct hl_lexer *lexer, size_t language)
{
    struct hl_lexer *inner = inner_lexer(lexer, language);
    if (inner != NULL)
        start_over(inner);
}
