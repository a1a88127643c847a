/* yaml_read.c - see yaml_read.h */
#include "yaml_read.h"

#include <string.h>
#include <yaml.h>

struct anchor {
    struct value value;
    size_t node_count; /* values that it stands for */
};

struct reader {
    yaml_parser_t parser;
    yaml_event_t event;
    struct pool *pool;
    struct diag *diag;
    const char *file;
    struct hash *anchors; /* name -> index in list: a later anchor of the same name hides the earlier one */
    struct anchor *list;
    size_t anchor_count;
    size_t anchor_cap;
    unsigned line_base; /* lines of the file before the YAML text */
    unsigned last_line; /* of the YAML text, from 1; and the column behind its end */
    unsigned last_column;
    unsigned depth;
    size_t node_count; /* so far, aliases expanded */
    size_t node_max;
};

static bool read_value(struct reader *r, struct value *value);

static bool fail_at(struct reader *r, yaml_mark_t mark, const char *what)
{
    unsigned line = (unsigned)mark.line + 1, column = (unsigned)mark.column + 1;

    /* The library ends a last line that does not end. */
    if (line > r->last_line) {
        line = r->last_line;
        column = r->last_column;
    }
    diag_error(r->diag, r->file, r->line_base + line, column, "%s", what);
    return false;
}

static bool fail_parser(struct reader *r)
{
    const char *problem = r->parser.problem != NULL ? r->parser.problem : "not well-formed";
    const char *context = r->parser.context;
    char *what;

    if (context != NULL)
        what = pool_printf(r->pool, "YAML: %s, %s", problem, context);
    else
        what = pool_printf(r->pool, "YAML: %s", problem);
    /* That a key has no ':' is seen where it cannot come any more, which may be far behind the key. */
    bool is_key = context != NULL && strcmp(context, "while scanning a simple key") == 0;
    return fail_at(r, is_key ? r->parser.context_mark : r->parser.problem_mark, what);
}

static bool next_event(struct reader *r)
{
    yaml_event_delete(&r->event);
    return yaml_parser_parse(&r->parser, &r->event) ? true : fail_parser(r);
}

static bool count_nodes(struct reader *r, size_t count)
{
    r->node_count += count;
    if (r->node_count <= r->node_max)
        return true;
    return fail_at(r, r->event.start_mark, "YAML: too many values (aliases count as what they stand for)");
}

/* Lists and hashes of its own. */
static struct value copied(struct pool *pool, struct value from)
{
    struct value copy = from;

    if (from.kind == VALUE_ARRAY) {
        copy = value_array(pool);
        for (size_t i = 0; i < from.array->count; i++)
            array_add(copy.array, copied(pool, from.array->items[i]));
    } else if (from.kind == VALUE_HASH) {
        copy = hash_copy(pool, from.hash, 0);
        for (size_t i = 0; i < from.hash->count; i++)
            copy.hash->entries[i].value = copied(pool, from.hash->entries[i].value);
    }
    return copy;
}

/* What it stands for once more, and not the same: as it would come from the cache, where the digest of the site's
 * model must not tell them apart. */
static bool read_alias(struct reader *r, struct value *value)
{
    struct value index = hash_get(r->anchors, str_of((const char *)r->event.data.alias.anchor));

    if (index.kind != VALUE_INT)
        return fail_at(r, r->event.start_mark, "YAML: found undefined alias");
    if (!count_nodes(r, r->list[index.integer].node_count))
        return false;
    *value = copied(r->pool, r->list[index.integer].value);
    return true;
}

static void add_anchor(struct reader *r, struct str name, struct value value, size_t node_count)
{
    r->list = pool_grow(r->pool, r->list, r->anchor_count, &r->anchor_cap, sizeof(*r->list));
    hash_set(r->anchors, name, value_int((int64_t)r->anchor_count));
    r->list[r->anchor_count++] = (struct anchor){value, node_count};
}

static bool read_sequence(struct reader *r, struct value *value)
{
    *value = value_array(r->pool);
    for (;;) {
        struct value item;
        if (!next_event(r))
            return false;
        if (r->event.type == YAML_SEQUENCE_END_EVENT)
            return true;
        if (!read_value(r, &item))
            return false;
        array_add(value->array, item);
    }
}

/* "<<: *defaults" (YAML 1.1 merge key): the keys of other mappings. Those that stand before it are replaced,
 * those behind it replace it: as Jekyll's reader does it. */
static void merge(struct hash *hash, struct value from)
{
    if (from.kind == VALUE_ARRAY)
        for (size_t i = from.array->count; i > 0; i--)
            if (from.array->items[i - 1].kind == VALUE_HASH)
                merge(hash, from.array->items[i - 1]);
    if (from.kind != VALUE_HASH)
        return;
    for (size_t i = 0; i < from.hash->count; i++) {
        const struct hash_entry *entry = &from.hash->entries[i];
        *hash_set(hash, entry->key, entry->value) = *entry;
    }
}

