/* lexer.c - see lexer.h */
#include "highlight/lexer.h"

#include <stdlib.h>
#include <string.h>

/* Matches without a character in a row; then one character is an error, so that every input comes to an end.
 */
#define NULL_MATCHES_MAX 5u

/* Steps of the matcher in one try, which is what backtracking may cost, and in one that sees more than
 * HL_WINDOW. */
#define STEPS_MAX      1500u
#define STEPS_PER_BYTE 16u

/* How often the code may be read in tries that see far and fail, and how many tries may run into STEPS_MAX;
 * beyond that nothing sees far, and the rest of the code is plain text. */
#define WASTE_PER_BYTE 8u
#define GIVEN_UP_MAX   200u

static const char *const token_classes[] = {"",
#define X(name) #name,
                                            HL_TOKENS(X)
#undef X
};

/* ---- output */

void hl_escape(struct text *html, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c != '&' && c != '<' && c != '>')
            continue;
        text_add(html, (struct str){s.at + from, i - from});
        text_add_c(html, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
        from = i + 1;
    }
    text_add(html, str_from(s, from));
}

static void flush(struct hl_run *run)
{
    struct str s = {run->code.at + run->token_from, run->token_to - run->token_from};
    if (s.len == 0)
        return;
    if (run->token != HL_TEXT) {
        text_add(run->html, STR("<span class=\""));
        text_add_c(run->html, token_classes[run->token]);
        text_add(run->html, STR("\">"));
    }
    hl_escape(run->html, s);
    if (run->token != HL_TEXT)
        text_add(run->html, STR("</span>"));
    run->token_from = run->token_to;
}

/* Neighbours of one token become one span. */
static void add_token(struct hl_run *run, enum hl_token token, size_t to)
{
    if (token != run->token) {
        flush(run);
        run->token = token;
    }
    run->token_to = to;
}

/* What nobody spoke for between the last token and this one is text: not a byte of the author's gets lost. */
void hl_emit(struct hl_lexer *lexer, enum hl_token token, size_t from, size_t to)
{
    struct hl_run *run = lexer->run;
    if (from > run->token_to)
        add_token(run, HL_TEXT, from);
    if (to > run->token_to)
        add_token(run, token, to);
}

struct str hl_group(const struct hl_lexer *lexer, const struct hl_match *match, size_t group)
{
    if (group >= match->count || match->from[group] >= match->to[group])
        return STR("");
    return (struct str){lexer->run->seen + match->from[group], match->to[group] - match->from[group]};
}

/* ---- matching */

/* The bytes that a pattern may see: len at most, and whole characters. */
static size_t visible(const struct hl_lexer *lexer, size_t len)
{
    if (len >= lexer->end - lexer->pos)
        return lexer->end - lexer->pos;
    while (len > 1 && ((unsigned char)lexer->run->seen[lexer->pos + len] & 0xc0) == 0x80)
        len--;
    return len;
}

/* Returns PCRE2_ERROR_PARTIAL when it would have taken more than the len bytes that were shown to know. What
 * sees far is interpreted: compiled code does not keep to the limit of steps. */
static int try(struct hl_lexer *lexer, const struct hl_regex *regex, size_t len)
{
    struct hl_run *run = lexer->run;
    uint32_t options = PCRE2_NO_UTF_CHECK;

    if (len < lexer->end - lexer->pos)
        options |= PCRE2_PARTIAL_SOFT;
    if (len > HL_WINDOW)
        options |= PCRE2_NO_JIT;
    pcre2_set_match_limit(run->limits, (uint32_t)(len > HL_WINDOW ? STEPS_PER_BYTE * len : STEPS_MAX));
    int count =
        pcre2_match(regex->code, (PCRE2_SPTR)run->seen + lexer->pos, len, 0, options, run->data, run->limits);
    if (count < 0 && count != PCRE2_ERROR_NOMATCH && count != PCRE2_ERROR_PARTIAL)
        run->given_up++;
    return count;
}

static void copy_match(const struct hl_lexer *lexer, int count, struct hl_match *match)
{
    const size_t *at = pcre2_get_ovector_pointer(lexer->run->data);

    match->count = (size_t)count;
    for (size_t i = 0; i < match->count; i++) {
        bool set = at[2 * i] != PCRE2_UNSET;
        match->from[i] = set ? lexer->pos + at[2 * i] : 1;
        match->to[i] = set ? lexer->pos + at[2 * i + 1] : 0;
    }
}

/* A match that reaches the end of what it saw may want more: look further ahead until it does not. A try that
 * fails at that end looks further too, as long as such tries have not read the code too many times over
 * without result. */
