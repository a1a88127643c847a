/* toml_parts.h - what the files of the TOML reader share. Private to toml_*.c.
 *
 * Layer     sitegen
 */
#ifndef SITEGEN_TOML_PARTS_H
#define SITEGEN_TOML_PARTS_H

#include "toml_read.h"

struct toml {
    struct pool *pool;
    struct diag *diag;
    const char *file;
    struct str source; /* at <= end <= source.len */
    size_t at;
    size_t end;
    unsigned depth;
    size_t place_at; /* whose line and column are these: places are asked for from the start to the end */
    unsigned line;
    unsigned column;
};

/* Report at a byte of the source. Returns false. */
bool toml_fail(const struct toml *t, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

char toml_peek(const struct toml *t); /* '\0' at the end */
void toml_skip_blanks(struct toml *t);
void toml_skip_lines(struct toml *t); /* blanks, comments and line ends */

/* One text in quotes of either kind, on one line or on several. */
bool toml_string(struct toml *t, struct str *string);
bool toml_value(struct toml *t, struct value *value);

/* "a.b = value": sets it below table. at_end: nothing but a comment may follow on the line. */
bool toml_pair(struct toml *t, struct hash *table);

/* The key at the cursor, in parts. */
#define TOML_PARTS_MAX 16u
bool toml_key(struct toml *t, struct str *parts, size_t *count);

#endif
