/* build_regex.c - patterns, compiled. See build.h. */
#include "highlight/build.h"
#include "pool.h"

#include <string.h>

static pcre2_code *compile(const struct hl_builder *b, const char *pattern, uint32_t options)
{
    int error;
    size_t at;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL)
        fatal("out of memory");
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                     options | PCRE2_UTF | PCRE2_MULTILINE, &error, &at, context);
    pcre2_compile_context_free(context);
    if (code == NULL)
        hl_build_wrong(b, "pattern", pattern + at);
    return code;
}

/* Which bytes a match can begin with. PCRE2 tells it only of patterns that are not anchored, so compile it as
 * such. */
static void learn_first(const struct hl_builder *b, struct hl_regex *regex)
{
    pcre2_code *code = compile(b, regex->pattern, 0);
    const uint8_t *bits = NULL;
    uint32_t type = 0, unit = 0, empty = 0;

    memset(regex->first, 0xff, sizeof(regex->first));
    pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &bits);
    if (empty == 0 && type == 1) {
        pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
        memset(regex->first, 0, sizeof(regex->first));
        for (unsigned c = 0; c < 256; c++)
            if (c == unit || (unit < 128 && char_lower((char)c) == char_lower((char)unit)))
                regex->first[c / 8] |= (uint8_t)(1u << (c % 8));
    } else if (empty == 0 && bits != NULL) {
        memcpy(regex->first, bits, sizeof(regex->first));
    }
    pcre2_code_free(code);
}

const struct hl_regex *hl_build_regex(struct hl_builder *b, const char *pattern)
{
    for (size_t i = 0; i < b->regex_count; i++)
        if (strcmp(b->regexes[i]->pattern, pattern) == 0)
            return b->regexes[i];
    if (b->regex_count == sizeof(b->regexes) / sizeof(b->regexes[0]))
        hl_build_wrong(b, "too many patterns", pattern);

    struct hl_regex *regex = hl_build_take(1, sizeof(*regex));
    regex->pattern = pattern;
    regex->line_start = pattern[0] == '^';
    learn_first(b, regex);
    regex->code = compile(b, pattern, PCRE2_ANCHORED);
    pcre2_jit_compile(regex->code,
                      PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_SOFT); /* or else it is interpreted */
    b->regexes[b->regex_count++] = regex;
    return regex;
}
