/* filters.h - the filters of templates: one function each, and the tables that name them.
 *
 * Layer     sitegen/liquid
 * Adding    a filter is a function in one of filters_*.c and a line in that file's table
 * Values    filters never change their input: others may hold it
 */
#ifndef SITEGEN_LIQUID_FILTERS_H
#define SITEGEN_LIQUID_FILTERS_H

#include "liquid/print.h"
#include "liquid/tree.h"

struct run;

struct filter_call {
    const struct liquid_host *host;
    struct run *run;
    const struct filter *filter;
    struct pool *pool;
    struct value input;
    const struct value *args;
    size_t arg_count;
    const char *error;        /* set by the filter when it cannot do what it is asked */
};

/* Whether the second argument is an expression in a text ("item.a == 1"), which is parsed with the template.
 */
enum filter_exp { FILTER_EXP_NONE, FILTER_EXP_CONDITION, FILTER_EXP_VALUE };

struct filter_def {
    const char *name;
    struct value (*run)(struct filter_call *call);
    unsigned arg_min;
    unsigned arg_max;
    enum filter_exp exp;
};

const struct filter_def *filter_find(enum liquid_language language,
                                     struct str name);                      /* NULL: there is none */
const char *filter_suggest(enum liquid_language language, struct str name); /* one with a near name */

/* One file each; ended by a NULL name. Jekyll's stand before Liquid's where they share a name. */
extern const struct filter_def filters_text[];
extern const struct filter_def filters_words[];
extern const struct filter_def filters_encode[];
extern const struct filter_def filters_html[];
extern const struct filter_def filters_list[];
extern const struct filter_def filters_select[];
extern const struct filter_def filters_order[];
extern const struct filter_def filters_number[];
extern const struct filter_def filters_date[];
extern const struct filter_def filters_url[];           /* Jekyll's */
extern const struct filter_def filters_jekyll[];        /* Jekyll's: text */
extern const struct filter_def filters_jekyll_list[];   /* Jekyll's: lists */
extern const struct filter_def filters_jekyll_select[]; /* Jekyll's: where and the like */

/* Whether a date as text is the clock's. */
bool filter_is_now(struct str date);

/* What filters ask of their call. */
struct str filter_text(struct filter_call *call); /* the input as text */
struct str filter_arg_text(struct filter_call *call, size_t index, const char *otherwise);
bool filter_arg_whole(struct filter_call *call, size_t index, int64_t *number); /* false: the error is set */
struct value filter_finish(struct filter_call *call, struct text *text);

/* Add to a text that is being made; sets the error, and adds no more, when it becomes too large. */
bool filter_add(struct filter_call *call, struct text *text, struct str s);
bool filter_list_add(struct filter_call *call, struct array *list, struct value item);

/* The input as Liquid's filters of lists take it: lists within it laid open, a range as its numbers, nil as
 * nothing, and anything else as a list of itself. Never NULL. */
struct array *filter_items(struct filter_call *call);

/* item[key]. PROPERTY_NONE: it has none (nil, a boolean); PROPERTY_BAD: asked for what it cannot have. A lazy
 * value is made. */
enum property { PROPERTY_OK, PROPERTY_NONE, PROPERTY_BAD };
enum property filter_property(struct pool *pool, struct value item, struct value key, struct value *value);
struct value filter_bad_property(struct filter_call *call, struct value key); /* sets the error */

/* value <=> value as Ruby orders them; false: they cannot be ordered. */
bool filter_order(struct value a, struct value b, int *order);

/* The second argument of a filter with filter_exp, parsed. NULL: the error is set. */
const struct pipeline *filter_exp(struct filter_call *call);

/* Values. */
bool filter_whole(struct value value, int64_t *number); /* a whole number, or a text that is one */
int64_t filter_leading_int(struct str s);               /* "12 apples" is 12; 0 */
const char *filter_kind_name(struct value value);       /* "a text" */
struct value filter_eval_text(struct run *run, struct str expression);
void filter_relative_url(const struct liquid_host *host, struct str url, struct text *out);

#endif
