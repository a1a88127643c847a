/* value_pack.c - see value_pack.h */
#include "value_pack.h"

#include "value_digest.h"

#include <string.h>

/* What stands before each value. */
struct packed_head {
    uint32_t kind;
    int32_t zone_s;
    union {
        uint64_t count; /* of a list and a hash; of a text, its bytes without the NUL */
        int64_t integer;
        double real;
    };
};

/* Of each entry of a hash: this, the key with a NUL, the value. */
struct packed_entry {
    uint32_t line;
    uint32_t column;
    uint64_t key_len;
};

static bool take_bytes(struct str *packed, void *bytes, size_t len)
{
    if (packed->len < len)
        return false;
    memcpy(bytes, packed->at, len);
    *packed = str_from(*packed, len);
    return true;
}

static void add_text(struct text *packed, struct str s)
{
    text_add(packed, s);
    text_add_char(packed, '\0');
}

static bool take_text(struct str *packed, uint64_t len, struct str *s)
{
    if (packed->len <= len)
        return false;
    *s = str_head(*packed, (size_t)len);
    *packed = str_from(*packed, (size_t)len + 1);
    return s->at[len] == '\0';
}

/* ---------------------------------------------------------------- to bytes */

static bool add_value(struct text *packed, struct value value);

static bool add_array(struct text *packed, const struct array *array)
{
    for (size_t i = 0; i < array->count; i++)
        if (!add_value(packed, array->items[i]))
            return false;
    return true;
}

static bool add_hash(struct text *packed, const struct hash *hash)
{
    for (size_t i = 0; i < hash->count; i++) {
        const struct hash_entry *entry = &hash->entries[i];
        struct packed_entry head = {entry->line, entry->column, entry->key.len};
        text_add(packed, str_bytes(&head, sizeof(head)));
        add_text(packed, entry->key);
        if (!add_value(packed, entry->value))
            return false;
    }
    return true;
}

static bool add_value(struct text *packed, struct value value)
{
    struct packed_head head;

    memset(&head, 0, sizeof(head));
    head.kind = value.kind;
    head.zone_s = value.kind == VALUE_TIME ? value.zone_s : 0;
    switch (value.kind) {
    case VALUE_NIL:
        break;
    case VALUE_BOOL:
        head.integer = value.boolean;
        break;
    case VALUE_INT:
        head.integer = value.integer;
        break;
    case VALUE_FLOAT:
        head.real = value.real;
        break;
    case VALUE_TIME:
        head.integer = value.time_s;
        break;
    case VALUE_STRING:
        head.count = value.string.len;
        break;
    case VALUE_ARRAY:
        head.count = value.array->count;
        break;
    case VALUE_HASH:
        head.count = value.hash->count;
        break;
    case VALUE_RANGE:
    case VALUE_LAZY:
    case VALUE_EMPTY:
    case VALUE_BLANK:
        return false;
    }
    text_add(packed, str_bytes(&head, sizeof(head)));
    if (value.kind == VALUE_STRING)
        add_text(packed, value.string);
    if (value.kind == VALUE_ARRAY)
        return add_array(packed, value.array);
    return value.kind != VALUE_HASH || add_hash(packed, value.hash);
}

bool value_pack(struct text *packed, struct value value)
{
    struct value_extent extent = value_extent(value);
    struct text bytes = {0};

    bool ok = extent.depth <= VALUE_PACK_DEPTH_MAX && extent.weight <= VALUE_PACK_WEIGHT_MAX &&
              add_value(&bytes, value);
    if (ok) {
        uint64_t sum = value_sum(value);
        text_add(packed, str_bytes(&sum, sizeof(sum)));
        text_add(packed, text_str(&bytes));
    }
    text_free(&bytes);
    return ok;
}

/* ---------------------------------------------------------------- from bytes */

static bool take_value(struct str *packed, struct pool *pool, unsigned depth, struct value *value);

static bool take_array(struct str *packed, struct pool *pool, uint64_t count, unsigned depth, struct value *value)
{
    *value = value_array(pool);
    for (uint64_t i = 0; i < count; i++) {
        struct value item;
        if (!take_value(packed, pool, depth, &item))
            return false;
        array_add(value->array, item);
    }
    return true;
}

static bool take_hash(struct str *packed, struct pool *pool, uint64_t count, unsigned depth, struct value *value)
{
    *value = value_hash(pool);
    if (count > packed->len / sizeof(struct packed_entry))
        return false;
    hash_reserve(value->hash, (size_t)count);
    for (uint64_t i = 0; i < count; i++) {
        struct packed_entry head;
        struct str key;
        struct value item;
        if (!take_bytes(packed, &head, sizeof(head)) || !take_text(packed, head.key_len, &key) ||
            !take_value(packed, pool, depth, &item))
            return false;
        struct hash_entry *entry = hash_set(value->hash, key, item);
        entry->line = head.line;
        entry->column = head.column;
    }
    return true;
}

static bool take_value(struct str *packed, struct pool *pool, unsigned depth, struct value *value)
{
    struct packed_head head;

    *value = value_nil;
    if (depth == VALUE_PACK_DEPTH_MAX + 1 || !take_bytes(packed, &head, sizeof(head)))
        return false;
    value->kind = (enum value_kind)head.kind;
    switch (value->kind) {
    case VALUE_NIL:
        return true;
    case VALUE_BOOL:
        value->boolean = head.integer != 0;
        return true;
    case VALUE_INT:
        value->integer = head.integer;
        return true;
    case VALUE_FLOAT:
        value->real = head.real;
        return true;
    case VALUE_TIME:
        value->time_s = head.integer;
        value->zone_s = head.zone_s;
        return true;
    case VALUE_STRING:
        return take_text(packed, head.count, &value->string);
    case VALUE_ARRAY:
        return take_array(packed, pool, head.count, depth + 1, value);
    case VALUE_HASH:
        return take_hash(packed, pool, head.count, depth + 1, value);
    case VALUE_RANGE:
    case VALUE_LAZY:
    case VALUE_EMPTY:
    case VALUE_BLANK:
        break;
    }
    return false;
}

bool value_unpack(struct str *packed, struct pool *pool, struct value *value)
{
    uint64_t sum;

    if (!take_bytes(packed, &sum, sizeof(sum)) || !take_value(packed, pool, 0, value))
        return false;
    if (value->kind == VALUE_HASH)
        value->hash->sum = sum;
    return true;
}
