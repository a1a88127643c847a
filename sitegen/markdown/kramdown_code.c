/* kramdown_code.c - indented and fenced code blocks. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#include <string.h>

/* Lines that are not indented belong to a code block that they follow directly, unless they start these. */
static bool is_lazy_code(struct str s, size_t at)
{
    struct str body;

    return !kramdown_is_blank_line(s, at) && kramdown_ial_line(s, at, &body) == KRAMDOWN_NONE &&
           kramdown_eob(s, at) == KRAMDOWN_NONE && !kramdown_at_html_edge(s, kramdown_opt_space(s, at));
}

static bool is_indented(struct str s, size_t at)
{
    return kramdown_indent(s, at) != KRAMDOWN_NONE && !kramdown_is_blank_line(s, at);
}

size_t kramdown_indented_end(struct str s, size_t at)
{
    for (;;) {
        size_t next = kramdown_blank_lines(s, at);
        next = next == KRAMDOWN_NONE ? at : next;
        if (!is_indented(s, next))
            return at;
        while (is_indented(s, next))
            next = kramdown_line_end(s, next);
        while (is_lazy_code(s, next))
            next = kramdown_line_end(s, next);
        at = next;
    }
}

/* Take one indent from every line. */
struct str kramdown_unindent(struct kramdown *k, struct str s)
{
    struct text out = {0};

    for (size_t at = 0, end; at < s.len; at = end) {
        end = kramdown_line_end(s, at);
        size_t start = kramdown_indent(s, at);
        start = start == KRAMDOWN_NONE ? at : start;
        text_add(&out, str_head(str_from(s, start), end - start));
    }
    return text_finish(&out, k->pool);
}

/* A line that is not indented goes on behind the line before it. */
static struct str join_lazy_lines(struct kramdown *k, struct str s)
{
    char *joined = pool_copy(k->pool, s);

    for (size_t at = 0; at + 1 < s.len; at++) {
        size_t start = kramdown_opt_space(s, at + 1);
        if (s.at[at] == '\n' && start < s.len && !char_is_space(s.at[start]))
            joined[at] = ' ';
    }
    return (struct str){joined, s.len};
}

bool kramdown_parse_codeblock(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = k->src->at;

    if (kramdown_indent(s, start) == KRAMDOWN_NONE)
        return false;
    size_t end = kramdown_indented_end(s, start);
    if (end == start)
        return false; /* blanks up to the end of the text */
    struct str code = join_lazy_lines(k, str_head(str_from(s, start), end - start));
    kramdown_add_block(k, KRAMDOWN_CODEBLOCK, kramdown_unindent(k, code));
    k->src->at = end;
    return true;
}

struct fence {
    size_t indent_max;
    size_t mark; /* where the marks that a closing line repeats start */
    size_t len;
    char last; /* which may follow once more, any number of times */
};

static size_t closing_fence(struct str s, size_t at, const struct fence *fence)
{
    struct str marks = str_head(str_from(s, fence->mark), fence->len);
    size_t start = kramdown_run(str_head(s, at + fence->indent_max), at, ' ');

    if (!str_eq(str_head(str_from(s, start), fence->len), marks))
        return KRAMDOWN_NONE;
    return kramdown_to_eol(s, kramdown_run(s, start + fence->len, fence->last));
}

/* Where the line starts that closes a fence; s.len when none does, which is kept for the next opening. */
static size_t find_closing(struct kramdown_src *src, size_t at, const struct fence *fence)
{
    bool tilde = fence->last == '~';

    if (src->no_fence_at[tilde] <= at && src->no_fence_len[tilde] <= fence->len)
        return src->s.len;
    for (size_t line = at; line < src->s.len; line = kramdown_line_end(src->s, line))
        if (closing_fence(src->s, line, fence) != KRAMDOWN_NONE)
            return line;
    src->no_fence_at[tilde] = at;
    src->no_fence_len[tilde] = fence->len;
    return src->s.len;
}

/* The language: one word behind the marks, up to a '?'. Offset of the first line of code. */
static size_t opening_rest(struct str s, size_t at, struct str *lang)
{
    size_t start = at, end;

    while (start < s.len && char_is_space(s.at[start]) && s.at[start] != '\n')
        start++;
    for (end = start; end < s.len && !char_is_space(s.at[end]);)
        end++;
    *lang = str_head(str_from(s, start), end - start);
    return kramdown_to_eol(s, end);
}

static void add_fenced(struct kramdown *k, struct str code, struct str lang)
{
    struct kramdown_node *node = kramdown_of(kramdown_add_block(k, KRAMDOWN_CODEBLOCK, code));

    if (lang.len == 0)
        return;
    node->lang = lang;
    struct str name = str_head(lang, 1 + str_find_char(str_from(lang, 1), '?'));
    struct str class = str_of(pool_printf(k->pool, "language-%.*s", STR_ARG(name)));
    kramdown_attr_set(k->pool, &node->attrs, STR("class"), class);
}

bool kramdown_parse_fenced(struct kramdown *k)
{
    struct str s = k->src->s, lang;
    struct fence fence = {.indent_max = k->options.gfm ? 3 : 0};
    size_t end;

    fence.mark = kramdown_run(str_head(s, k->src->at + fence.indent_max), k->src->at, ' ');
    for (end = fence.mark; kramdown_char(s, end) == '~' || (k->options.gfm && kramdown_char(s, end) == '`');)
        end++;
    /* Marks that no line closes may be fewer marks and a language. */
    for (fence.len = end - fence.mark; fence.len >= 3 && kramdown_spend(k, end - fence.mark); fence.len--) {
        fence.last = s.at[fence.mark + fence.len - 1];
        size_t code = opening_rest(s, fence.mark + fence.len, &lang);
        if (code == KRAMDOWN_NONE)
            return false;
        size_t close = find_closing(k->src, code, &fence);
        if (close == s.len)
            continue;
        add_fenced(k, str_head(str_from(s, code), close - code), lang);
        k->src->at = closing_fence(s, close, &fence);
        return true;
    }
    return false;
}
