/* highlight.c - see highlight.h */
#include "highlight/highlight.h"
#include "highlight/catalog.h"
#include "highlight/lexer.h"

#include <stdlib.h>
#include <string.h>

#define JIT_STACK_MAX (256u * 1024u)

/* A copy in which each byte that is not UTF-8 is another that no pattern names. */
static char *mask(struct str code)
{
    char *seen = malloc(code.len + 1);
    if (seen == NULL)
        fatal("out of memory");
    memcpy(seen, code.at, code.len);
    seen[code.len] = '\0';
    for (size_t at = 0; at < code.len; at++) {
        at += utf8_bad((struct str){seen + at, code.len - at});
        if (at < code.len)
            seen[at] = '\x01';
    }
    return seen;
}

static void run(struct str code, size_t language, struct text *html)
{
    char *seen = mask(code);
    struct hl_run run = {.code = code, .seen = seen, .html = html};

    run.data = pcre2_match_data_create(HL_GROUPS_MAX, NULL);
    run.limits = pcre2_match_context_create(NULL);
    run.stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK_MAX, NULL);
    if (run.data == NULL || run.limits == NULL)
        fatal("out of memory");
    if (run.stack != NULL)
        pcre2_jit_stack_assign(run.limits, NULL, run.stack);
    hl_run_code(&run, language);
    pcre2_jit_stack_free(run.stack);
    pcre2_match_context_free(run.limits);
    pcre2_match_data_free(run.data);
    free(seen);
}

bool highlight(struct str code, struct str language, struct text *html)
{
    struct str name = str_head(language, str_find_char(language, '?'));
    size_t index = hl_language_find(name);

    if (index == HL_NONE && !hl_language_is_named(name) && !hl_language_is_plain(name))
        return false;
    if (index == HL_NONE)
        hl_escape(html, code);
    else if (code.len > 0)
        run(code, index, html);
    return true;
}
