/* front_matter.c - see front_matter.h */
#include "content/front_matter.h"

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

bool front_matter_starts(struct str head)
{
    size_t next;
    struct str line = line_at(head, text_start(head), &next);

    return str_starts(line, "---") && str_is(str_trim_end(line), "---");
}

bool front_matter_check_utf8(struct diag *diag, const char *file, struct str source)
{
    size_t bad = utf8_bad(source);

    if (bad == source.len)
        return true;
    diag_error_at(diag, file, source, bad, "not UTF-8: byte 0x%02x", (unsigned char)source.at[bad]);
    return false;
}

bool front_matter_read(struct pool *pool, struct diag *diag, const char *file, struct str source,
                       struct front_matter *front)
{
    size_t start = text_start(source), next;

    *front = (struct front_matter){.values = value_hash(pool), .body = start};
    if (!front_matter_starts(source))
        return true;
    front->present = true;
    line_at(source, start, &next);
    size_t yaml_start = next, yaml_end = next;
    for (;;) {
        if (next >= source.len) {
            diag_error_at(diag, file, source, start, "the front matter is not closed by a line of \"---\"");
            return false;
        }
        yaml_end = next;
        struct str line = str_trim_end(line_at(source, next, &next));
        if (str_is(line, "---") || str_is(line, "..."))
            break;
    }
    front->body = next;
    struct value values;
    if (!yaml_read(pool, diag, file, source, yaml_start, yaml_end - yaml_start, &values))
        return false;
    if (values.kind == VALUE_HASH) {
        front->values = values;
    } else if (values.kind != VALUE_NIL) {
        diag_error_at(diag, file, source, yaml_start,
                      "the front matter must be keys with values (title: ...)");
        return false;
    }
    return true;
}
