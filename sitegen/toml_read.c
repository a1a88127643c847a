/* toml_read.c - see toml_read.h */
#include "toml_parts.h"

#include <stdarg.h>
#include <stdio.h>

bool toml_fail(const struct toml *t, size_t at, const char *fmt, ...)
{
    char what[256];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    diag_error_at(t->diag, t->file, t->source, at, "TOML: %s", what);
    return false;
}

char toml_peek(const struct toml *t)
{
    return t->at < t->end ? t->source.at[t->at] : '\0';
}

void toml_skip_blanks(struct toml *t)
{
    while (toml_peek(t) == ' ' || toml_peek(t) == '\t')
        t->at++;
}

void toml_skip_lines(struct toml *t)
{
    for (;;) {
        toml_skip_blanks(t);
        if (toml_peek(t) == '#')
            while (t->at < t->end && toml_peek(t) != '\n')
                t->at++;
        if (toml_peek(t) != '\n' && toml_peek(t) != '\r')
            return;
        t->at++;
    }
}

static bool is_bare(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-';
}

static bool key_part(struct toml *t, struct str *part)
{
    size_t start = t->at;

    if (toml_peek(t) == '"' || toml_peek(t) == '\'')
        return toml_string(t, part);
    while (is_bare(toml_peek(t)))
        t->at++;
    *part = str_head(str_from(t->source, start), t->at - start);
    return t->at > start || toml_fail(t, start, "a key is expected here");
}

bool toml_key(struct toml *t, struct str *parts, size_t *count)
{
    *count = 0;
    for (;;) {
        if (*count == TOML_PARTS_MAX)
            return toml_fail(t, t->at, "a key has too many parts (at most %u)", TOML_PARTS_MAX);
        toml_skip_blanks(t);
        if (!key_part(t, &parts[(*count)++]))
            return false;
        toml_skip_blanks(t);
        if (toml_peek(t) != '.')
            return true;
        t->at++;
    }
}

/* The table of this name below table, made where it is not there; of a list of tables, the last one. NULL: it
 * is something else, which is reported. */
static struct hash *step_into(struct toml *t, struct hash *table, struct str name, size_t at)
{
    const struct hash_entry *entry = hash_entry(table, name);
    struct value value;

    if (entry == NULL) {
        value = value_hash(t->pool);
        hash_set(table, pool_str(t->pool, name), value);
        return value.hash;
    }
    value = entry->value;
    if (value.kind == VALUE_ARRAY && value.array->count > 0)
        value = value.array->items[value.array->count - 1];
    if (value.kind == VALUE_HASH)
        return value.hash;
    toml_fail(t, at, "\"%.*s\" is no table", STR_ARG(name));
    return NULL;
}

/* Go on counting to the cursor. */
static void count_place(struct toml *t)
{
    unsigned line, column;

    str_place(str_from(t->source, t->place_at), t->at - t->place_at, &line, &column);
    t->column = line > 1 ? column : t->column + column - 1;
    t->line += line - 1;
    t->place_at = t->at;
}

bool toml_pair(struct toml *t, struct hash *table)
{
    struct str parts[TOML_PARTS_MAX];
    struct value value;
    size_t count, key_at = t->at;

    if (!toml_key(t, parts, &count))
        return false;
    if (toml_peek(t) != '=')
        return toml_fail(t, t->at, "\"=\" is expected behind the key");
    t->at++;
    toml_skip_blanks(t);
    size_t value_at = t->at;
    count_place(t);
    unsigned line = t->line, column = t->column;
    if (!toml_value(t, &value))
        return false;
    for (size_t i = 0; i + 1 < count; i++)
        if ((table = step_into(t, table, parts[i], key_at)) == NULL)
            return false;
    struct str name = parts[count - 1];
    if (hash_entry(table, name) != NULL)
        return toml_fail(t, value_at, "key \"%.*s\" stands here twice", STR_ARG(name));
    struct hash_entry *entry = hash_set(table, pool_str(t->pool, name), value);
    entry->line = line;
    entry->column = column;
    return true;
}

/* [a.b] or [[a.b]]: the table that the following keys belong to. */
static struct hash *header(struct toml *t, struct hash *root)
{
    struct str parts[TOML_PARTS_MAX];
    size_t count, start = t->at++;
    bool is_list = toml_peek(t) == '[';
    struct hash *table = root;

    t->at += is_list;
    if (!toml_key(t, parts, &count))
        return NULL;
    if (toml_peek(t) != ']' || (is_list && (t->at + 1 >= t->end || t->source.at[t->at + 1] != ']'))) {
        toml_fail(t, t->at, "\"]\" is expected here");
        return NULL;
    }
    t->at += is_list ? 2 : 1;
    for (size_t i = 0; i + (is_list ? 1 : 0) < count; i++)
        if ((table = step_into(t, table, parts[i], start)) == NULL)
            return NULL;
    if (!is_list)
        return table;
    struct str name = parts[count - 1];
    struct value list = hash_get(table, name), added = value_hash(t->pool);
    if (list.kind == VALUE_NIL) {
        list = value_array(t->pool);
        hash_set(table, pool_str(t->pool, name), list);
    } else if (list.kind != VALUE_ARRAY) {
        toml_fail(t, start, "\"%.*s\" is no list of tables", STR_ARG(name));
        return NULL;
    }
    array_add(list.array, added);
    return added.hash;
}

static bool line_ends(struct toml *t)
{
    toml_skip_blanks(t);
    char c = toml_peek(t);
    return t->at >= t->end || c == '\n' || c == '\r' || c == '#' ||
           toml_fail(t, t->at, "nothing may follow here on the line");
}

bool toml_read(struct pool *pool, struct diag *diag, const char *file, struct str source, size_t start,
               size_t len, struct value *value)
{
    struct toml t = {
        .pool = pool, .diag = diag, .file = file, .source = source, .at = start, .end = start + len,
        .line = 1, .column = 1};
    struct hash *table;

    *value = value_hash(pool);
    table = value->hash;
    for (toml_skip_lines(&t); t.at < t.end; toml_skip_lines(&t)) {
        if (toml_peek(&t) == '[') {
            if ((table = header(&t, value->hash)) == NULL)
                return false;
        } else if (!toml_pair(&t, table)) {
            return false;
        }
        if (!line_ends(&t))
            return false;
    }
    return true;
}
