/* invariants.c - see invariants.h */
#include "sitegen/invariants.h"

#include "assert.h"

#include <stdlib.h>
#include <string.h>

static struct str line_of(struct str source, unsigned long line)
{
    for (; line > 1; line--)
        source = str_from(source, str_find_char(source, '\n') + 1);
    return str_head(source, str_find_char(source, '\n'));
}

/* libyaml counts lines by more characters than '\n': a message may lie on any of them, never behind all. */
static unsigned long count_lines(struct str source)
{
    unsigned long count = 1;

    for (size_t i = 0; i < source.len; i++)
        count += source.at[i] == '\n' || source.at[i] == '\r' || source.at[i] == '\xc2' ||
                 source.at[i] == '\xe2';
    return count;
}

void check_places(struct diag *diag, const char *file, struct str source)
{
    bool one_kind = str_find_char(source, '\r') == source.len &&
                    str_find(source, STR("\xc2\x85")) == source.len &&
                    str_find(source, STR("\xe2\x80")) == source.len;
    unsigned long lines = count_lines(source);
    char *text = NULL;
    size_t len;

    FILE *stream = open_memstream(&text, &len);
    diag_print(diag, stream);
    fclose(stream);
    for (const char *at = text; *at != '\0'; at = strchr(at, '\n') + 1) {
        char *end;
        if (strncmp(at, file, strlen(file)) != 0 || at[strlen(file)] != ':')
            continue;
        unsigned long line = strtoul(at + strlen(file) + 1, &end, 10);
        if (line == 0)
            continue;
        unsigned long column = strtoul(end + 1, NULL, 10);
        ASSERT(line <= lines && column >= 1);
        if (one_kind)
            ASSERT(column <= utf8_count(line_of(source, line)) + 1);
    }
    free(text);
}

void check_value(struct value value, unsigned depth_max)
{
    if (value.kind == VALUE_STRING)
        ASSERT(utf8_bad(value.string) == value.string.len);
    if (value.kind != VALUE_ARRAY && value.kind != VALUE_HASH)
        return;
    ASSERT(depth_max > 0);
    ASSERT(value_extent(value).depth <= depth_max);
    for (size_t i = 0; value.kind == VALUE_ARRAY && i < value.array->count; i++)
        check_value(value.array->items[i], depth_max - 1);
    for (size_t i = 0; value.kind == VALUE_HASH && i < value.hash->count; i++) {
        const struct hash_entry *entry = &value.hash->entries[i];
        ASSERT(utf8_bad(entry->key) == entry->key.len);
        ASSERT(hash_entry(value.hash, entry->key) == entry);
        check_value(entry->value, depth_max - 1);
    }
}
