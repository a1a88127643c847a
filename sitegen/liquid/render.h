/* render.h - what the files of the renderer share. Private to liquid/render*.c.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_RENDER_H
#define SITEGEN_LIQUID_RENDER_H

#include "liquid/tree.h"

enum leave { LEAVE_NONE, LEAVE_CONTINUE, LEAVE_BREAK };

struct run {
    const struct liquid_template *template; /* the one being rendered: the page's, or an include's */
    const struct hash *globals;
    const struct liquid_host *host;
    struct pool *pool;
    struct diag *diag;
    struct text *out;
    struct hash *assigned; /* by assign and capture */
    struct hash
        *counters;        /* increment, decrement, cycle; and where each loop stopped, for offset: continue */
    struct scope *scopes; /* innermost first: forloop and its variable, include */
    enum leave leave;     /* which statement is on its way out of the current loop */
    unsigned include_depth;
    unsigned step_count;
    bool failed; /* set once; nothing is rendered any more */
};

/* Variables that end with their block. */
struct scope {
    struct scope *outer;
    struct str name;
    struct value value;
};

void run_error(struct run *run, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void run_nodes(struct run *run, const struct node *node);
void run_for(struct run *run, const struct node *node);

struct value eval(struct run *run, const struct expr *expr);
bool eval_condition(struct run *run, const struct expr *expr);
struct value eval_pipeline(struct run *run, const struct pipeline *pipeline);

#endif
