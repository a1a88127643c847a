/* markdown.c - see markdown.h. The library makes the HTML; a pass over its tags then adds what it does not
 * do. */
#include "markdown.h"

#include "html.h"
#include "value.h"

#include <limits.h>
#include <mkdio.h>
#include <stdlib.h>

/* Off: what other dialects do not do to plain text (superscripts, alphabetic lists, %class% quotes, taking
 * style elements away), and joining a numbered list to the bulleted list above it. */
#define DIALECT                                                                                              \
    (MKD_NOHEADER | MKD_EXTRA_FOOTNOTE | MKD_DLEXTRA | MKD_NODLDISCOUNT | MKD_FENCEDCODE | MKD_GITHUBTAGS |  \
     MKD_AUTOLINK | MKD_NOSUPERSCRIPT | MKD_NOALPHALIST | MKD_NODIVQUOTE | MKD_NOSTYLE | MKD_EXPLICITLIST)

struct polish {
    const struct markdown_host *host;
    struct pool *pool;
    struct text *out;
    struct hash *ids; /* given so far -> how often */
    bool behind_pre;  /* the last tag was <pre> */
};

/* Of a heading's HTML: letters, digits, '_' and '-' in lower case, blanks as '-'. */
static struct str heading_id(struct polish *p, struct str inner)
{
    struct text plain = {0}, id = {0};

    html_strip(&plain, inner);
    struct str s = str_trim(text_str(&plain));
    for (size_t i = 0; i < s.len; i++) {
        char c = char_lower(s.at[i]);
        if (c == '&' && str_find_char(str_from(s, i), ';') < 10)
            i += str_find_char(str_from(s, i), ';'); /* entities are punctuation */
        else if (char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-' || (unsigned char)c >= 0x80)
            text_add_char(&id, c);
        else if (char_is_space(c))
            text_add_char(&id, '-');
    }
    if (id.len == 0)
        text_add_c(&id, "section");
    text_free(&plain);
    return text_finish(&id, p->pool);
}

static struct str unique_id(struct polish *p, struct str id)
{
    struct value used = hash_get(p->ids, id);

    if (used.kind == VALUE_NIL) {
        hash_set(p->ids, id, value_int(1));
        return id;
    }
    hash_set(p->ids, id, value_int(used.integer + 1));
    return unique_id(p, str_of(pool_printf(p->pool, "%.*s-%lld", STR_ARG(id), (long long)used.integer)));
}

static void polish_heading(struct polish *p, const struct html_tag *tag, struct str behind)
{
    struct str id;
    char end[] = {'<', '/', 'h', tag->name.at[1], '>', '\0'};

    if (html_attribute(tag, "id", &id)) {
        hash_set(p->ids, pool_str(p->pool, id), value_int(1));
        text_add(p->out, tag->whole);
        return;
    }
    id = unique_id(p, heading_id(p, str_head(behind, str_find(behind, str_of(end)))));
    text_printf(p->out, "<%.*s id=\"%.*s\"%.*s>", STR_ARG(tag->name), STR_ARG(id), STR_ARG(tag->attributes));
}

static void polish_code(struct polish *p, const struct html_tag *tag)
{
    struct str language;

    if (p->behind_pre && html_attribute(tag, "class", &language) && language.len > 0 &&
        !str_starts(language, "language-"))
        text_printf(p->out, "<code class=\"language-%.*s\">", STR_ARG(language));
    else
        text_add(p->out, tag->whole);
}

/* Copy a tag with the value of one attribute exchanged, if the host wants it so. */
static void polish_address(struct polish *p, const struct html_tag *tag, const char *name)
{
    struct text address = {0}, rewritten = {0};
    struct str value;

    if (p->host == NULL || p->host->link == NULL || !html_attribute(tag, name, &value) || value.len == 0) {
        text_add(p->out, tag->whole);
        return;
    }
    html_unescape(&address, value);
    if (p->host->link(p->host->context, text_str(&address), &rewritten)) {
        size_t before = (size_t)(value.at - tag->whole.at);
        text_add(p->out, str_head(tag->whole, before));
        text_add_escaped(p->out, text_str(&rewritten));
        text_add(p->out, str_from(tag->whole, before + value.len));
    } else {
        text_add(p->out, tag->whole);
    }
    text_free(&address);
    text_free(&rewritten);
}

static void polish_link(struct polish *p, const struct html_tag *tag)
{
    struct str rel, href;

    /* rev is not HTML any more; screen readers know the roles (WAI-ARIA DPUB 1.0). */
    if (html_attribute(tag, "rev", &rel) && str_is(rel, "footnote") && html_attribute(tag, "href", &href))
        text_printf(p->out, "<a href=\"%.*s\" class=\"reversefootnote\" role=\"doc-backlink\">",
                    STR_ARG(href));
    else if (html_attribute(tag, "rel", &rel) && str_is(rel, "footnote") &&
             html_attribute(tag, "href", &href))
        text_printf(p->out, "<a href=\"%.*s\" class=\"footnote\" role=\"doc-noteref\">", STR_ARG(href));
    else
        polish_address(p, tag, "href");
}

static bool is_heading(struct str name)
{
    return name.len == 2 && char_lower(name.at[0]) == 'h' && name.at[1] >= '1' && name.at[1] <= '6';
}

static void polish_tag(struct polish *p, const struct html_tag *tag, struct str behind)
{
    if (tag->is_end)
        text_add(p->out, tag->whole);
    else if (is_heading(tag->name))
        polish_heading(p, tag, behind);
    else if (str_is_nocase(tag->name, "code"))
        polish_code(p, tag);
    else if (str_is_nocase(tag->name, "a"))
        polish_link(p, tag);
    else if (str_is_nocase(tag->name, "img"))
        polish_address(p, tag, "src");
    else
        text_add(p->out, tag->whole);
    p->behind_pre = !tag->is_end && str_is_nocase(tag->name, "pre");
}

static struct str polish(struct str html, const struct markdown_host *host, struct pool *pool)
{
    struct text out = {0};
    struct polish p = {.host = host, .pool = pool, .out = &out, .ids = value_hash(pool).hash};
    size_t at = 0, copied = 0;
    struct html_tag tag;

