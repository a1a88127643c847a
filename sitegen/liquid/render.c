/* render.c - nodes -> text. See liquid.h and render.h. */
#include "liquid/render.h"

#include <stdarg.h>
#include <stdio.h>

void run_error(struct run *run, size_t at, const char *fmt, ...)
{
    char what[512];
    va_list args;

    if (run->failed)
        return; /* what follows from the first mistake is not worth reporting */
    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    diag_error_at(run->diag, run->template->file, run->template->source, at, "%s", what);
    run->failed = true;
}

static void run_branches(struct run *run, const struct node *node)
{
    for (const struct branch *branch = node->branches; branch != NULL; branch = branch->next) {
        if (branch->condition == NULL || eval_condition(run, branch->condition) != branch->negated) {
            run_nodes(run, branch->body);
            return;
        }
    }
}

/* Every when that matches is run; else, where none did. */
static void run_case(struct run *run, const struct node *node)
{
    struct value subject = eval(run, node->pipeline.head);
    bool matched = false;

    for (const struct branch *branch = node->branches; branch != NULL; branch = branch->next) {
        bool matches = branch->whens == NULL && !matched;
        for (const struct named_arg *when = branch->whens; when != NULL; when = when->next)
            matches |= value_equal(subject, eval(run, when->value));
        if (matches)
            run_nodes(run, branch->body);
        matched |= matches;
    }
}

static void run_capture(struct run *run, const struct node *node)
{
    struct text captured = {0}, *out = run->out;

    run->out = &captured;
    run_nodes(run, node->branches->body);
    run->out = out;
    hash_set(run->assigned, node->text, value_str(text_finish(&captured, run->pool)));
}

static void run_include(struct run *run, const struct node *node)
{
    struct str name = value_to_str(eval(run, node->pipeline.head), run->pool);
    const struct liquid_template *outer = run->template, *template = NULL;
    struct value params = value_hash(run->pool);

    if (run->host->include != NULL)
        template = run->host->include(run->host->context, name);
    if (template == NULL) {
        run_error(run, node->at, "there is no include \"%.*s\"", STR_ARG(name));
        return;
    }
    if (run->include_depth == LIQUID_INCLUDE_MAX) {
        run_error(run, node->at, "includes are nested too deeply: does \"%.*s\" include itself?",
                  STR_ARG(name));
        return;
    }
    for (const struct named_arg *arg = node->args; arg != NULL; arg = arg->next)
        hash_set(params.hash, arg->name, eval(run, arg->value));
    struct scope scope = {run->scopes, STR("include"), params};
    run->scopes = &scope;
    run->include_depth++;
    run->template = template;
    run_nodes(run, template->nodes);
    run->template = outer;
    run->include_depth--;
    run->scopes = scope.outer;
}

static void run_cycle(struct run *run, const struct node *node)
{
    struct str key = str_of(pool_printf(run->pool, "cycle %.*s", STR_ARG(node->text)));
    struct value turn = hash_get(run->counters, key);
    int64_t index = turn.kind == VALUE_INT ? turn.integer : 0;
    const struct named_arg *arg = node->args;

    for (int64_t i = 0; i < index && arg->next != NULL; i++)
        arg = arg->next;
    value_print(eval(run, arg->value), run->out);
    hash_set(run->counters, key, value_int(arg->next != NULL ? index + 1 : 0));
}

static void run_counter(struct run *run, const struct node *node)
{
    struct value old = hash_get(run->counters, node->text);
    int64_t count = old.kind == VALUE_INT ? old.integer : 0;

    if (node->kind == NODE_DECREMENT)
        count--;
    value_print(value_int(count), run->out);
    hash_set(run->counters, node->text, value_int(node->kind == NODE_INCREMENT ? count + 1 : count));
}

static void run_node(struct run *run, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        text_add(run->out, node->text);
        break;
    case NODE_OUTPUT:
        value_print(eval_pipeline(run, &node->pipeline), run->out);
        break;
    case NODE_ASSIGN:
        hash_set(run->assigned, node->text, eval_pipeline(run, &node->pipeline));
        break;
    case NODE_CAPTURE:
        run_capture(run, node);
        break;
    case NODE_IF:
        run_branches(run, node);
        break;
    case NODE_CASE:
        run_case(run, node);
        break;
    case NODE_FOR:
        run_for(run, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        run->leave = node->kind == NODE_BREAK ? LEAVE_BREAK : LEAVE_CONTINUE;
        break;
    case NODE_INCLUDE:
        run_include(run, node);
        break;
    case NODE_CYCLE:
        run_cycle(run, node);
        break;
    case NODE_INCREMENT:
    case NODE_DECREMENT:
        run_counter(run, node);
        break;
    }
}

void run_nodes(struct run *run, const struct node *node)
{
    for (; node != NULL && !run->failed && run->leave == LEAVE_NONE; node = node->next) {
        run_node(run, node);
        if (run->out->len > LIQUID_OUTPUT_MAX)
            run_error(run, node->at, "the page has become larger than %u bytes", LIQUID_OUTPUT_MAX);
    }
}

bool liquid_render(const struct liquid_template *template, const struct hash *globals,
                   const struct liquid_host *host, struct pool *pool, struct diag *diag, struct text *out)
{
    struct run run = {
        .template = template, .globals = globals, .host = host, .pool = pool, .diag = diag, .out = out};

    run.assigned = value_hash(pool).hash;
    run.counters = value_hash(pool).hash;
    run_nodes(&run, template->nodes);
    return !run.failed;
}
