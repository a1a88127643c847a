/* render.c - nodes -> text. See liquid.h and render.h. */
#include "liquid/render.h"

#include "liquid/filters.h"

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

bool run_step(struct run *run, size_t at)
{
    if (++run->step_count > LIQUID_STEPS_MAX)
        run_error(run, at, "this page loops more than %u times", LIQUID_STEPS_MAX);
    return !run->failed;
}

bool run_work(struct run *run, size_t at, uint64_t amount)
{
    run->work += amount;
    if (run->work > LIQUID_WORK_MAX)
        run_error(run, at, "this page takes too much computing");
    else if (run->pool->total_len - run->pool_start > LIQUID_MEMORY_MAX)
        run_error(run, at, "this page takes more than %u MB of memory", LIQUID_MEMORY_MAX >> 20);
    return !run->failed;
}

static struct value liquid_call_eval(const struct liquid_call *call, struct str expression)
{
    /* The run is the host's only to hand back; what it evaluates changes nothing that the host can see. */
    return filter_eval_text((struct run *)(uintptr_t)call->run, expression);
}

struct liquid_call run_call(struct run *run, struct str name, size_t at)
{
    struct liquid_call call = {.name = name,
                               .pool = run->pool,
                               .diag = run->diag,
                               .file = run->template->file,
                               .eval = liquid_call_eval,
                               .run = run};

    str_place(run->template->source, at, &call.line, &call.column);
    return call;
}

struct str run_captured(struct run *run, const struct node *node)
{
    struct text captured = {0}, *out = run->out;

    run->out = &captured;
    run_nodes(run, node);
    run->out = out;
    return text_finish(&captured, run->pool);
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

static bool when_matches(struct run *run, struct value subject, const struct expr *when)
{
    struct expr left = {.kind = EXPR_LITERAL, .at = when->at, .literal = subject};
    struct expr equal = {.kind = EXPR_COMPARE, .op = OP_EQ, .at = when->at, .left = &left, .right = when};

    return eval_condition(run, &equal);
}

/* Every value of a when that matches runs its body; else runs where none before it did. */
static void run_case(struct run *run, const struct node *node)
{
    struct value subject = eval(run, node->pipeline.head);
    bool matched = false;

    for (const struct branch *branch = node->branches; branch != NULL; branch = branch->next) {
        if (branch->whens == NULL && !matched)
            run_nodes(run, branch->body);
        for (const struct named_arg *when = branch->whens; when != NULL; when = when->next) {
            if (when_matches(run, subject, when->value)) {
                matched = true;
                run_nodes(run, branch->body);
            }
        }
    }
}

static void run_ifchanged(struct run *run, const struct node *node)
{
    struct str printed = run_captured(run, node->branches->body);

    if (str_eq(printed, run->changed))
        return;
    run->changed = printed;
    text_add(run->out, printed);
}

static void run_counter(struct run *run, const struct node *node)
{
    const struct hash_entry *entry = hash_entry(run->counters, node->text);

    if (entry == NULL)
        entry = hash_entry(run->globals, node->text);
    int64_t count = entry != NULL && entry->value.kind == VALUE_INT ? entry->value.integer : 0;
    if (node->kind == NODE_DECREMENT && count > INT64_MIN)
        count--;
    value_print(value_int(count), run->out);
    if (node->kind == NODE_INCREMENT && count < INT64_MAX)
        count++;
    hash_set(run->counters, node->text, value_int(count));
}

static void run_node(struct run *run, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        text_add(run->out, node->text);
        break;
    case NODE_OUTPUT:
        print_value(eval_pipeline(run, &node->pipeline), run->out);
        break;
    case NODE_ASSIGN:
        hash_set(run->assigned, node->text, eval_pipeline(run, &node->pipeline));
        break;
    case NODE_CAPTURE:
        hash_set(run->assigned, node->text, value_str(run_captured(run, node->branches->body)));
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
    case NODE_TABLEROW:
        run_tablerow(run, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        run->leave = node->kind == NODE_BREAK ? LEAVE_BREAK : LEAVE_CONTINUE;
        break;
    case NODE_CYCLE:
        run_cycle(run, node);
        break;
    case NODE_INCREMENT:
    case NODE_DECREMENT:
        run_counter(run, node);
        break;
    case NODE_IFCHANGED:
        run_ifchanged(run, node);
        break;
    case NODE_INCLUDE:
    case NODE_INCLUDE_RELATIVE:
        run_include(run, node);
        break;
    case NODE_PARTIAL:
    case NODE_RENDER:
        run_partial(run, node);
        break;
    case NODE_LINK:
        run_link(run, node);
        break;
    case NODE_POST_URL:
        run_post_url(run, node);
        break;
    case NODE_HIGHLIGHT:
        run_highlight(run, node);
        break;
    case NODE_HOST:
        run_host_tag(run, node);
        break;
    }
}

void run_nodes(struct run *run, const struct node *node)
{
    for (; node != NULL && !run->failed && run->leave == LEAVE_NONE; node = node->next) {
        size_t before = run->out->len;
        run_node(run, node);
        if (run->out->len > LIQUID_OUTPUT_MAX)
            run_error(run, node->at, "the page has become larger than %u bytes", LIQUID_OUTPUT_MAX);
        run_work(run, node->at, 8 + (run->out->len - before));
    }
}

bool liquid_render(const struct liquid_template *template, const struct hash *globals,
                   const struct liquid_host *host, struct pool *pool, struct diag *diag, struct text *out)
{
    struct run run = {
        .template = template, .globals = globals, .host = host, .pool = pool, .diag = diag, .out = out};

    run.pool_start = pool->total_len;
    run.assigned = value_hash(pool).hash;
    run.counters = value_hash(pool).hash;
    run.places = value_hash(pool).hash;
    run_nodes(&run, template->nodes);
    return !run.failed;
}
