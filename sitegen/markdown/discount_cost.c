/* discount_cost.c - texts that libmarkdown would follow until the stack ends, or for minutes. See discount.h.
 */
#include "markdown/discount.h"
#include "markdown/kramdown_line.h"

#include <string.h>

#define NESTING_MAX 200u  /* quotes and lists that start on one line, one inside the other */
#define ROW_MAX     2000u /* their marks in a row anywhere else: the library's stack ends at some 50,000 */

#define TAG_COST  8u /* '<' may be several things */
#define HTML_STEP 2u /* bytes of HTML that are looked at in the time of a step */

/* Whether a line starts more quotes and list items than the limit; or has very many of their marks in a row
 * elsewhere, which may be behind a mark that is not known here. */
static bool nests_too_deeply(struct str line)
{
    size_t count = 0, max = NESTING_MAX;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        bool blank_follows = i + 1 < line.len && char_is_space(line.at[i + 1]);
        if (c == '>' || ((c == '-' || c == '*' || c == '+' || c == '.') && blank_follows)) {
            if (++count > max)
                return true;
        } else if (!char_is_space(c) && !char_is_digit(c)) {
            count = 0;
            max = ROW_MAX;
        }
    }
    return false;
}

/* Distance to the next of two characters, and whether it is the first of them. */
static size_t reach(struct str rest, char close, char open, bool *closed)
{
    size_t i;

    for (i = 1; i < rest.len && rest.at[i] != close && rest.at[i] != open; i++)
        ;
    *closed = i < rest.len && rest.at[i] == close;
    return i;
}

/* What one character of a block costs. */
static uint64_t char_cost(struct str block, size_t at, size_t quote_count)
{
    struct str rest = str_from(block, at);
    bool closed;

    switch (block.at[at]) {
    case '<': {
        size_t len = reach(rest, '>', '<', &closed);
        return closed ? len : TAG_COST * rest.len;
    }
    case '(': {
        size_t len = reach(rest, ')', '(', &closed);
        /* Each quote behind it may end a title. */
        return at == 0 || block.at[at - 1] != ']' ? 0
               : closed                           ? len
                                                  : rest.len * (1 + (uint64_t)quote_count / 2);
    }
    case '`':
    case '~': {
        if (at > 0 && block.at[at - 1] == block.at[at])
            return 0;
        size_t run = kramdown_run(block, at, block.at[at]) - at;
        struct str behind = str_from(rest, run);
        size_t next = str_find_char(behind, block.at[at]);
        size_t same = kramdown_run(behind, next, block.at[at]) - next;
        return same == run ? next : (uint64_t)run * rest.len;
    }
    default:
        return 0;
    }
}

/* Brackets that close cost what they hold, the others what follows them. */
static uint64_t bracket_cost(struct str block)
{
    uint64_t cost = 0, open_sum = 0; /* of the places of all open brackets */
    size_t open_count = 0;
    struct pool pool = {0};
    size_t *open = pool_take(&pool, (block.len + 1) * sizeof(*open));

    for (size_t at = 0; at < block.len; at++) {
        if (block.at[at] == '[') {
            open[open_count++] = at;
            open_sum += at;
        } else if (block.at[at] == ']' && open_count > 0) {
            cost += at - open[--open_count];
            open_sum -= open[open_count];
        }
    }
    pool_free(&pool);
    return cost + (uint64_t)open_count * block.len - open_sum;
}

/* Behind the blanks and the marks of quotes and lists that a line starts with. */
static size_t behind_markers(struct str s, size_t at)
{
    while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\t' || s.at[at] == '>' || s.at[at] == '-' ||
                          s.at[at] == '*' || s.at[at] == '+' || s.at[at] == '.' || char_is_digit(s.at[at])))
        at++;
    return at;
}

