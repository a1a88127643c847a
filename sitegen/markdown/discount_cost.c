/* discount_cost.c - texts that libmarkdown would follow until the stack ends, or for minutes. See discount.h.
 */
#include "markdown/discount.h"
#include "markdown/kramdown_line.h"
#include "markdown/kramdown_tag.h"

#include <string.h>

#define NESTING_MAX 200u /* quotes and lists that start on one line, one inside the other */

/* What opens and does not close is looked for up to the end of its block, each time anew. A step is a byte of
 * that; this many take less than a second. */
#define COST_MAX  60000000u
#define TAG_COST  8u /* '<' may be several things */
#define ITEM_COST 8u /* each item of a list is compared with those before it */

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

static bool is_code_or_html(struct str block)
{
    struct kramdown_tag tag;
    size_t end = kramdown_tag_name(block, 1);

    if (kramdown_indent(block, 0) != KRAMDOWN_NONE)
        return true;
    if (kramdown_char(block, 0) != '<' || end == KRAMDOWN_NONE || !kramdown_start_tag(block, 0, &tag))
        return false;
    struct str name = str_head(str_from(block, 1), end - 1);
    return kramdown_is_block_tag(name) || str_is(name, "script") || str_is(name, "style") ||
           str_is(name, "svg");
}

static uint64_t block_cost(struct str block)
{
    uint64_t cost = 0, item_count = 0;
    size_t quote_count = 0;

    if (is_code_or_html(block))
        return 0;
    for (size_t at = 0; at < block.len; at = kramdown_line_end(block, at))
        item_count += kramdown_is_list_start(block, at);
    for (size_t at = 0; at < block.len; at++)
        quote_count += block.at[at] == '"' || block.at[at] == '\'';
    for (size_t at = 0; at < block.len; at++)
        cost += char_cost(block, at, quote_count);
    return cost + bracket_cost(block) + ITEM_COST * item_count * item_count;
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

size_t discount_too_deep(struct str source, const char **what)
{
    uint64_t cost = 0;
    bool fenced;

    *what = "quotes and lists are nested too deeply (at most 200)";
    for (size_t at = 0; at < source.len; at = kramdown_line_end(source, at))
        if (count_markers(str_head(str_from(source, at), kramdown_line_end(source, at) - at)) > NESTING_MAX)
            return at;
    *what = "the Markdown of this block is too entangled: its brackets, marks and tags open and do not close";
    for (size_t at = 0, end; at < source.len; at = end) {
        if (kramdown_is_blank_line(source, at)) {
            end = kramdown_line_end(source, at);
            continue;
        }
        end = block_end(source, at, &fenced);
        struct str block = str_head(str_from(source, at), end - at);
        /* A fence that nothing closes is text. */
        if (!fenced || end == source.len)
            cost += block_cost(block);
        if (cost > COST_MAX)
            return at;
    }
    return source.len;
}
