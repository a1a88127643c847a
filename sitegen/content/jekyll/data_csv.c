/* data_csv.c - CSV and TSV -> a list of rows, each a hash by the names in the first one. See jekyll.h.
 *
 * Source    RFC 4180, as strictly as Ruby's csv: a quote only at a field's start, nothing behind its end
 */
#include "content/jekyll/jekyll.h"

#define COLUMNS_MAX 4096u /* names in the first row: each row has a value for each of them */

struct csv {
    struct site *site;
    const char *file;
    struct str source;
    size_t at;
    char separator;
};

static bool fail(const struct csv *csv, size_t at, const char *what)
{
    diag_error_at(csv->site->diag, csv->file, csv->source, at, "CSV: %s", what);
    return false;
}

static bool is_end(const struct csv *csv)
{
    return csv->at >= csv->source.len;
}

static char peek(const struct csv *csv)
{
    return is_end(csv) ? '\0' : csv->source.at[csv->at];
}

static bool is_line_end(const struct csv *csv)
{
    return !is_end(csv) && (peek(csv) == '\n' || peek(csv) == '\r');
}

static bool read_quoted(struct csv *csv, struct value *field)
{
    struct text text = {0};
    size_t start = csv->at++;

    for (;;) {
        size_t len = str_find_char(str_from(csv->source, csv->at), '"');
        text_add(&text, str_head(str_from(csv->source, csv->at), len));
        csv->at += len + 1;
        if (csv->at > csv->source.len) {
            text_free(&text);
            return fail(csv, start, "the quoted field is not closed");
        }
        if (peek(csv) != '"')
            break;
        text_add_char(&text, '"');
        csv->at++;
    }
    *field = value_str(text_finish(&text, &csv->site->pool));
    if (!is_end(csv) && !is_line_end(csv) && peek(csv) != csv->separator)
        return fail(csv, csv->at, "nothing may stand between a quoted field and the next");
    return true;
}

static bool read_plain(struct csv *csv, struct value *field)
{
    size_t start = csv->at;

    while (!is_end(csv) && !is_line_end(csv) && peek(csv) != csv->separator) {
        if (peek(csv) == '"')
            return fail(csv, csv->at, "a quote in a field that does not start with one");
        csv->at++;
    }
    *field = value_nil; /* nothing at all is nothing; "" is an empty text */
    if (csv->at > start)
        *field = value_str(str_head(str_from(csv->source, start), csv->at - start));
    return true;
}

/* One row; an empty line is a row without fields. */
static bool read_row(struct csv *csv, struct array *row)
{
    while (!is_end(csv) && !is_line_end(csv)) {
        struct value field;
        if (!(peek(csv) == '"' ? read_quoted(csv, &field) : read_plain(csv, &field)))
            return false;
        array_add(row, field);
        if (peek(csv) != csv->separator || is_end(csv))
            break;
        csv->at++;
        if (is_end(csv) || is_line_end(csv))
            array_add(row, value_nil);
    }
    if (peek(csv) == '\r')
        csv->at++;
    if (peek(csv) == '\n')
        csv->at++;
    return true;
}

static struct value hash_of(struct csv *csv, const struct array *names, const struct array *row)
{
    struct value hash = value_hash(&csv->site->pool);

    for (size_t i = 0; i < names->count; i++) {
        struct str name = value_to_str(names->items[i], &csv->site->pool);
        if (names->items[i].kind != VALUE_NIL && hash_entry(hash.hash, name) == NULL)
            hash_set(hash.hash, name, i < row->count ? row->items[i] : value_nil);
    }
    return hash;
}

/* csv_reader: {headers: false} of the configuration: rows are lists then. */
static bool has_names(const struct csv *csv)
{
    struct value reader = value_get(csv->site->config, csv->separator == ',' ? "csv_reader" : "tsv_reader");
    struct value headers = value_get(reader, "headers");

    return headers.kind != VALUE_BOOL || headers.boolean;
}

bool data_read_csv(struct site *site, const char *file, struct str source, char separator,
                   struct value *value)
{
    struct csv csv = {.site = site, .file = file, .source = source, .separator = separator};
    struct value names = value_array(&site->pool);
    bool with_names = has_names(&csv);

    *value = value_array(&site->pool);
    if (with_names && !read_row(&csv, names.array))
        return false;
    if (names.array->count > COLUMNS_MAX)
        return fail(&csv, 0, "too many columns");
    while (!is_end(&csv)) {
        struct value row = value_array(&site->pool);
        if (!read_row(&csv, row.array))
            return false;
        array_add(value->array, with_names ? hash_of(&csv, names.array, row.array) : row);
    }
    return true;
}