static bool match_rule(struct hl_lexer *lexer, const struct hl_regex *regex, struct hl_match *match)
{
    struct hl_run *run = lexer->run;
    size_t len = visible(lexer, HL_WINDOW), rest = lexer->end - lexer->pos, wasted = 0;
    int count = try(lexer, regex, len);

    while (count == PCRE2_ERROR_PARTIAL && run->wasted < WASTE_PER_BYTE * run->code.len) {
        len = visible(lexer, len * 8);
        wasted += len;
        count = try(lexer, regex, len);
    }
    if (count > 0)
        copy_match(lexer, count, match);
    if (count <= 0 || match->to[0] - match->from[0] < wasted / 16)
        run->wasted += wasted;
    if (count <= 0)
        return false;
    while (len < rest && match->to[0] == lexer->pos + len && run->wasted < WASTE_PER_BYTE * run->code.len) {
        len = visible(lexer, len * 8);
        count = try(lexer, regex, len);
        if (count <= 0)
            return true;
        copy_match(lexer, count, match);
    }
    return true;
}

static void write_target(struct hl_lexer *lexer, struct hl_target target, size_t from, size_t to)
{
    if (from >= to)
        return;
    if (target.kind == HL_RECURSE)
        hl_restart(lexer, target.value);
    if (target.kind == HL_RECURSE || target.kind == HL_DELEGATE)
        hl_delegate(lexer, target.value, from, to);
    else
        hl_emit(lexer, (enum hl_token)target.value, from, to);
}

/* Does what the rule says about its match; false when it does not apply. */
static bool apply(struct hl_lexer *lexer, const struct hl_compiled *rule, const struct hl_match *match)
{
    const struct hl_steps *then = &rule->then;
    struct hl_target targets[HL_GROUPS_MAX];
    bool grouped = rule->target_count > 1;

    for (size_t i = 0; i < rule->target_count; i++) {
        targets[i] = rule->targets[i];
        if (targets[i].kind != HL_LOOKUP && targets[i].kind != HL_LOOKUP_OR_FAIL)
            continue;
        enum hl_token token;
        const struct hl_steps *steps;
        if (hl_words_find(rule->words, hl_group(lexer, match, i + grouped), &token, &steps)) {
            targets[i].value = (uint16_t)token;
            then = steps->count > 0 ? steps : then;
        } else if (targets[i].kind == HL_LOOKUP_OR_FAIL) {
            return false;
        }
    }
    lexer->pos = match->to[0];
    if (rule->act != NULL && !rule->act(lexer, match)) {
        lexer->pos = match->from[0];
        return false;
    }
    for (size_t i = 0; i < rule->target_count; i++)
        if (i + grouped < match->count)
            write_target(lexer, targets[i], match->from[i + grouped], match->to[i + grouped]);
    hl_take_steps(lexer, then);
    return true;
}

/* One rule of the state that applies, if there is one. */
static bool step(struct hl_lexer *lexer)
{
    const struct hl_state *state = &lexer->program->states[hl_top(lexer)->state];
    const char *at = lexer->run->seen + lexer->pos;
    unsigned char c = (unsigned char)at[0];
    bool line_start = lexer->pos == lexer->start || at[-1] == '\n';
    struct hl_match match;

    for (size_t i = 0; i < state->rule_count; i++) {
        const struct hl_compiled *rule = &state->rules[i];
        if ((rule->regex->first[c / 8] & (1u << (c % 8))) == 0 || (rule->regex->line_start && !line_start))
            continue;
        if (!match_rule(lexer, rule->regex, &match))
            continue;
        if (!apply(lexer, rule, &match)) {
            lexer->run->wasted += match.to[0] - match.from[0] > HL_WINDOW ? match.to[0] - match.from[0] : 0;
            continue;
        }
        if (match.to[0] > match.from[0] || lexer->pos > match.from[0])
            lexer->null_count = 0;
        else if (++lexer->null_count > NULL_MATCHES_MAX)
            return false;
        return true;
    }
    return false;
}

void hl_lex(struct hl_lexer *lexer, size_t from, size_t to)
{
    lexer->start = lexer->pos = from;
    lexer->end = to;
    lexer->null_count = 0;
    while (lexer->pos < lexer->end && lexer->run->given_up <= GIVEN_UP_MAX) {
        if (step(lexer))
            continue;
        struct str rest = {lexer->run->seen + lexer->pos, lexer->end - lexer->pos};
        size_t len = utf8_len(rest);
        hl_emit(lexer, HL_err, lexer->pos, lexer->pos + len);
        lexer->pos += len;
    }
    hl_emit(lexer, HL_TEXT, to, to);
}

void hl_run_code(struct hl_run *run, size_t language)
{
    struct hl_lexer *lexer = hl_lexer_new(run, language, NULL);

    hl_lex(lexer, 0, run->code.len);
    flush(run);
    while (run->lexers != NULL) {
        struct hl_lexer *next = run->lexers->next;
        free(run->lexers);
        run->lexers = next;
    }
}
