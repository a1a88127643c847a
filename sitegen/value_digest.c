/* value_digest.c - see value_digest.h */
#include "value_digest.h"

#include <string.h>

void value_digest_start(struct value_digest *d)
{
    d->state = NULL;
    d->len = 0;
}

static void flush(struct value_digest *d)
{
    if (d->state == NULL) {
        d->state = XXH3_createState();
        if (d->state == NULL)
            fatal("out of memory");
        XXH3_128bits_reset(d->state);
    }
    XXH3_128bits_update(d->state, d->buffer, d->len);
    d->len = 0;
}

void value_digest_bytes(struct value_digest *d, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    if (len > VALUE_DIGEST_BUFFER_LEN - d->len)
        flush(d);
    if (len > VALUE_DIGEST_BUFFER_LEN) {
        XXH3_128bits_update(d->state, bytes, len);
        return;
    }
    memcpy(d->buffer + d->len, bytes, len);
    d->len += len;
}

void value_digest_number(struct value_digest *d, uint64_t number)
{
    if (sizeof(number) > VALUE_DIGEST_BUFFER_LEN - d->len)
        flush(d);
    memcpy(d->buffer + d->len, &number, sizeof(number));
    d->len += sizeof(number);
}

void value_digest_str(struct value_digest *d, struct str s)
{
    value_digest_number(d, s.len);
    value_digest_bytes(d, s.at, s.len);
}

void value_digest_text(struct value_digest *d, const char *text)
{
    if (text == NULL)
        value_digest_number(d, UINT64_MAX);
    else
        value_digest_str(d, str_of(text));
}

static void feed_array(struct value_digest *d, const struct array *array)
{
    value_digest_number(d, array->count);
    for (size_t i = 0; i < array->count; i++)
        value_digest_value(d, array->items[i]);
}

void value_digest_hash(struct value_digest *d, const struct hash *hash)
{
    value_digest_number(d, hash->count);
    for (size_t i = 0; i < hash->count; i++) {
        value_digest_str(d, hash->entries[i].key);
        value_digest_value(d, hash->entries[i].value);
    }
}

static void feed_hash(struct value_digest *d, const struct hash *hash)
{
    bool has_sum = hash->sum > VALUE_SUM_FOLLOWS;

    value_digest_number(d, has_sum ? hash->sum : 0);
    if (!has_sum)
        value_digest_hash(d, hash);
}

void value_digest_value(struct value_digest *d, struct value value)
{
    value_digest_number(d, value.kind);
    switch (value.kind) {
    case VALUE_NIL:
    case VALUE_EMPTY:
    case VALUE_BLANK:
    case VALUE_LAZY:
        break;
    case VALUE_BOOL:
        value_digest_number(d, value.boolean);
        break;
    case VALUE_INT:
        value_digest_number(d, (uint64_t)value.integer);
        break;
    case VALUE_FLOAT:
        value_digest_bytes(d, &value.real, sizeof(value.real));
        break;
    case VALUE_STRING:
        value_digest_str(d, value.string);
        break;
    case VALUE_TIME:
        value_digest_number(d, (uint64_t)value.time_s);
        value_digest_number(d, (uint64_t)value.zone_s);
        break;
    case VALUE_RANGE:
        value_digest_number(d, (uint64_t)value.range.first);
        value_digest_number(d, (uint64_t)value.range.last);
        break;
    case VALUE_ARRAY:
        feed_array(d, value.array);
        break;
    case VALUE_HASH:
        feed_hash(d, value.hash);
        break;
    }
}

XXH128_hash_t value_digest_finish(struct value_digest *d)
{
    if (d->state == NULL)
        return XXH3_128bits(d->buffer, d->len);
    flush(d);
    XXH128_hash_t sum = XXH3_128bits_digest(d->state);
    XXH3_freeState(d->state);
    return sum;
}

uint64_t value_sum(struct value value)
{
    struct value_digest d;

    if (value.kind == VALUE_HASH && value.hash->sum > VALUE_SUM_FOLLOWS)
        return value.hash->sum;
    value_digest_start(&d);
    value_digest_value(&d, value);
    return value_digest_finish(&d).low64 | (uint64_t)1 << 63;
}
