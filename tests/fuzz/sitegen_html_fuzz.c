/* sitegen_html_fuzz.c - arbitrary bytes as HTML: tags lie in it in their order, its text is no longer than it
 * is, and stripping twice finds nothing new to strip.
 */
#include "html.h"

#include "assert.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool lies_in(struct str part, struct str whole)
{
    return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void check_tags(struct str html)
{
    static const char *const names[] = {"href", "src", "id", "class", "a"};
    struct html_tag tag;
    size_t at = 0, before = 0;
    struct str value;

    while (html_next_tag(html, &at, &tag)) {
        ASSERT(lies_in(tag.whole, html) && lies_in(tag.name, tag.whole));
        ASSERT(lies_in(tag.attributes, tag.whole));
        ASSERT(tag.whole.at >= html.at + before && tag.whole.at + tag.whole.len <= html.at + at);
        ASSERT(tag.whole.at[0] == '<' && tag.whole.at[tag.whole.len - 1] == '>' && tag.name.len > 0);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            if (html_attribute(&tag, names[i], &value))
                ASSERT(lies_in(value, tag.attributes));
        before = at;
    }
    ASSERT(at == html.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct str html = {(const char *)data, len};
    struct text stripped = {0}, plain = {0}, escaped = {0};

    check_tags(html);
    html_strip(&stripped, html);
    ASSERT(stripped.len <= len);
    html_unescape(&plain, html);
    /* The shortest reference to a character, "&lt;", is as long as the longest character. */
    ASSERT(plain.len <= len);
    if (utf8_bad(html) == len)
        ASSERT(utf8_bad(text_str(&plain)) == plain.len);
    text_clear(&plain);
    text_add_escaped(&escaped, html);
    html_unescape(&plain, text_str(&escaped));
    ASSERT(str_eq(text_str(&plain), html));
    text_free(&escaped);
    text_free(&plain);
    text_free(&stripped);
    return 0;
}
