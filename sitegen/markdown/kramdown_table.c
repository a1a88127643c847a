/* kramdown_table.c - tables: rows of cells between '|', with or without a head. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#include <string.h>

#define CELL_COST 16u /* steps for an empty cell: a wide row makes many in all the others */

struct table {
    cmark_node *node;
    cmark_node *rows; /* holds the rows that have no head, body or foot yet */
    bool leading_pipe;
    bool has_footer;
    bool has_body;
    size_t column_count;
    struct text align; /* a letter for each column: left, right, center, default */
};

/* A line with a '|' that starts it or has no backslash before it. */
static bool has_pipe(struct str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '|' && (i == 0 || line.at[i - 1] != '\\'))
            return true;
    return false;
}

static struct str line_at(struct str s, size_t at)
{
    size_t end = kramdown_line_end(s, at);

    return str_head(str_from(s, at), end - at);
}

static bool is_table_line(struct str s, size_t at)
{
    struct str line = line_at(s, at);

    return str_ends(line, "\n") && has_pipe(line);
}

/* A line of these characters only, the last of which is in it at least once. */
static bool is_line_of(struct str line, const char *chars)
{
    struct str set = str_of(chars);
    bool found = false;

    for (size_t i = 0; i + 1 < line.len; i++) {
        if (str_find_char(set, line.at[i]) == set.len)
            return false;
        found |= line.at[i] == set.at[set.len - 1];
    }
    return found && str_ends(line, "\n");
}

static bool is_separator(struct str line)
{
    return is_line_of(line, "+|: \t-");
}

static bool is_footer_separator(struct str line)
{
    return is_line_of(line, "+|: \t=");
}

static void read_alignment(struct table *table, struct str line)
{
    for (size_t at = 0; at < line.len;) {
        size_t end = kramdown_run(line, at, '-');
        if (end == at) {
            at++;
            continue;
        }
        bool left = at > 0 && line.at[at - 1] == ':', right = kramdown_char(line, end) == ':';
        text_add_char(&table->align, left && right ? 'c' : left ? 'l' : right ? 'r' : 'd');
        at = end;
    }
}

static void close_rows(struct kramdown *k, struct table *table, enum kramdown_kind kind, bool force)
{
    cmark_node *row;

    if (table->has_footer && kind == KRAMDOWN_TBODY && !force)
        return;
    cmark_node *part = kramdown_add(k->pool, table->node, kind, STR(""));
    while ((row = cmark_node_first_child(table->rows)) != NULL)
        kramdown_append(part, row);
    table->has_body |= kind == KRAMDOWN_TBODY;
}

/* The text of a row, cut at each '|' outside code; the pieces are joined to cells as they come. */
struct cells {
    struct str *items;
    size_t count;
    size_t cap;
    struct text current;
    bool open; /* current is a cell, even if it is empty */
};

static void end_cell(struct kramdown *k, struct cells *cells)
{
    if (!cells->open)
        return;
    cells->items = pool_grow(k->pool, cells->items, cells->count, &cells->cap, sizeof(*cells->items));
    cells->items[cells->count++] = text_finish(&cells->current, k->pool);
    cells->open = false;
}

static void add_piece(struct kramdown *k, struct cells *cells, struct str text)
{
    cells->open = true;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\\' && kramdown_char(text, i + 1) == '|') {
            text_add_char(&cells->current, '|');
            i++;
        } else if (text.at[i] == '|') {
            end_cell(k, cells);
            cells->open = true;
        } else {
            text_add_char(&cells->current, text.at[i]);
        }
    }
}

/* A code span goes back to what it was written as, with marks enough for what it holds. */
static void add_code(struct cells *cells, struct str code)
{
    size_t longest = 0;

    for (size_t i = 0, end; i < code.len; i = end + 1) {
        end = kramdown_run(code, i, '`');
        longest = end - i > longest ? end - i : longest;
    }
    cells->open = true;
    for (size_t i = 0; i <= longest; i++)
        text_add_char(&cells->current, '`');
    text_add_c(&cells->current, longest > 0 ? " " : "");
    text_add(&cells->current, code);
    text_add_c(&cells->current, longest > 0 ? " " : "");
    for (size_t i = 0; i <= longest; i++)
        text_add_char(&cells->current, '`');
}

static void split_text(struct kramdown *k, struct cells *cells, struct str text)
{
    cmark_node *pieces = kramdown_node_new(k->pool, KRAMDOWN_P);

    kramdown_parse_code(k, pieces, text, false);
    for (cmark_node *one = cmark_node_first_child(pieces); one != NULL; one = cmark_node_next(one)) {
        if (kramdown_kind_of(one) == KRAMDOWN_CODESPAN)
            add_code(cells, kramdown_of(one)->text);
        else
            add_piece(k, cells, kramdown_of(one)->text);
    }
    kramdown_free(pieces);
}

/* <code> elements are no place to cut, either. */
static void split_row(struct kramdown *k, struct cells *cells, struct str row)
{
    while (row.len > 0) {
        size_t open = str_find(row, STR("<code")), close = open;
        close += str_find_char(str_from(row, open), '>');
        close += str_find(str_from(row, close), STR("</code>"));
        if (close >= row.len)
            open = close = row.len;
        split_text(k, cells, str_head(row, open));
        if (open < row.len) {
            cells->open = true;
            text_add(&cells->current, str_head(str_from(row, open), close + 7 - open));
        }
        row = str_from(row, close < row.len ? close + 7 : close);
    }
    end_cell(k, cells);
}

