/* front_matter.c - see front_matter.h */
#include "content/front_matter.h"

#include "toml_read.h"
#include "yaml_read.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* The line that starts at at, without its end; *next is the offset of the following one. */
static struct str line_at(struct str s, size_t at, size_t *next)
{
    size_t len = str_find_char(str_from(s, at), '\n');

    *next = at + len < s.len ? at + len + 1 : s.len;
    return str_head(str_from(s, at), len);
}

static size_t text_start(struct str source)
{
    return str_starts(source, BYTE_ORDER_MARK) ? sizeof(BYTE_ORDER_MARK) - 1 : 0;
}

/* "---" for YAML, "+++" for TOML; NULL: neither. */
static const char *fence_of(struct str line)
{
    if (str_starts(line, "---") && str_is(str_trim_end(line), "---"))
        return "---";
    return str_starts(line, "+++") && str_is(str_trim_end(line), "+++") ? "+++" : NULL;
}

static bool closes(struct str line, const char *fence)
{
    line = str_trim_end(line);
    return str_is(line, fence) || (fence[0] == '-' && str_is(line, "..."));
}

bool front_matter_starts(struct str head)
{
    size_t next;

    return fence_of(line_at(head, text_start(head), &next)) != NULL;
}

bool front_matter_is_closed(struct str source)
{
    size_t next;
    const char *fence = fence_of(line_at(source, text_start(source), &next));

    while (fence != NULL && next < source.len)
        if (closes(line_at(source, next, &next), fence))
            return true;
    return false;
}

bool front_matter_check_utf8(struct diag *diag, const char *file, struct str source)
{
    size_t bad = utf8_bad(source);

    if (bad == source.len)
        return true;
    diag_error_at(diag, file, source, bad, "not UTF-8: byte 0x%02x", (unsigned char)source.at[bad]);
    return false;
}

/* The text starts with its first line that is not blank. */
static size_t behind_blank_lines(struct str source, size_t at)
{
    for (size_t i = at; i < source.len && char_is_space(source.at[i]); i++)
        if (source.at[i] == '\n')
            at = i + 1;
    return at;
}

/* Zola keeps tags and categories in a table of their own. */
static void lift_taxonomies(struct hash *front)
{
    static const char *const names[] = {"tags", "categories"};
    struct value taxonomies = hash_get(front, STR("taxonomies"));

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct value list = value_get(taxonomies, names[i]);
        if (list.kind != VALUE_NIL && hash_entry(front, str_of(names[i])) == NULL)
            hash_set(front, str_of(names[i]), list);
    }
}

static bool read_values(struct pool *pool, struct diag *diag, const char *file, struct str source,
                        size_t start, size_t len, bool is_toml, struct front_matter *front)
{
    struct value values;

    if (!(is_toml ? toml_read(pool, diag, file, source, start, len, &values)
                  : yaml_read(pool, diag, file, source, start, len, &values)))
        return false;
    if (values.kind == VALUE_HASH) {
        front->values = values;
    } else if (values.kind != VALUE_NIL) {
        diag_error_at(diag, file, source, start, "the front matter must be keys with values (title: ...)");
        return false;
    }
    if (is_toml)
        lift_taxonomies(values.hash);
    return true;
}

bool front_matter_read(struct pool *pool, struct diag *diag, const char *file, struct str source,
                       struct front_matter *front)
{
    size_t start = text_start(source), next;
    const char *fence = fence_of(line_at(source, start, &next));

    *front = (struct front_matter){.values = value_hash(pool), .body = start};
    if (fence == NULL)
        return true;
    front->present = true;
    size_t values_start = next, values_end;
    do {
        if (next >= source.len) {
            diag_error_at(diag, file, source, start, "the front matter is not closed by a line of \"%s\"",
                          fence);
            return false;
        }
        values_end = next;
    } while (!closes(line_at(source, next, &next), fence));
    front->body = behind_blank_lines(source, next);
    return read_values(pool, diag, file, source, values_start, values_end - values_start, fence[0] == '+',
                       front);
}
