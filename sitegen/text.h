/* text.h - text that grows at its end.
 *
 * Layer     sitegen, the bottom
 * Memory    its own, from malloc: text_free() gives it back. {0} is an empty text. bytes is NUL-terminated
 * once anything was added.
 */
#ifndef SITEGEN_TEXT_H
#define SITEGEN_TEXT_H

#include "pool.h"
#include "str.h"

struct text {
    char *bytes;
    size_t len;
    size_t cap; /* 0, or > len */
};

void text_add(struct text *text, struct str s);
void text_add_c(struct text *text, const char *s);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Add s with & < > " ' as entities: fit for HTML and XML text and quoted attributes. */
void text_add_escaped(struct text *text, struct str s);

struct str text_str(const struct text *text);                 /* valid until the next change */
struct str text_finish(struct text *text, struct pool *pool); /* copied into the pool; text is freed */
void text_clear(struct text *text);
void text_free(struct text *text);

#endif
