/* render.h - what the files of the renderer share. Private to liquid/render*.c, eval.c and filters.c.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_RENDER_H
#define SITEGEN_LIQUID_RENDER_H

#include "liquid/tree.h"

enum leave { LEAVE_NONE, LEAVE_CONTINUE, LEAVE_BREAK };

/* Where a loop stands: forloop and tablerowloop of templates, made into a value only where one is asked for.
 */
struct loop {
    const struct loop *parent; /* NULL: none; not of a tablerow */
    int64_t turn;              /* 0 <= turn < len */
    int64_t len;
    int64_t cols; /* of a tablerow, >= 1; 0: a for */
    struct str name;
    bool is_apart; /* of a render tag: the loops within are none of its children */
};

/* Variables that end with their block. */
struct scope {
    struct scope *outer;
    struct str name;
    struct value value;      /* unless loop is set */
    const struct loop *loop; /* the scope is forloop or tablerowloop */
};

/* An include_cached that is being rendered: what it prints must not depend on the page. */
struct cached {
    struct cached *outer;
    const struct scope *scopes;  /* the variables around it, */
    const struct hash *assigned; /* likewise */
    const struct hash *counters;
    struct str seen; /* one of them that it has asked for, or of the page; empty: none */
};

struct run {
    const struct liquid_template *template; /* the one being rendered: the page's, or an include's */
    const struct hash *globals;
    const struct liquid_host *host;
    struct pool *pool;
    struct diag *diag;
    struct text *out;
    struct hash *assigned; /* by assign and capture */
    struct hash *counters; /* by increment and decrement */
    struct hash *places;   /* of cycles; where each loop stopped, for offset: continue */
    struct str changed;    /* what ifchanged saw last */
    struct scope *scopes;  /* innermost first */
    struct cached *cached; /* innermost include_cached; NULL: none */
    enum leave leave;      /* which statement is on its way out of the current loop */
    unsigned include_depth;
    unsigned step_count;
    uint64_t work;     /* see LIQUID_WORK_MAX */
    size_t pool_start; /* bytes of the pool when the render began */
    unsigned sample_count;
    bool failed; /* set once; nothing is rendered any more */
};

void run_error(struct run *run, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void run_nodes(struct run *run, const struct node *node);
struct str run_captured(struct run *run, const struct node *node); /* what they print, in the pool */

/* Count a turn of a loop; amount of work in bytes or items. false: it was too much, and is reported. */
bool run_step(struct run *run, size_t at);
bool run_work(struct run *run, size_t at, uint64_t amount);

void run_for(struct run *run, const struct node *node); /* render_loops.c */
void run_tablerow(struct run *run, const struct node *node);
void run_cycle(struct run *run, const struct node *node);
struct value loop_value(struct run *run, const struct loop *loop);
struct value loop_get(struct run *run, const struct loop *loop, struct str name);
const struct loop *run_parent_loop(const struct run *run);

/* What a loop over value goes over: lists, hashes (as pairs), ranges; a text is one item. */
int64_t run_series_len(struct value value);
struct value run_series_item(struct run *run, struct value value, int64_t index);

void run_include(struct run *run, const struct node *node); /* render_include.c */
void run_partial(struct run *run, const struct node *node);
void run_template(struct run *run, const struct node *node, const struct liquid_template *template,
                  struct str name);

/* An include_cached of these parameters, which are nil or a hash (render_cached.c). */
void run_cached(struct run *run, const struct node *node, const struct liquid_template *template,
                struct str name, struct value params);
void run_link(struct run *run, const struct node *node); /* render_tags.c */
void run_post_url(struct run *run, const struct node *node);
void run_highlight(struct run *run, const struct node *node);
void run_host_tag(struct run *run, const struct node *node);

/* eval.c. Values are never lazy: they are made when they are looked up. */
struct value eval(struct run *run, const struct expr *expr);
bool eval_condition(struct run *run, const struct expr *expr);
struct value eval_pipeline(struct run *run, const struct pipeline *pipeline);

/* Tell the host, where the first filter of a pipeline printed a part of the date and nothing else of the clock was
 * read: reads_before is host->clock_reads() before the pipeline. */
void eval_note_clock_shown(struct run *run, const struct filter *filter, unsigned reads_before,
                           struct value input, struct value printed);

/* A call of the host from the place at. */
struct liquid_call run_call(struct run *run, struct str name, size_t at);

#endif
