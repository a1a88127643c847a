/* sitegen_highlight_fuzz.c - code in any language: the first byte says which. No byte of it may get lost. */
#include "highlight/catalog.h"
#include "highlight/highlight.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text of html begins at *at: a character of the code, or '\0' at the end. */
static char next_character(struct str html, size_t *at)
{
    while (*at < html.len && html.at[*at] == '<')
        *at += str_find_char(str_from(html, *at), '>') + 1;
    if (*at >= html.len)
        return '\0';
    if (html.at[*at] != '&')
        return html.at[(*at)++];
    char c = html.at[*at + 1] == 'a' ? '&' : html.at[*at + 1] == 'l' ? '<' : '>';
    *at += str_find_char(str_from(html, *at), ';') + 1;
    return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text html = {0};
    size_t at = 0;

    if (size == 0)
        return 0;
    const char *names = hl_language_at(data[0] % hl_language_count())->names;
    struct str code = {(const char *)data + 1, size - 1};
    if (!highlight(code, (struct str){names, strcspn(names, " ")}, &html))
        abort();
    for (size_t i = 0; i < code.len; i++)
        if (next_character(text_str(&html), &at) != code.at[i])
            abort();
    if (next_character(text_str(&html), &at) != '\0')
        abort();
    text_free(&html);
    return 0;
}
