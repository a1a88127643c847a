/* diag.h - what is wrong with the author's content: collected, sorted, printed at the end.
 *
 *     blog/post.md:12:4: error: unknown layout "blogg" (have: default, post)
 *
 * Layer     sitegen
 * Memory    its own pool; file names and messages are copied
 * Order     by file, line, column, text: the same whatever the order in which they were found. The same
 *           message at the same place (an include that many pages share) is printed once
 * Threads   one at a time; each worker has its own
 */
#ifndef SITEGEN_DIAG_H
#define SITEGEN_DIAG_H

#include "pool.h"
#include "text.h"

#include <stdio.h>

struct diag_message;

struct diag {
    struct pool pool;
    struct diag_message *messages;
    size_t count;
    size_t cap;
    size_t error_count; /* found, with repetitions */
};

/* line and column count from 1; 0: the message is about the file as a whole. file NULL: about the run. */
void diag_error(struct diag *diag, const char *file, unsigned line, unsigned column, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void diag_warning(struct diag *diag, const char *file, unsigned line, unsigned column, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* An error at a byte of a text whose place in the file is counted here. */
void diag_error_at(struct diag *diag, const char *file, struct str source, size_t offset, const char *fmt,
                   ...) __attribute__((format(printf, 5, 6)));
void diag_warning_at(struct diag *diag, const char *file, struct str source, size_t offset, const char *fmt,
                     ...) __attribute__((format(printf, 5, 6)));

/* Add the messages from number first on to packed; and report them anew. */
void diag_pack(const struct diag *diag, size_t first, struct text *packed);
void diag_unpack(struct diag *diag, struct str packed);

/* What from holds becomes to's; from is empty then. */
void diag_move(struct diag *to, struct diag *from);

/* Make every warning so far an error. */
void diag_refuse_warnings(struct diag *diag);

/* Print all, in order. Returns the number of errors printed. */
size_t diag_print(struct diag *diag, FILE *out);
void diag_free(struct diag *diag);

#endif