static void warn_twice(struct reader *r, yaml_mark_t mark, struct str name)
{
    diag_warning(r->diag, r->file, r->line_base + (unsigned)mark.line + 1, (unsigned)mark.column + 1,
                 "YAML: key \"%.*s\" stands here twice; the last one counts", STR_ARG(name));
}

static bool read_mapping(struct reader *r, struct value *value)
{
    bool has_merged = false;

    *value = value_hash(r->pool);
    for (;;) {
        struct value key, item;
        if (!next_event(r))
            return false;
        if (r->event.type == YAML_MAPPING_END_EVENT)
            return true;
        yaml_mark_t key_mark = r->event.start_mark;
        if (!read_value(r, &key) || !next_event(r))
            return false;
        yaml_mark_t mark = r->event.start_mark;
        struct str name = value_to_str(key, r->pool);
        if (!read_value(r, &item))
            return false;
        if (str_is(name, "<<") && item.kind != VALUE_STRING) {
            merge(value->hash, item);
            has_merged = true;
            continue;
        }
        if (!has_merged && hash_entry(value->hash, name) != NULL)
            warn_twice(r, key_mark, name);
        struct hash_entry *entry = hash_set(value->hash, name, item);
        entry->line = r->line_base + (unsigned)mark.line + 1;
        entry->column = (unsigned)mark.column + 1;
    }
}

static struct value scalar_value(struct reader *r)
{
    struct str text = {(const char *)r->event.data.scalar.value, r->event.data.scalar.length};
    struct str copy = pool_str(r->pool, text);

    return r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? yaml_scalar(copy) : value_str(copy);
}

/* Read the value that starts with the current event. */
static bool read_value(struct reader *r, struct value *value)
{
    struct str anchor = STR("");
    const yaml_char_t *name = NULL;
    size_t before = r->node_count;
    bool ok = true;

    if (!count_nodes(r, 1))
        return false;
    if (r->event.type == YAML_ALIAS_EVENT)
        return read_alias(r, value);
    if (++r->depth > YAML_DEPTH_MAX)
        return fail_at(r, r->event.start_mark, "YAML: nested too deeply");
    if (r->event.type == YAML_SCALAR_EVENT)
        name = r->event.data.scalar.anchor;
    else if (r->event.type == YAML_SEQUENCE_START_EVENT)
        name = r->event.data.sequence_start.anchor;
    else if (r->event.type == YAML_MAPPING_START_EVENT)
        name = r->event.data.mapping_start.anchor;
    if (name != NULL)
        anchor = pool_str(r->pool, str_of((const char *)name));
    if (r->event.type == YAML_SCALAR_EVENT)
        *value = scalar_value(r);
    else if (r->event.type == YAML_SEQUENCE_START_EVENT)
        ok = read_sequence(r, value);
    else if (r->event.type == YAML_MAPPING_START_EVENT)
        ok = read_mapping(r, value);
    r->depth--;
    /* Known only from here on: a value cannot hold an alias of itself. */
    if (ok && anchor.len > 0)
        add_anchor(r, anchor, *value, r->node_count - before);
    return ok;
}

static bool read_document(struct reader *r, struct value *value)
{
    if (!next_event(r) || !next_event(r)) /* stream start, then document start or stream end */
        return false;
    if (r->event.type == YAML_STREAM_END_EVENT)
        return true;
    if (!next_event(r) || !read_value(r, value) || !next_event(r) || !next_event(r))
        return false;
    if (r->event.type != YAML_STREAM_END_EVENT)
        diag_warning(r->diag, r->file, r->line_base + (unsigned)r->event.start_mark.line + 1,
                     (unsigned)r->event.start_mark.column + 1,
                     "YAML: a second document starts here; only the first is read");
    return true;
}

static unsigned count_lines(struct str s)
{
    unsigned line, column;

    str_place(s, s.len, &line, &column);
    return line - 1;
}

bool yaml_read(struct pool *pool, struct diag *diag, const char *file, struct str source, size_t start,
               size_t len, struct value *value)
{
    struct reader r = {.pool = pool, .diag = diag, .file = file};
    struct str text = str_head(str_from(source, start), len);

    *value = value_nil;
    r.anchors = value_hash(pool).hash;
    r.node_max = YAML_NODES_MAX + len / YAML_BYTES_PER_NODE;
    if (!yaml_parser_initialize(&r.parser))
        fatal("out of memory");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.at, text.len);
    r.line_base = count_lines(str_head(source, start));
    str_place(text, text.len, &r.last_line, &r.last_column);
    bool ok = read_document(&r, value);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    return ok;
}
