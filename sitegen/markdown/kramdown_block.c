/* kramdown_block.c - the loop over blocks, and the blocks that need no file of their own. See
 * kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#define DEPTH_MAX 1000u /* blocks and elements, one inside the other */

void kramdown_fault(struct kramdown *k, const char *what)
{
    if (k->fault != NULL)
        return;
    k->fault = what;
    k->fault_at = k->top_at;
}

bool kramdown_spend(struct kramdown *k, size_t steps)
{
    if (k->steps_left < steps)
        kramdown_fault(
            k, "the Markdown of this block is too entangled: its brackets, marks and tags open and do "
               "not close");
    else
        k->steps_left -= steps;
    return k->fault == NULL;
}

cmark_node *kramdown_new_block(struct kramdown *k, enum kramdown_kind kind)
{
    cmark_node *node = kramdown_node_new(k->pool, kind);

    kramdown_of(node)->ial = k->block_ial;
    k->block_ial = NULL;
    return node;
}

cmark_node *kramdown_add_block(struct kramdown *k, enum kramdown_kind kind, struct str text)
{
    cmark_node *node = kramdown_new_block(k, kind);

    kramdown_of(node)->text = text;
    kramdown_append(k->tree, node);
    return node;
}

bool kramdown_after_boundary(struct kramdown *k)
{
    cmark_node *last = cmark_node_last_child(k->tree);

    /* An end of block that an attribute list or a definition left behind (it has a text) is no boundary. */
    return last == NULL || kramdown_kind_of(last) == KRAMDOWN_BLANK ||
           (kramdown_kind_of(last) == KRAMDOWN_EOB && kramdown_of(last)->text.len == 0) ||
           k->block_ial != NULL;
}

bool kramdown_before_boundary(const struct kramdown *k)
{
    struct str body, s = k->src->s;
    size_t at = k->src->at;

    return kramdown_is_blank_line(s, at) || kramdown_eob(s, at) != KRAMDOWN_NONE ||
           kramdown_ial_line(s, at, &body) != KRAMDOWN_NONE;
}

static bool parse_blank_line(struct kramdown *k)
{
    size_t start = k->src->at, end = kramdown_blank_lines(k->src->s, start);

    if (end == KRAMDOWN_NONE)
        return false;
    cmark_node *last = cmark_node_last_child(k->tree);
    struct str blank = str_head(str_from(k->src->s, start), end - start);
    if (last != NULL && kramdown_kind_of(last) == KRAMDOWN_BLANK)
        kramdown_extend(k->pool, kramdown_of(last), blank);
    else
        kramdown_add_block(k, KRAMDOWN_BLANK, blank);
    k->src->at = end;
    return true;
}

/* What every line of a quote starts with, taken away. */
static struct str unquote(struct kramdown *k, struct str quoted)
{
    struct text out = {0};

    for (size_t at = 0, end; at < quoted.len; at = end) {
        end = kramdown_line_end(quoted, at);
        size_t start = kramdown_opt_space(quoted, at);
        if (kramdown_char(quoted, start) == '>')
            at = start + 1 + (kramdown_char(quoted, start + 1) == ' ');
        text_add(&out, str_head(str_from(quoted, at), end - at));
    }
    return text_finish(&out, k->pool);
}

static bool parse_blockquote(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = k->src->at, end;

    if (kramdown_char(s, kramdown_opt_space(s, start)) != '>')
        return false;
    for (end = kramdown_line_end(s, start); !kramdown_is_lazy_end(s, end);)
        end = kramdown_line_end(s, end);
    cmark_node *quote = kramdown_add_block(k, KRAMDOWN_BLOCKQUOTE, STR(""));
    k->src->at = end;
    kramdown_parse_text(k, quote, unquote(k, str_head(str_from(s, start), end - start)));
    return true;
}

static bool parse_horizontal_rule(struct kramdown *k)
{
    size_t end = kramdown_hr(k->src->s, k->src->at);

    if (end == KRAMDOWN_NONE)
        return false;
    kramdown_add_block(k, KRAMDOWN_HR, STR(""));
    k->src->at = end;
    return true;
}

static bool parse_block_math(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = kramdown_opt_space(s, k->src->at);
    bool escaped = kramdown_char(s, start) == '\\';
    struct str rest = str_from(s, start + escaped);

    if (!str_starts(rest, "$$"))
        return false;
    size_t len = str_find(str_from(rest, 2), STR("$$"));
    if (len == rest.len - 2 || !kramdown_after_boundary(k))
        return false;
    size_t end = start + escaped + 2 + len + 2, eol = kramdown_to_eol(s, end), before = k->src->at;
    if (escaped) {
        if (eol != KRAMDOWN_NONE)
            k->src->at = start + 1; /* the block is text: what follows reads it without the backslash */
        return false;
    }
    k->src->at = eol != KRAMDOWN_NONE ? eol : end;
    if (!kramdown_before_boundary(k)) {
        k->src->at = before;
        return false;
    }
    kramdown_add_block(k, KRAMDOWN_MATH_BLOCK, str_trim(str_head(str_from(rest, 2), len)));
    return true;
}

