/* discount.c - see discount.h. The library makes the HTML; a pass over its tags then adds what it does not
 * do. */
#include "markdown/discount.h"

#include "markdown/markdown_links.h"

#include <limits.h>
#include <mkdio.h>
#include <pthread.h>
#include <stdlib.h>

/* Off: what other dialects do not do to plain text (superscripts, alphabetic lists, %class% quotes, taking
 * style elements away), and joining a numbered list to the bulleted list above it. */
#define DIALECT                                                                                              \
    (MKD_NOHEADER | MKD_EXTRA_FOOTNOTE | MKD_DLEXTRA | MKD_NODLDISCOUNT | MKD_FENCEDCODE | MKD_GITHUBTAGS |  \
     MKD_AUTOLINK | MKD_NOSUPERSCRIPT | MKD_NOALPHALIST | MKD_NODIVQUOTE | MKD_NOSTYLE | MKD_EXPLICITLIST)

#define WORD_MAX                                                                                             \
    2000u /* bytes of a word up to which bare addresses become links: longer ones take too long */

struct polish {
    const struct markdown_hooks *hooks;
    struct markdown_result *result;
    struct pool *pool;
    struct text *out;
    struct hash *ids; /* given so far -> how often */
    bool behind_pre;  /* the last tag was <pre> */
};

/* Of a heading's text: letters, digits, '_' and '-' in lower case, blanks as '-'. */
static struct str heading_id(struct polish *p, struct str plain)
{
    struct text id = {0};
    struct str s = str_trim(plain);

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
    return text_finish(&id, p->pool);
}

/* "a", "a-1", "a-2" of headings that are called the same: the count goes on where it was. */
static struct str unique_id(struct polish *p, struct str id)
{
    struct value used = hash_get(p->ids, id);
    struct str unique = id;

    if (used.kind == VALUE_NIL) {
        hash_set(p->ids, id, value_int(0));
        return id;
    }
    int64_t times = used.integer;
    do
        unique = str_of(pool_printf(p->pool, "%.*s-%lld", STR_ARG(id), (long long)++times));
    while (hash_get(p->ids, unique).kind != VALUE_NIL);
    hash_set(p->ids, id, value_int(times));
    hash_set(p->ids, unique, value_int(0));
    return unique;
}

static void note_heading(struct polish *p, const struct html_tag *tag, struct str id, struct str plain)
{
    struct markdown_result *result = p->result;
    struct text text = {0};

    html_unescape(&text, str_trim(plain));
    result->headings = pool_grow(p->pool, result->headings, result->heading_count, &result->heading_cap,
                                 sizeof(*result->headings));
    result->headings[result->heading_count++] = (struct markdown_heading){
        .level = (unsigned)(tag->name.at[1] - '0'), .id = id, .text = text_finish(&text, p->pool)};
}

static void polish_heading(struct polish *p, const struct html_tag *tag, struct str behind)
{
    char end[] = {'<', '/', 'h', tag->name.at[1], '>', '\0'};
    struct text plain = {0};
    struct str id;

    /* A heading has an end nearby: one in raw HTML that has none is not searched for to the end of the text.
     */
    struct str inner = str_head(behind, WORD_MAX);
    html_strip(&plain, str_head(inner, str_find(inner, str_of(end))));
    if (html_attribute(tag, "id", &id)) {
        id = pool_str(p->pool, id);
        hash_set(p->ids, id, value_int(0));
        text_add(p->out, tag->whole);
    } else {
        id = unique_id(p, heading_id(p, text_str(&plain)));
        text_printf(p->out, "<%.*s id=\"%.*s\"%.*s>", STR_ARG(tag->name), STR_ARG(id),
                    STR_ARG(tag->attributes));
    }
    note_heading(p, tag, id, text_str(&plain));
    text_free(&plain);
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
        markdown_link_tag(p->out, tag, "href", p->hooks);
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
        markdown_link_tag(p->out, tag, "src", p->hooks);
    else
        text_add(p->out, tag->whole);
    p->behind_pre = !tag->is_end && str_is_nocase(tag->name, "pre");
}

static struct str polish(struct str html, const struct markdown_hooks *hooks, struct pool *pool,
                         struct markdown_result *result)
{
    struct text out = {0};
    struct polish p = {.hooks = hooks, .result = result, .pool = pool, .out = &out};
    size_t at = 0, copied = 0;
    struct html_tag tag;

    p.ids = value_hash(pool).hash;
    while (html_next_tag(html, &at, &tag)) {
        size_t start = (size_t)(tag.whole.at - html.at);
        text_add(&out, str_head(str_from(html, copied), start - copied));
        copied = start + tag.whole.len;
        polish_tag(&p, &tag, str_from(html, copied));
    }
    text_add(&out, str_from(html, copied));
    return text_finish(&out, pool);
}

static void make_ready(void)
{
    mkd_initialize();
    mkd_with_html5_tags();
}

static void be_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_ready);
}

static bool has_long_word(struct str s)
{
    size_t len = 0;

    for (size_t i = 0; i < s.len && len <= WORD_MAX; i++)
        len = char_is_space(s.at[i]) ? 0 : len + 1;
    return len > WORD_MAX;
}

bool discount_render(struct str source, const struct markdown_hooks *hooks, struct pool *pool,
                     struct markdown_result *result)
{
    mkd_flag_t dialect = DIALECT;
    char *generated = NULL;

    be_ready();
    if (has_long_word(source))
        dialect &= ~(mkd_flag_t)MKD_AUTOLINK;
    size_t deep = discount_too_deep(source, &result->fault);
    if (deep < source.len) {
        result->fault_at = deep;
        return false;
    }
    result->fault = "the Markdown cannot be rendered";
    if (source.len > INT_MAX)
        return false;
    MMIOT *document = mkd_string(source.at, (int)source.len, dialect);
    bool ok = source.len == 0 || (document != NULL && mkd_compile(document, dialect) != 0);
    int len = ok && document != NULL ? mkd_document(document, &generated) : 0;
    if (len > 0) {
        struct text ended = {0};
        text_add(&ended, (struct str){generated, (size_t)len});
        text_add_char(&ended, '\n');
        result->html = polish(text_str(&ended), hooks, pool, result);
        text_free(&ended);
    }
    if (document != NULL)
        mkd_cleanup(document);
    if (ok)
        result->fault = NULL;
    return ok;
}

void discount_line(struct str line, struct pool *pool, struct text *html)
{
    char *generated = NULL, *copy = pool_copy(pool, line);

    be_ready();
    int len = mkd_line(copy, (int)line.len, &generated, DIALECT & ~MKD_AUTOLINK);
    if (len > 0)
        text_add(html, str_of(generated)); /* the length counts what stands behind a NUL, and is not there */
    free(generated);
}
