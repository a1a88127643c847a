/* filters.h - the filters of templates: one function each, and the table that names them.
 *
 * Layer     sitegen/liquid
 * Adding    a filter is a function in one of filters_*.c and a line in that file's table
 */
#ifndef SITEGEN_LIQUID_FILTERS_H
#define SITEGEN_LIQUID_FILTERS_H

#include "liquid/liquid.h"

struct filter_call {
    const struct liquid_host *host;
    struct pool *pool;
    struct value input;
    const struct value *args;
    size_t arg_count;
    const struct hash *named; /* NULL when there are none */
    const char *error;        /* set by the filter when it cannot do what it is asked */
};

struct filter_def {
    const char *name;
    struct value (*run)(struct filter_call *call);
    unsigned arg_min;
    unsigned arg_max;
};

const struct filter_def *filter_find(struct str name); /* NULL: there is none */

/* One file each; ended by a NULL name. */
extern const struct filter_def filters_text[];
extern const struct filter_def filters_html[];
extern const struct filter_def filters_list[];
extern const struct filter_def filters_number[];
extern const struct filter_def filters_date[];

/* What filters ask of their call. */
struct str filter_text(struct filter_call *call); /* the input as text */
struct str filter_arg_text(struct filter_call *call, size_t index, const char *otherwise);
int64_t filter_arg_int(struct filter_call *call, size_t index, int64_t otherwise);
struct array *filter_list(struct filter_call *call); /* the input as an array; never NULL */
struct value filter_key(struct value item, struct str key,
                        struct pool *pool); /* item[key], lazy values made */

#endif
