/* render_include.c - templates within templates. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* Render the nodes of another template in the scopes that there are. */
void run_template(struct run *run, const struct node *node, const struct liquid_template *template,
                  struct str name)
{
    const struct liquid_template *outer = run->template;

    if (run->include_depth == LIQUID_INCLUDE_MAX) {
        run_error(run, node->at, "includes are nested too deeply: does \"%.*s\" include itself?",
                  STR_ARG(name));
        return;
    }
    run->include_depth++;
    run->template = template;
    run_nodes(run, template->nodes);
    run->template = outer;
    run->include_depth--;
}

static const struct liquid_template *find(struct run *run, const struct node *node, struct str name)
{
    const struct liquid_host *host = run->host;
    bool is_relative = node->kind == NODE_INCLUDE_RELATIVE;
    const struct liquid_template *template = NULL;

    if (is_relative && host->include_relative != NULL)
        template = host->include_relative(host->context, name);
    else if (!is_relative && host->include != NULL)
        template = host->include(host->context, name);
    if (template == NULL && is_relative)
        run_error(run, node->at, "there is no file \"%.*s\" to include beside the page", STR_ARG(name));
    else if (template == NULL)
        run_error(run, node->at, "there is no include \"%.*s\"", STR_ARG(name));
    return template;
}

/* Letters, digits and / . - ( ) + ~ # @ _, no two dots or slashes in a row: so a name stays in its folder. */
static bool is_name_well(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_path_char = c == '/' || c == '.';
        if (!char_is_alpha(c) && !char_is_digit(c) && (unsigned char)c < 0x80 && !is_path_char &&
            (c == '\0' || str_find_char(STR("_-()+~#@"), c) == 8))
            return false;
        if (is_path_char && i > 0 && (name.at[i - 1] == '/' || name.at[i - 1] == '.'))
            return false;
    }
    return name.len > 0;
}

void run_include(struct run *run, const struct node *node)
{
    struct str name = str_trim(run_captured(run, node->name));
    struct scope scope = {run->scopes, STR("include"), value_nil, NULL};

    if (run->failed)
        return;
    if (!is_name_well(name)) {
        run_error(run, node->at, "\"%.*s\" is not a name that can be included", STR_ARG(str_head(name, 80)));
        return;
    }
    const struct liquid_template *template = find(run, node, name);
    if (template == NULL)
        return;
    if (node->has_params) {
        scope.value = value_hash(run->pool);
        for (const struct named_arg *arg = node->args; arg != NULL; arg = arg->next)
            hash_set(scope.value.hash, arg->name, eval(run, arg->value));
        run->scopes = &scope;
    }
    if (node->is_cached)
        run_cached(run, node, template, name, scope.value);
    else
        run_template(run, node, template, name);
    run->scopes = scope.outer;
}

/* "a/b" is known in its template as b. */
static struct str variable_of(const struct node *node, struct str name)
{
    if (node->text.len > 0)
        return node->text;
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '/')
            return str_from(name, i);
    return name;
}

struct partial {
    const struct node *node;
    const struct liquid_template *template;
    struct str name;
    struct scope variable; /* innermost; its value is set for each time */
};

static void run_each(struct run *run, struct partial *partial, struct value value, struct loop *loop)
{
    int64_t len = run_series_len(value);
    struct scope *scopes = run->scopes;

    for (int64_t i = 0; i < len && run_step(run, partial->node->at); i++) {
        partial->variable.value = run_series_item(run, value, i);
        if (loop != NULL)
            loop->turn = i;
        run_template(run, partial->node, partial->template, partial->name);
        if (loop == NULL && run->leave != LEAVE_NONE)
            break;
        if (loop != NULL)
            run->leave = LEAVE_NONE;
        run->scopes = scopes;
    }
}

/* {% include 'name' with value %}: a list is rendered item by item. */
static void run_with(struct run *run, struct partial *partial)
{
    const struct expr *with = partial->node->with;
    struct expr same = {.kind = EXPR_LOOKUP, .at = partial->node->at, .name = partial->name};
    struct value value = eval(run, with != NULL ? with : &same);

    run->scopes = &partial->variable;
    if (value.kind == VALUE_ARRAY) {
        run_each(run, partial, value, NULL);
        return;
    }
    partial->variable.value = value;
    run_template(run, partial->node, partial->template, partial->name);
}

/* {% render 'name' %}: what it assigns is its own, and it sees nothing of what was assigned around it. */
static void run_isolated(struct run *run, struct partial *partial, struct scope *params, struct value value)
{
    struct run saved = *run;
    struct loop loop = {.len = run_series_len(value), .name = partial->name, .is_apart = true};
    struct scope loop_scope = {.name = STR("forloop"), .loop = &loop, .outer = params};
    bool is_each = partial->node->is_for &&
                   (value.kind == VALUE_ARRAY || value.kind == VALUE_HASH || value.kind == VALUE_RANGE);

    run->assigned = value_hash(run->pool).hash;
    run->counters = value_hash(run->pool).hash;
    run->places = value_hash(run->pool).hash;
    if (run->template->options->language == LIQUID_PLAIN)
        run->globals = value_hash(run->pool).hash; /* Jekyll's have site and page everywhere */
    partial->variable.value = value;
    if (is_each) {
        partial->variable.outer = &loop_scope;
        run->scopes = &partial->variable;
        run_each(run, partial, value, &loop);
    } else {
        partial->variable.outer = params;
        run->scopes = value.kind == VALUE_NIL ? params : &partial->variable;
        run_template(run, partial->node, partial->template, partial->name);
    }
    run->assigned = saved.assigned;
    run->counters = saved.counters;
    run->places = saved.places;
    run->globals = saved.globals;
    run->leave = saved.leave;
}

void run_partial(struct run *run, const struct node *node)
{
    struct scope *outer = run->scopes, *params = node->kind == NODE_RENDER ? NULL : outer;
    struct partial partial = {.node = node};
    struct value name = eval(run, node->pipeline.head);

    if (name.kind != VALUE_STRING) {
        run_error(run, node->at, "the name of a template must be a text, found %s", filter_kind_name(name));
        return;
    }
    partial.name = name.string;
    partial.template = find(run, node, name.string);
    if (partial.template == NULL)
        return;
    for (const struct named_arg *arg = node->args; arg != NULL; arg = arg->next) {
        struct scope *scope = pool_take(run->pool, sizeof(*scope));
        *scope = (struct scope){params, arg->name, eval(run, arg->value), NULL};
        params = scope;
    }
    partial.variable = (struct scope){params, variable_of(node, name.string), value_nil, NULL};
    if (node->kind == NODE_RENDER)
        run_isolated(run, &partial, params, node->with != NULL ? eval(run, node->with) : value_nil);
    else
        run_with(run, &partial);
    run->scopes = outer;
}
