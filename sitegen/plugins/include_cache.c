/* include_cache.c - jekyll-include-cache: {% include_cached name.html key=value %}, an include that is
 * rendered once for the same parameters. Liquid knows the tag (liquid/render_cached.c); what it has printed
 * is kept here. */
#include "plugins/include_cache.h"

#include "plugins/plugins_all.h"

struct site_include {
    struct str printed;
    struct reads reads;
};

bool include_cache_recall(struct site *site, struct str key, struct str *printed, struct reads *reads)
{
    struct site_include found = {.printed = {0}};

    pthread_mutex_lock(&site->lock);
    struct value number = hash_get(site->include_cache, key);
    if (number.kind == VALUE_INT)
        found = site->includes[number.integer];
    pthread_mutex_unlock(&site->lock);
    *printed = found.printed;
    *reads = found.reads;
    return number.kind == VALUE_INT;
}

void include_cache_remember(struct site *site, struct str key, struct str printed, const struct reads *reads)
{
    struct pool *pool = &site->pool;

    pthread_mutex_lock(&site->lock);
    if (hash_entry(site->include_cache, key) == NULL) {
        hash_set(site->include_cache, pool_str(pool, key), value_int((int64_t)site->include_count));
        site->includes =
            pool_grow(pool, site->includes, site->include_count, &site->include_cap, sizeof(*site->includes));
        site->includes[site->include_count++] =
            (struct site_include){pool_str(pool, printed), reads_copy(reads, site, pool)};
    }
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
