/* build.h - what making a program out of a language's tables takes.
 *
 * Layer     sitegen/highlight; private to program.c, build_*.c
 * Errors    a mistake in a table is ours: it is printed and the program stops
 */
#ifndef SITEGEN_HIGHLIGHT_BUILD_H
#define SITEGEN_HIGHLIGHT_BUILD_H

#include "highlight/program.h"

#define HL_PATTERNS_MAX 512u /* different ones in one language */
#define HL_TABLES_MAX   16u  /* of words in one language */

struct hl_builder {
    struct hl_program *program;
    const struct hl_language *language;
    struct hl_regex *regexes[HL_PATTERNS_MAX]; /* each pattern once */
    size_t regex_count;
    struct hl_wordset *sets[HL_TABLES_MAX];
    size_t set_count;
    struct hl_compiled *rules; /* of the state that is being filled */
    size_t rule_count, rule_cap;
    unsigned use_depth;
};

_Noreturn void hl_build_wrong(const struct hl_builder *b, const char *what, const char *where);
void *hl_build_take(size_t count, size_t size); /* zeroed */

/* The next word of a list with blanks between; false at its end. */
bool hl_next_word(const char **list, struct str *word);

enum hl_token hl_build_token(const struct hl_builder *b, struct str name);
uint16_t hl_build_state(const struct hl_builder *b, struct str name);
struct hl_target hl_build_target(const struct hl_builder *b, struct str word);
struct hl_steps hl_build_steps(const struct hl_builder *b, const char *then);

/* rows NULL: the words of the language and of its bases. The same rows give the same set. */
const struct hl_wordset *hl_build_words(struct hl_builder *b, const struct hl_words *rows);

/* The same pattern gives the same one. */
const struct hl_regex *hl_build_regex(struct hl_builder *b, const char *pattern);

#endif
