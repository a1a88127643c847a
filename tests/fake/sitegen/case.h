/* case.h - what the tests of sitegen share: a template with its data as YAML -> what it prints, or its
 * errors.
 *
 * Memory    a struct test_case owns everything; case_free() gives it back
 */
#ifndef FAKE_SITEGEN_CASE_H
#define FAKE_SITEGEN_CASE_H

#include "liquid/liquid.h"

struct test_case {
    struct pool pool;
    struct diag diag;
    struct value includes; /* a hash: name -> template text */
    const struct liquid_options *options; /* NULL: as Jekyll */
    char *messages;        /* of diag, as printed */
};

/* Render template with the YAML text data. Returns the output; NULL when there were errors: see
 * case_messages(). */
const char *case_render(struct test_case *test, const char *template, const char *data);

const char *case_render_value(struct test_case *test, const char *template, struct value data);

/* All messages so far, printed. */
const char *case_messages(struct test_case *test);

struct value case_yaml(struct test_case *test, const char *yaml); /* nil on errors */
void case_free(struct test_case *test);

/* A new folder below /tmp with files in it: name, text, name, text, NULL. Free with case_remove_folder(). */
char *case_make_folder(struct pool *pool, ...);
void case_add_file(const char *folder, const char *name, const char *text);
void case_remove_folder(const char *folder);

#endif
