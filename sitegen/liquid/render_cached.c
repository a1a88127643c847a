/* render_cached.c - include_cached: an include that is rendered once for the same parameters. See render.h.
 *
 * What an include prints is kept only where it follows from its parameters and the site alone. Then it is the
 * same for all pages, in whatever order they are rendered.
 */
#include "liquid/filters.h"
#include "liquid/render.h"

/* Add a parameter to the key. Returns false when it is none that can be told from others later on. */
static bool add_param(struct text *key, struct str name, struct value value)
{
    text_printf(key, "\n%.*s %d ", STR_ARG(name), (int)value.kind);
    if (value.kind == VALUE_HASH)
        text_printf(key, "%p", (const void *)value.hash);
    else if (value.kind == VALUE_ARRAY)
        text_printf(key, "%p", (const void *)value.array);
    else
        print_json(value, NULL, key);
    return (value.kind != VALUE_HASH || value.hash->pool->owner == NULL) &&
           (value.kind != VALUE_ARRAY || value.array->pool->owner == NULL);
}

static bool make_key(const struct run *run, const struct liquid_template *template, struct value params,
                     struct text *key)
{
    bool ok = run->host->recall != NULL && run->host->remember != NULL;

    text_printf(key, "%p", (const void *)template);
    for (size_t i = 0; params.kind == VALUE_HASH && i < params.hash->count; i++)
        ok &= add_param(key, params.hash->entries[i].key, params.hash->entries[i].value);
    return ok;
}

/* Render it with variables of its own. */
static void render(struct run *run, const struct node *node, const struct liquid_template *template,
                   struct str name, struct cached *cached)
{
    struct hash *assigned = run->assigned, *counters = run->counters, *places = run->places;

    *cached = (struct cached){.outer = run->cached,
                              .scopes = node->has_params ? run->scopes->outer : run->scopes,
                              .assigned = assigned,
                              .counters = counters,
                              .seen = STR("")};
    run->assigned = value_hash(run->pool).hash;
    run->counters = value_hash(run->pool).hash;
    run->places = value_hash(run->pool).hash;
    run->cached = cached;
    run_template(run, node, template, name);
    run->cached = cached->outer;
    run->assigned = assigned;
    run->counters = counters;
    run->places = places;
    if (run->cached != NULL && cached->seen.len > 0)
        run->cached->seen = cached->seen;
}

void run_cached(struct run *run, const struct node *node, const struct liquid_template *template,
                struct str name, struct value params)
{
    const struct liquid_host *host = run->host;
    struct text *out = run->out, key = {0}, own = {0};
    bool has_key = make_key(run, template, params, &key);
    struct cached cached;
    struct str printed;

    if (has_key && host->recall(host->context, text_str(&key), &printed)) {
        run_work(run, node->at, printed.len);
        text_add(out, printed);
        text_free(&key);
        return;
    }
    run->out = &own;
    render(run, node, template, name, &cached);
    run->out = out;
    text_add(out, text_str(&own));
    printed = text_str(&own);
    if (has_key)
        host->remember(host->context, text_str(&key),
                       !run->failed && cached.seen.len == 0 ? &printed : NULL);
    text_free(&own);
    text_free(&key);
}