/* The end of each tag that starts a line, or an item, is looked for anywhere behind it. */
static uint64_t html_cost(struct str source, size_t start, size_t end)
{
    uint64_t cost = 0;

    for (size_t at = start; at < end && cost <= DISCOUNT_COST_MAX; at = kramdown_line_end(source, at)) {
        size_t tag = behind_markers(source, at), looked_at = 0;
        if (kramdown_char(source, tag) == '<')
            discount_html_end(source, tag, &looked_at);
        cost += looked_at / HTML_STEP;
    }
    return cost;
}

static uint64_t block_cost(struct str block, bool in_items)
{
    uint64_t cost = 0, line_count = 0;
    size_t quote_count = 0;

    for (size_t at = 0; at < block.len; at = kramdown_line_end(block, at))
        line_count++;
    for (size_t at = 0; at < block.len; at++)
        quote_count += block.at[at] == '"' || block.at[at] == '\'';
    for (size_t at = 0; at < block.len && cost <= DISCOUNT_COST_MAX; at++)
        cost += char_cost(block, at, quote_count);
    /* In a list, each line is asked whether one of those behind it makes it a term, or another list. */
    return cost + bracket_cost(block) + (in_items ? line_count * line_count : 0);
}

/* The end of the block that starts at at: of fenced code behind its closing line, else the next blank line.
 */
static size_t block_end(struct str s, size_t at, bool *fenced)
{
    size_t start = kramdown_opt_space(s, at);
    char mark = kramdown_char(s, start);

    *fenced = (mark == '`' || mark == '~') && kramdown_run(s, start, mark) >= start + 3;
    at = kramdown_line_end(s, at);
    while (at < s.len) {
        start = kramdown_opt_space(s, at);
        bool closes = *fenced && kramdown_run(s, start, mark) >= start + 3;
        if (!*fenced && kramdown_is_blank_line(s, at))
            return at;
        at = kramdown_line_end(s, at);
        if (closes)
            return at;
    }
    return at;
}

/* Whether indented text behind this block may be more of it: of a list, a definition, a footnote. */
static bool has_items(struct str block)
{
    for (size_t at = 0; at < block.len; at = kramdown_line_end(block, at)) {
        size_t start = kramdown_opt_space(block, at);
        char first = kramdown_char(block, start);
        bool is_note = str_starts(str_from(block, start), "[^");
        if (is_note || first == ':' || first == '=' || first == '>' || kramdown_is_list_start(block, at))
            return true;
    }
    return false;
}

uint64_t discount_cost(struct str source, size_t *at)
{
    uint64_t cost = 0;
    bool fenced, in_items = false;

    for (size_t start = *at = 0, end; start < source.len; start = end) {
        size_t looked_at;
        end = kramdown_line_end(source, start);
        if (kramdown_is_blank_line(source, start))
            continue;
        size_t html_end = source.at[start] == '<' ? discount_html_end(source, start, &looked_at) : 0;
        if (html_end > 0) {
            cost += looked_at / HTML_STEP;
            end = html_end;
            continue;
        }
        end = block_end(source, start, &fenced);
        struct str block = str_head(str_from(source, start), end - start);
        bool is_indented = kramdown_indent(block, 0) != KRAMDOWN_NONE;
        in_items = has_items(block) || (in_items && is_indented);
        /* A fence that nothing closes is text. */
        if ((!fenced || end == source.len) && (!is_indented || in_items))
            cost += block_cost(block, in_items) + html_cost(source, start, end);
        *at = start;
        if (cost > DISCOUNT_COST_MAX)
            return cost;
    }
    *at = source.len;
    return cost;
}

size_t discount_too_deep(struct str source, const char **what)
{
    size_t entangled;

    *what = "quotes and lists are nested too deeply (at most 200)";
    for (size_t at = 0; at < source.len; at = kramdown_line_end(source, at))
        if (nests_too_deeply(str_head(str_from(source, at), kramdown_line_end(source, at) - at)))
            return at;
    *what = "the Markdown of this block is too entangled: its brackets, marks and tags open and do not close";
    discount_cost(source, &entangled);
    return entangled;
}