    while (html_next_tag(html, &at, &tag)) {
        size_t start = (size_t)(tag.whole.at - html.at);
        text_add(&out, str_head(str_from(html, copied), start - copied));
        copied = start + tag.whole.len;
        polish_tag(&p, &tag, str_from(html, copied));
    }
    text_add(&out, str_from(html, copied));
    return text_finish(&out, pool);
}

bool markdown_render(struct str source, const struct markdown_host *host, struct pool *pool, struct str *html)
{
    static bool ready;
    char *generated = NULL;

    if (!ready) {
        mkd_initialize();
        mkd_with_html5_tags();
        ready = true;
    }
    *html = STR("");
    if (source.len > INT_MAX)
        return false;
    MMIOT *document = mkd_string(source.at, (int)source.len, DIALECT);
    if (document == NULL)
        return source.len == 0;
    bool ok = mkd_compile(document, DIALECT) != 0;
    int len = ok ? mkd_document(document, &generated) : 0;
    if (len > 0) {
        struct text ended = {0};
        text_add(&ended, (struct str){generated, (size_t)len});
        text_add_char(&ended, '\n');
        *html = polish(text_str(&ended), host, pool);
        text_free(&ended);
    }
    mkd_cleanup(document);
    return ok;
}

/* How many quotes and list items a line starts. */
static size_t count_markers(struct str line)
{
    size_t count = 0;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        bool blank_follows = i + 1 < line.len && char_is_space(line.at[i + 1]);
        if (c == '>' || ((c == '-' || c == '*' || c == '+' || c == '.') && blank_follows))
            count++;
        else if (!char_is_space(c) && !char_is_digit(c))
            break;
    }
    return count;
}

size_t markdown_too_deep(struct str source)
{
    size_t at = 0;

    while (at < source.len) {
        size_t len = str_find_char(str_from(source, at), '\n');
        if (count_markers(str_head(str_from(source, at), len)) > MARKDOWN_NESTING_MAX)
            return at;
        at += len + 1;
    }
    return source.len;
}

/* A line of Markdown as plain text. */
static struct str plain_line(struct str line, struct pool *pool)
{
    struct text plain = {0}, text = {0};
    char *html = NULL;
    char *copy = pool_copy(pool, line);
    int len = mkd_line(copy, (int)line.len, &html, DIALECT);

    if (len > 0)
        html_strip(&plain, (struct str){html, (size_t)len});
    free(html);
    html_unescape(&text, text_str(&plain));
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
