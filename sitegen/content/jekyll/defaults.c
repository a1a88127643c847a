/* defaults.c - the configuration's "defaults": front matter for all files of a path and type. See jekyll.h.
 */
#include "content/date.h"
#include "content/glob.h"
#include "content/jekyll/jekyll.h"

struct front_default {
    struct str path; /* without the collections' folder; empty: any */
    struct str type; /* empty: any */
    bool has_type;
    struct value values;
};

struct front_defaults {
    struct front_default *sets;
    size_t count;
};

static void complain(struct site *site, const struct hash_entry *at, const char *what)
{
    diag_warning(site->diag, site->config_file, at->line, at->column, "defaults: %s", what);
}

/* Before Jekyll 3 the types had other names. */
static struct str type_name(struct str type)
{
    if (str_is(type, "page"))
        return STR("pages");
    if (str_is(type, "post"))
        return STR("posts");
    return str_is(type, "draft") ? STR("drafts") : type;
}

static struct str scope_path(const struct site *site, struct str path)
{
    struct str dir = config_text(site, "collections_dir", "");

    if (dir.len > 0 && path.len > dir.len && str_eq(str_head(path, dir.len), dir) && path.at[dir.len] == '/')
        path = str_from(path, dir.len + 1);
    return path;
}

static bool read_set(struct site *site, const struct hash_entry *at, struct value set,
                     struct front_default *out)
{
    struct value scope = value_get(set, "scope"), values = value_get(set, "values");

    if (set.kind != VALUE_HASH || values.kind != VALUE_HASH) {
        complain(site, at, "an entry without values is left out");
        return false;
    }
    struct value path = value_get(scope, "path"), type = value_get(scope, "type");
    if (path.kind != VALUE_NIL && path.kind != VALUE_STRING) {
        complain(site, hash_entry(scope.hash, STR("path")), "an entry whose path is no text is left out");
        return false;
    }
    *out = (struct front_default){.path = STR(""), .type = STR(""), .values = values};
    if (path.kind == VALUE_STRING)
        out->path = scope_path(site, path.string);
    if (str_starts(out->path, "/"))
        complain(site, hash_entry(scope.hash, STR("path")), "a path that starts with '/' is nobody's");
    out->has_type = type.kind != VALUE_NIL;
    if (out->has_type)
        out->type = type_name(value_to_str(type, &site->pool));
    return true;
}

void jekyll_defaults_open(struct site *site)
{
    const struct hash_entry *entry = hash_entry(site->config.hash, STR("defaults"));
    struct front_defaults *all = pool_take(&site->pool, sizeof(*all));
    struct value list = entry != NULL ? entry->value : value_nil;

    site->front_defaults = all;
    if (list.kind != VALUE_ARRAY)
        return;
    all->sets = pool_take(&site->pool, (list.array->count + 1) * sizeof(*all->sets));
    for (size_t i = 0; i < list.array->count; i++)
        if (read_set(site, entry, list.array->items[i], &all->sets[all->count]))
            all->count++;
}

static bool applies(const struct front_default *set, struct str path, const char *type)
{
    if (set->has_type && (type == NULL || !str_is(set->type, type)))
        return false;
    if (set->path.len == 0)
        return true;
    if (str_find_char(set->path, '*') < set->path.len)
        return glob_covers(set->path, path);
    return path.len >= set->path.len && str_eq(str_head(path, set->path.len), set->path);
}

/* The longer path wins, then the one that names a type, then the later one. */
static bool has_precedence(const struct front_default *old, const struct front_default *new)
{
    if (old == NULL)
        return true;
    if (old->path.len != new->path.len)
        return new->path.len > old->path.len;
    return new->has_type || !old->has_type;
}

struct value jekyll_defaults(const struct site *site, const char *path, const char *type, struct pool *pool)
{
    const struct front_defaults *all = site->front_defaults;
    const struct front_default *old = NULL;
    struct value merged = value_nil;
    struct str of = str_of(path);

    while (str_starts(of, "/"))
        of = str_from(of, 1);
    for (size_t i = 0; i < all->count; i++) {
        const struct front_default *set = &all->sets[i];
        if (!applies(set, of, type))
            continue;
        bool wins = has_precedence(old, set);
        if (merged.kind == VALUE_NIL)
            merged = set->values;
        else
            merged = wins ? jekyll_merge(pool, merged, set->values) : jekyll_merge(pool, set->values, merged);
        if (wins)
            old = set;
    }
    return merged.kind == VALUE_HASH ? merged : value_hash(pool);
}

struct value jekyll_default(const struct site *site, const char *path, const char *type, struct str key)
{
    const struct front_defaults *all = site->front_defaults;
    const struct front_default *old = NULL;
    struct value value = value_nil;
    struct str of = str_of(path);

    while (str_starts(of, "/"))
        of = str_from(of, 1);
    for (size_t i = 0; i < all->count; i++) {
        const struct hash_entry *entry = hash_entry(all->sets[i].values.hash, key);
        if (entry == NULL || !applies(&all->sets[i], of, type) || !has_precedence(old, &all->sets[i]))
            continue;
        value = entry->value;
        old = &all->sets[i];
    }
    return value;
}