static void add_row(struct kramdown *k, struct table *table, struct str line)
{
    struct cells cells = {0};
    size_t first = 0;
    struct str row = str_head(line, line.len - 1);

    while (row.len > 0 && (row.at[row.len - 1] == ' ' || row.at[row.len - 1] == '\t'))
        row.len--;
    split_row(k, &cells, row);
    if (table->leading_pipe && cells.count > 0 && str_trim(cells.items[0]).len == 0)
        first = 1;
    if (cells.count > first && str_trim(cells.items[cells.count - 1]).len == 0)
        cells.count--;
    cmark_node *tr = kramdown_add(k->pool, table->rows, KRAMDOWN_TR, STR(""));
    for (size_t i = first; i < cells.count; i++) {
        cmark_node *td = kramdown_add(k->pool, tr, KRAMDOWN_TD, STR(""));
        kramdown_add(k->pool, td, KRAMDOWN_RAW_TEXT, str_trim(cells.items[i]));
    }
    if (cells.count - first > table->column_count)
        table->column_count = cells.count - first;
    kramdown_of(tr)->code = (unsigned)(cells.count - first);
}

static void take_line(struct kramdown *k, struct table *table, struct str line)
{
    bool has_rows = cmark_node_first_child(table->rows) != NULL;

    if (is_separator(line)) {
        if (!has_rows)
            return;
        if (table->align.len == 0 && !table->has_footer) {
            close_rows(k, table, KRAMDOWN_THEAD, false);
            read_alignment(table, line);
        } else {
            close_rows(k, table, KRAMDOWN_TBODY, false);
        }
    } else if (is_footer_separator(line)) {
        if (has_rows)
            close_rows(k, table, KRAMDOWN_TBODY, true);
        table->has_footer = true;
    } else {
        add_row(k, table, line);
    }
}

/* Each line must have a '|' that is not in code: a code span with line ends in it joins lines. */
static bool pipe_on_each_line(struct kramdown *k, struct str text)
{
    cmark_node *pieces = kramdown_node_new(k->pool, KRAMDOWN_P);
    bool on_line = false;

    kramdown_parse_code(k, pieces, text, true);
    for (cmark_node *one = cmark_node_first_child(pieces); one != NULL; one = cmark_node_next(one)) {
        struct str s = kramdown_of(one)->text;
        enum kramdown_kind kind = kramdown_kind_of(one);
        while (str_ends(s, "\n"))
            s.len--; /* as lines are counted here, an empty one at the end is none */
        size_t first_len = str_find_char(s, '\n');
        bool many = first_len < s.len;
        if (s.len == 0)
            continue;
        if (kind == KRAMDOWN_CODESPAN) {
            bool two = many && str_find_char(str_from(s, first_len + 1), '\n') == s.len - first_len - 1;
            if (many && (!two || !on_line))
                break;
            if (many)
                on_line = false;
            continue;
        }
        if (many && !on_line && !has_pipe(str_head(s, first_len)))
            break;
        const char *end = memrchr(s.at, '\n', s.len);
        struct str last = end != NULL ? str_from(s, (size_t)(end - s.at) + 1) : s;
        on_line = (many ? false : on_line) || has_pipe(last);
    }
    kramdown_free(pieces);
    return on_line;
}

static void fill_rows(struct kramdown *k, struct table *table)
{
    for (cmark_node *part = cmark_node_first_child(table->node); part != NULL; part = cmark_node_next(part))
        for (cmark_node *tr = cmark_node_first_child(part); tr != NULL; tr = cmark_node_next(tr))
            for (size_t i = kramdown_of(tr)->code; i < table->column_count && kramdown_spend(k, CELL_COST);
                 i++)
                kramdown_add(k->pool, tr, KRAMDOWN_TD, STR(""));
    while (table->align.len < table->column_count)
        text_add_char(&table->align, 'd');
    kramdown_of(table->node)->align = text_finish(&table->align, k->pool);
}

static bool read_table(struct kramdown *k, struct table *table, size_t *end)
{
    struct str s = k->src->s;
    size_t at = k->src->at, start = at;

    table->leading_pipe = kramdown_char(s, kramdown_spaces(s, at)) == '|';
    if (is_separator(line_at(s, at)))
        at = kramdown_line_end(s, at);
    for (; at < s.len && is_table_line(s, at) && k->fault == NULL; at = kramdown_line_end(s, at))
        take_line(k, table, line_at(s, at));
    struct kramdown_src behind = {.s = s, .at = at};
    struct kramdown_src *src = k->src;
    k->src = &behind;
    bool ok = kramdown_before_boundary(k);
    k->src = src;
    ok = ok && pipe_on_each_line(k, str_head(str_from(s, start), at - 1 - start));
    if (ok && cmark_node_first_child(table->rows) != NULL)
        close_rows(k, table, table->has_footer ? KRAMDOWN_TFOOT : KRAMDOWN_TBODY, false);
    *end = at;
    return ok && table->has_body;
}

bool kramdown_parse_table(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t at = k->src->at, start = kramdown_opt_space(s, at), end;
    struct table table = {0};

    if (kramdown_is_blank_line(str_head(s, start + 1), start) || kramdown_char(s, start) == ' ' ||
        !is_table_line(s, start) || !kramdown_after_boundary(k))
        return false;
    table.node = kramdown_node_new(k->pool, KRAMDOWN_TABLE);
    table.rows = kramdown_node_new(k->pool, KRAMDOWN_TBODY);
    bool ok = read_table(k, &table, &end);
    kramdown_of(table.node)->ial = k->block_ial;
    k->block_ial = NULL; /* even if it was no table: kramdown loses it then */
    if (ok) {
        fill_rows(k, &table);
        kramdown_append(k->tree, table.node);
        k->src->at = end;
    } else {
        kramdown_free(table.node);
    }
    kramdown_free(table.rows);
    text_free(&table.align);
    return ok;
}
