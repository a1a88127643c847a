/* sitegen_markdown_fuzz.c - arbitrary bytes as Markdown in every dialect: they are refused with a place, or
 * rendered within their bounds, and twice the same.
 *
 * The first byte chooses the dialect, the second one the options of kramdown.
 */
#include "markdown/markdown.h"

#include "assert.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool link_of(void *context, struct str address, struct text *rewritten)
{
    (void)context;
    if (address.len % 3 != 0)
        return false;
    text_add_c(rewritten, "/a?b&c");
    return true;
}

static bool highlight_of(void *context, struct str code, struct str language, struct text *out)
{
    (void)context;
    text_add_escaped(out, code);
    return language.len % 2 == 0;
}

static void choose(struct markdown_options *options, uint8_t dialect, uint8_t flags)
{
    struct kramdown_options *kramdown = &options->kramdown;

    markdown_options_init(options, dialect < 192 ? MARKDOWN_KRAMDOWN : (enum markdown_dialect)(dialect % 5));
    kramdown->gfm = (flags & 1) == 0;
    kramdown->hard_wrap = (flags & 2) != 0;
    kramdown->parse_block_html = (flags & 4) != 0;
    kramdown->gfm_paragraph_end = (flags & 8) == 0;
    kramdown->footnote_backlink_inline = (flags & 16) != 0;
    kramdown->entity_output = (enum kramdown_entity_output)(flags >> 5 & 3);
    kramdown->math = (flags & 128) == 0;
}

static void check(const struct markdown_result *result, struct str source)
{
    if (result->fault != NULL) {
        ASSERT(result->html.len == 0 && result->fault_at <= source.len);
        return;
    }
    for (size_t i = 0; i < result->heading_count; i++)
        ASSERT(result->headings[i].level >= 1 && result->headings[i].level <= 6);
    /* libcmark-gfm cuts a footnote's name at a NUL, and through the character that it puts there. */
    if (utf8_bad(source) == source.len && str_find_char(source, '\0') == source.len)
        ASSERT(utf8_bad(result->html) == result->html.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct markdown_hooks hooks = {.link = link_of, .highlight = highlight_of};
    struct markdown_options options;
    struct markdown_result first, second;
    struct pool pool = {0};

    if (len < 2)
        return 0;
    choose(&options, data[0], data[1]);
    struct str source = {(const char *)data + 2, len - 2};
    bool ok = markdown_render(&options, &hooks, source, &pool, &first);
    ASSERT(ok == (first.fault == NULL));
    check(&first, source);
    markdown_render(&options, &hooks, source, &pool, &second);
    ASSERT(str_eq(first.html, second.html) && first.fault == second.fault);
    markdown_first_heading(source, &pool);
    pool_free(&pool);
    return 0;
}
