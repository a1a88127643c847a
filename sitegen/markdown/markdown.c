/* markdown.c - see markdown.h */
#include "markdown/markdown.h"

#include "html.h"
#include "markdown/cmark.h"
#include "markdown/discount.h"
#include "markdown/kramdown.h"
#include "markdown/markdown_links.h"

#include <string.h>

/* Every line ends with '\n', the last one too. */
static struct str with_line_ends(struct str source, struct pool *pool)
{
    bool has_cr = str_find_char(source, '\r') < source.len;
    struct text text = {0};

    if (!has_cr && str_ends(source, "\n"))
        return source;
    for (size_t i = 0; i < source.len; i++) {
        if (source.at[i] != '\r')
            text_add_char(&text, source.at[i]);
        else if (i + 1 == source.len || source.at[i + 1] != '\n')
            text_add_char(&text, '\n');
    }
    if (!str_ends(text_str(&text), "\n"))
        text_add_char(&text, '\n');
    return text_finish(&text, pool);
}

/* The offset in the text as it was of one in the text with line ends; carriage returns before '\n' are not
 * there. */
static size_t offset_before(struct str source, size_t at)
{
    size_t i = 0;

    for (size_t counted = 0; i < source.len && counted < at; i++)
        counted += !(source.at[i] == '\r' && i + 1 < source.len && source.at[i + 1] == '\n');
    return i;
}

static bool render(const struct markdown_options *options, const struct markdown_hooks *hooks,
                   struct str source, struct pool *pool, struct markdown_result *result)
{
    switch (options->dialect) {
    case MARKDOWN_KRAMDOWN:
        return kramdown_render(&options->kramdown, hooks, source, pool, result);
    case MARKDOWN_DISCOUNT:
        return discount_render(source, hooks, pool, result);
    default:
        return cmark_render(options, hooks, source, pool, result);
    }
}

bool markdown_render(const struct markdown_options *options, const struct markdown_hooks *hooks,
                     struct str source, struct pool *pool, struct markdown_result *result)
{
    struct str text = with_line_ends(source, pool);

    *result = (struct markdown_result){.html = STR("")};
    if (!render(options, hooks, text, pool, result)) {
        result->html = STR("");
        result->fault_at = offset_before(source, result->fault_at);
        return false;
    }
    if (options->dialect != MARKDOWN_DISCOUNT && hooks != NULL && hooks->link != NULL) {
        struct text linked = {0};
        markdown_links(&linked, result->html, hooks);
        result->html = text_finish(&linked, pool);
    }
    return true;
}

/* A line of Markdown as plain text. */
static struct str plain_line(struct str line, struct pool *pool)
{
    struct text html = {0}, plain = {0}, text = {0};

    discount_line(line, pool, &html);
    html_strip(&plain, text_str(&html));
    html_unescape(&text, text_str(&plain));
    text_free(&html);
    text_free(&plain);
    return text_finish(&text, pool);
}

static struct str take_line(struct str *rest)
{
    size_t len = str_find_char(*rest, '\n');
    struct str line = str_trim_end(str_head(*rest, len));

    *rest = str_from(*rest, len + 1);
    return line;
}

/* "## Text ##" -> "Text"; empty when the line is no heading of this form. */
static struct str atx_heading(struct str line)
{
    size_t level = 0;

    while (level < line.len && line.at[level] == '#')
        level++;
    if (level == 0 || level > 6 || (level < line.len && line.at[level] != ' '))
        return STR("");
    line = str_trim(str_from(line, level));
    while (line.len > 0 && line.at[line.len - 1] == '#')
        line.len--;
    return str_trim(line);
}

static bool is_underline(struct str line)
{
    if (line.len == 0 || (line.at[0] != '=' && line.at[0] != '-'))
        return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.at[i] != line.at[0])
            return false;
    return true;
}

struct str markdown_first_heading(struct str source, struct pool *pool)
{
    struct str rest = source, before = STR("");
    bool in_fence = false;

    while (rest.len > 0) {
        struct str line = take_line(&rest);
        if (str_starts(str_trim_start(line), "```") || str_starts(str_trim_start(line), "~~~"))
            in_fence = !in_fence;
        struct str heading = in_fence ? STR("") : atx_heading(line);
        if (heading.len > 0)
            return plain_line(heading, pool);
        if (!in_fence && before.len > 0 && is_underline(line))
            return plain_line(str_trim(before), pool);
        bool is_text =
            line.len > 0 && !char_is_space(line.at[0]) && str_find_char(STR(">-*|<`~"), line.at[0]) == 7;
        before = is_text ? line : STR("");
    }
    return STR("");
}
