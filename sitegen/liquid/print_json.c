/* print_json.c - values as JSON. See print.h. */
#include "liquid/print.h"

/* What is left out of a neighbour's neighbour. */
static const char *const texts_and_links[] = {"content", "output", "excerpt", "next", "previous"};

/* The lists and hashes, at most, around a document whose neighbours are shown in full. */
#define FULL_DEPTH 2u

struct json {
    struct pool *pool; /* NULL: lazy values are null */
    struct text *out;
    unsigned depth; /* lists and hashes that are open */
};

static void add_value(struct json *json, struct value value);

static void add_string(struct json *json, struct str s)
{
    static const char *const names = "btn\0fr"; /* \b is 8; 11 has no name */

    text_add_char(json->out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\')
            text_printf(json->out, "\\%c", c);
        else if (c >= 8 && c <= 13 && c != 11)
            text_printf(json->out, "\\%c", names[c - 8]);
        else if (c < 0x20)
            text_printf(json->out, "\\u%04x", c);
        else
            text_add_char(json->out, (char)c);
    }
    text_add_char(json->out, '"');
}

static void add_list(struct json *json, const struct array *array)
{
    text_add_char(json->out, '[');
    for (size_t i = 0; i < array->count && !print_is_full(json->out); i++) {
        text_add_c(json->out, i > 0 ? "," : "");
        add_value(json, array->items[i]);
    }
    text_add_char(json->out, ']');
}

static bool is_text_or_link(struct str key)
{
    for (size_t i = 0; i < sizeof(texts_and_links) / sizeof(texts_and_links[0]); i++)
        if (str_is(key, texts_and_links[i]))
            return true;
    return false;
}

static void add_hash(struct json *json, const struct hash *hash, bool is_short)
{
    bool is_first = true;

    text_add_char(json->out, '{');
    for (size_t i = 0; i < hash->count && !print_is_full(json->out); i++) {
        const struct hash_entry *entry = &hash->entries[i];
        struct value value = entry->value;
        if (is_short && is_text_or_link(entry->key))
            continue;
        text_add_c(json->out, is_first ? "" : ",");
        is_first = false;
        add_string(json, entry->key);
        text_add_char(json->out, ':');
        if (value.kind == VALUE_LAZY && json->pool != NULL)
            value = value_force(value, json->pool);
        /* A lazy hash is a document's neighbour. */
        if (value.kind == VALUE_HASH && entry->value.kind == VALUE_LAZY && json->depth > FULL_DEPTH)
            add_hash(json, value.hash, true);
        else
            add_value(json, value);
    }
    text_add_char(json->out, '}');
}

static void add_value(struct json *json, struct value value)
{
    struct text printed = {0};

    if (value.kind == VALUE_LAZY && json->pool != NULL)
        value = value_force(value, json->pool);
    json->depth++;
    switch (value.kind) {
    case VALUE_NIL:
    case VALUE_LAZY:
        text_add_c(json->out, "null");
        break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        print_to_s(value, json->out);
        break;
    case VALUE_ARRAY:
        add_list(json, value.array);
        break;
    case VALUE_HASH:
        add_hash(json, value.hash, false);
        break;
    default:
        print_to_s(value, &printed);
        add_string(json, text_str(&printed));
        text_free(&printed);
    }
    json->depth--;
}

void print_json(struct value value, struct pool *pool, struct text *out)
{
    struct json json = {.pool = pool, .out = out};

    add_value(&json, value);
}