static bool parse_eob(struct kramdown *k)
{
    size_t end = kramdown_eob(k->src->s, k->src->at);

    if (end == KRAMDOWN_NONE)
        return false;
    kramdown_add_block(k, KRAMDOWN_EOB, STR(""));
    k->src->at = end;
    return true;
}

static bool ends_paragraph(const struct kramdown *k, size_t at)
{
    struct str s = k->src->s;

    if (kramdown_is_lazy_end(s, at) || kramdown_dl_marker(s, at, 3) != KRAMDOWN_NONE)
        return true;
    if (!k->options.gfm || !k->options.gfm_paragraph_end)
        return false;
    size_t hashes = kramdown_run(s, at, '#');
    char behind = kramdown_char(s, hashes);
    if (hashes > at && hashes - at <= 6 && (behind == ' ' || behind == '\t'))
        return true;
    size_t start = kramdown_opt_space(s, at), fence = start;
    while (kramdown_char(s, fence) == '~' || kramdown_char(s, fence) == '`')
        fence++;
    return fence >= start + 3 || kramdown_char(s, start) == '>' || kramdown_is_list_start(s, at);
}

/* Blanks and then a tab: kramdown has no block for such a line, which stands as it is then. */
static bool parse_stray_line(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = k->src->at, end = kramdown_line_end(s, start);

    if (kramdown_char(s, kramdown_opt_space(s, start)) != '\t')
        return false;
    cmark_node *last = cmark_node_last_child(k->tree);
    if (kramdown_kind_of(last) != KRAMDOWN_STRAY) {
        last = kramdown_node_new(k->pool, KRAMDOWN_STRAY);
        kramdown_append(k->tree, last);
    }
    kramdown_add_text(k->pool, last, KRAMDOWN_RAW_TEXT, str_head(str_from(s, start), end - start));
    k->src->at = end;
    return true;
}

/* Lines that no block wanted: a new paragraph, or more of the one before. */
static bool parse_paragraph(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = k->src->at, end;

    for (end = kramdown_line_end(s, start); !ends_paragraph(k, end);)
        end = kramdown_line_end(s, end);
    struct str text = str_trim_end(str_head(str_from(s, start), end - start));
    cmark_node *last = cmark_node_last_child(k->tree);
    k->src->at = end;
    if (last != NULL && kramdown_kind_of(last) == KRAMDOWN_P) {
        bool hard = start >= 3 && str_is(str_head(str_from(s, start - 3), 3), "  \n");
        struct kramdown_node *raw = kramdown_of(cmark_node_last_child(last));
        kramdown_extend(k->pool, raw, hard ? STR("  \n") : STR("\n"));
        kramdown_extend(k->pool, raw, text);
        return true;
    }
    cmark_node *p = kramdown_add_block(k, KRAMDOWN_P, STR(""));
    kramdown_add(k->pool, p, KRAMDOWN_RAW_TEXT, str_trim_start(text));
    return true;
}

/* In the order in which they are asked. The last one takes anything. */
static bool (*const parsers[])(struct kramdown *) = {
    parse_blank_line,
    kramdown_parse_codeblock,
    kramdown_parse_fenced,
    parse_blockquote,
    kramdown_parse_atx_header,
    parse_horizontal_rule,
    kramdown_parse_list,
    kramdown_parse_definition_list,
    kramdown_parse_block_html,
    kramdown_parse_setext_header,
    parse_block_math,
    kramdown_parse_table,
    kramdown_parse_footnote_definition,
    kramdown_parse_link_definition,
    kramdown_parse_abbreviation_definition,
    kramdown_parse_block_extension,
    parse_eob,
    parse_stray_line,
    parse_paragraph,
};

static bool is_document(const struct kramdown *k)
{
    return k->depth == 1;
}

bool kramdown_parse_blocks(struct kramdown *k, cmark_node *into, struct kramdown_src *src)
{
    cmark_node *outer_tree = k->tree;
    struct kramdown_src *outer_src = k->src;
    struct kramdown_ial *outer_ial = k->block_ial;

    if (k->depth >= DEPTH_MAX) {
        kramdown_fault(k, "quotes, lists and HTML elements are nested too deeply (at most 1000)");
        return false;
    }
    k->depth++;
    k->tree = into;
    k->src = src;
    k->block_ial = NULL;
    while (src->at < src->s.len && !k->stop && k->fault == NULL) {
        if (is_document(k))
            k->top_at = src->at;
        for (size_t i = 0; !parsers[i](k);)
            i++;
        cmark_node *last = cmark_node_last_child(into);
        if (is_document(k) && last != NULL && kramdown_of(last)->at == 0)
            kramdown_of(last)->at = k->top_at;
    }
    bool stopped = k->stop;
    k->stop = false;
    k->depth--;
    k->tree = outer_tree;
    k->src = outer_src;
    k->block_ial = outer_ial;
    return stopped;
}

void kramdown_parse_text(struct kramdown *k, cmark_node *into, struct str text)
{
    struct kramdown_src src = {.s = text,
                               .no_fence_at = {KRAMDOWN_NONE, KRAMDOWN_NONE},
                               .no_comment_end_at = KRAMDOWN_NONE,
                               .no_instruction_end_at = KRAMDOWN_NONE};

    kramdown_parse_blocks(k, into, &src);
}
