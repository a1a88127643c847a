/* include_cache.c - jekyll-include-cache: {% include_cached name.html key=value %}, an include that is
 * rendered once for the same parameters. Liquid knows the tag (liquid/render_cached.c); what it has printed
 * is kept here. */
#include "plugins/include_cache.h"

#include "plugins/plugins_all.h"

bool include_cache_recall(struct site *site, struct str key, struct str *printed)
{
    pthread_mutex_lock(&site->lock);
    struct value value = hash_get(site->include_cache, key);
    pthread_mutex_unlock(&site->lock);
    *printed = value.string;
    return value.kind == VALUE_STRING;
}

void include_cache_remember(struct site *site, struct str key, struct str printed)
{
    pthread_mutex_lock(&site->lock);
    if (hash_entry(site->include_cache, key) == NULL)
        hash_set(site->include_cache, pool_str(&site->pool, key), value_str(pool_str(&site->pool, printed)));
    pthread_mutex_unlock(&site->lock);
}

/* Its presence makes templates know the tag; Liquid runs it. */
static bool render(struct page *page, const struct liquid_call *call, struct text *out)
{
    (void)page, (void)out;
    plugin_error(call, "expected the name of an include");
    return false;
}

static const struct plugin_tag tags[] = {{"include_cached", render}, {NULL, NULL}};

const struct plugin plugin_include_cache = {.name = "jekyll-include-cache", .tags = tags};
