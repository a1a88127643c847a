/* rules.h - how a language is written down: states, and in each state rules that are tried in turn.
 *
 * Layer     sitegen/highlight; read by program.c, run by lexer.c
 * Why       stylesheets know rouge's classes, and rules like these decide which class a word gets. No C
 *           library in Debian has them: source-highlight (C++, GPL-3) tells some twenty elements apart,
 *           tree-sitter comes without grammars. So the tables are ours, and PCRE2 matches their patterns
 * Patterns  PCRE2's, anchored at the place reached, which is the start of the text as far as the pattern
 *           can see: \b and ^ hold there whatever stands before. A pattern that begins with ^ is tried at
 *           the start of a line only. ^ and $ are those of lines, . is not a line end, \w and \d are ASCII
 */
#ifndef SITEGEN_HIGHLIGHT_RULES_H
#define SITEGEN_HIGHLIGHT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
/* Every token there is, by the class that stylesheets know it under. */
#define HL_TOKENS(X) \
    X(w) X(esc) X(err) X(x) X(k) X(kc) X(kd) X(kn) X(kp) X(kr) X(kt) X(kv) \
    X(n) X(na) X(nb) X(bp) X(nc) X(no) X(nd) X(ni) X(ne) X(nf) X(fm) X(py) X(nl) X(nn) X(nx) X(nt) \
    X(nv) X(vc) X(vg) X(vi) X(vm) \
    X(l) X(ld) X(s) X(sa) X(sb) X(sc) X(dl) X(sd) X(s2) X(se) X(sh) X(si) X(sx) X(sr) X(s1) X(ss) \
    X(m) X(mb) X(mf) X(mh) X(mi) X(il) X(mo) X(mx) X(o) X(ow) X(p) X(pi) \
    X(c) X(ch) X(cd) X(cm) X(cp) X(cpf) X(c1) X(cs) \
    X(g) X(gd) X(ge) X(gr) X(gh) X(gi) X(go) X(gp) X(gs) X(gu) X(gt) X(gl)

/* Rows of a language's table that are no rules. */
#define STATE(name) {NULL, "state", name, NULL, NULL}  /* the rules of that state follow */
#define USE(name)   {NULL, "use", name, NULL, NULL}    /* the rules of another state stand here */
#define SUPER       {NULL, "super", NULL, NULL, NULL}  /* what the base has in the state of the same name */
#define RULES_END   {NULL, NULL, NULL, NULL, NULL}
#define WORDS_END   {NULL, NULL, NULL}
/* clang-format on */

enum hl_token {
    HL_TEXT, /* no span around it; "." in rules */
#define X(name) HL_##name,
    HL_TOKENS(X)
#undef X
        HL_TOKEN_COUNT
};

/* Words that are told apart after a pattern has found one. */
struct hl_words {
    const char *token; /* NULL ends a table */
    const char *list;  /* with blanks between them */
    const char *then;  /* as in a rule, in place of that of the rule; NULL: that of the rule */
};

struct hl_lexer;
struct hl_match;

struct hl_rule {
    const char *pattern; /* NULL in the rows that STATE, USE and SUPER make */

    /* One token for the whole match, or one for each group with blanks between them:
     *   "."       plain text
     *   "?n"      look the text up in the words; "n" when it is not there
     *   "?"       look the text up; when it is not there, the rule does not apply
     *   "@css"    hand it to that language, which goes on where its last piece ended
     *   "@"       hand it to this language, started anew
     *   NULL      nothing; act writes what there is to write */
    const char *token;

    /* What happens to the stack of states, in this order, with blanks between:
     *   "name"    push a state
     *   "=name"   put it in place of the top
     *   "^" "^2"  pop one, pop two
     *   "+"       push the top once more
     *   "!"       start over
     *   "~css"    start that language over */
    const char *then;

    const struct hl_words *words; /* NULL: the language's */

    /* Called when the pattern has matched, before the rest; returns false when the rule does not apply after
     * all. */
    bool (*act)(struct hl_lexer *lexer, const struct hl_match *match);
};

struct hl_language {
    const char *names;           /* with blanks between them, the proper one first */
    const struct hl_rule *rules; /* STATE and its rules, the next STATE, ... RULES_END */
    const char *start;           /* states on the stack at the start; NULL: "root" */
    const struct hl_words *words;
    bool fold;                      /* the words are lower case and compared without regard to case */
    const struct hl_language *base; /* states and words that are not found here are looked for there */
};

#endif
