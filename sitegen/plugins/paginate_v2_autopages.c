/* paginate_v2_autopages.c - jekyll-paginate-v2's pages for each tag, category and collection: templates of
 * lists that nobody has to write. See paginate_v2.h.
 */
#include "plugins/paginate_v2.h"

#include "content/jekyll/jekyll.h"
#include "content/slug.h"
#include "plugins/plugin.h"
#include "plugins/plugin_text.h"
#include "theme.h"

#include <string.h>

static const struct kind {
    const char *type;   /* the key below "autopages", and of documents */
    const char *macro;  /* what stands for the name in titles and permalinks */
    const char *filter; /* the key of "pagination" that chooses what is listed */
    const char *layout; /* what holds where the configuration says nothing */
    const char *title;
    const char *permalink;
} kinds[] = {
    {"tags", ":tag", "tag", "autopage_tags.html", "Posts tagged with :tag", "/tag/:tag"},
    {"categories", ":cat", "category", "autopage_category.html", "Posts in category :cat", "/category/:cat"},
    {"collections", ":coll", "collection", "autopage_collection.html", "Posts in collection :coll",
     "/collection/:coll"},
};

/* text with the name as a slug in it */
static struct value filled(struct site *site, const struct kind *kind, struct str text, struct value config,
                           struct str name)
{
    struct value slugify = value_get(config, "slugify");
    struct str mode = paginate_words(slugify, "mode", "none");
    struct text slug = {0};

    slug_add(&slug, name, slug_mode(mode), value_truthy(value_get(slugify, "cased")));
    struct str in = text_finish(&slug, &site->pool);
    return value_str(plugin_replaced(text, str_of(kind->macro), in, &site->pool));
}

static struct str without_ext(struct str name)
{
    size_t dot = name.len;

    while (dot > 0 && name.at[dot - 1] != '.')
        dot--;
    return dot > 1 ? str_head(name, dot - 1) : name;
}

static void make_page(struct site *site, const struct kind *kind, struct value config, struct str layout_name,
                      const struct str *names)
{
    struct pool *pool = &site->pool;
    const struct layout *layout = theme_layout(site->theme, pool_copy(pool, layout_name));
    struct value none = value_hash(pool), about = value_hash(pool);
    struct value front = layout != NULL ? hash_copy(pool, layout->front.hash, 8) : value_hash(pool);
    struct value own = value_get(front, "pagination"), all = value_get(site->config, "pagination");
    struct value pagination = jekyll_merge(pool, all, own.kind == VALUE_HASH ? own : none);

    own = value_get(front, "autopages");
    config = jekyll_merge(pool, config, own.kind == VALUE_HASH ? own : none);
    pagination = hash_copy(pool, pagination.hash, 1);
    hash_set(pagination.hash, str_of(kind->filter), value_str(names[0]));
    hash_set(about.hash, STR("layout_path"),
             value_c(pool_printf(pool, "_layouts/%.*s", STR_ARG(layout_name))));
    hash_set(about.hash, STR("display_name"), value_str(names[1]));
    hash_set(front.hash, STR("permalink"),
             filled(site, kind, paginate_words(config, "permalink", kind->permalink), config, names[0]));
    hash_set(front.hash, STR("title"),
             filled(site, kind, paginate_words(config, "title", kind->title), config, names[0]));
    hash_set(front.hash, STR("layout"), value_str(pool_str(pool, without_ext(layout_name))));
    hash_set(front.hash, STR("pagination"), pagination);
    hash_set(front.hash, STR("autopage"), about);
    hash_set(front.hash, STR("autopages"), about);
    const char *origin = pool_printf(pool, "%s page (jekyll-paginate-v2)", kind->filter);
    site_make_page(site, &(struct made_page){.origin = origin,
                                             .dir = "/",
                                             .name = "index.html",
                                             .content = STR(""),
                                             .front = front});
}

/* One page for each layout, of a name that was not seen before. */
static void add_name(struct site *site, const struct kind *kind, struct value config, struct hash *seen,
                     struct str name)
{
    struct text lower = {0};
    struct value layouts = value_get(config, "layouts");

    slug_lower(&lower, str_trim(name));
    struct str names[] = {text_finish(&lower, &site->pool), name};
    if (names[0].len == 0 || hash_entry(seen, names[0]) != NULL)
        return;
    hash_set(seen, names[0], value_nil);
    if (layouts.kind != VALUE_ARRAY)
        make_page(site, kind, config, str_of(kind->layout), names);
    for (size_t i = 0; layouts.kind == VALUE_ARRAY && i < layouts.array->count; i++)
        make_page(site, kind, config, value_to_str(layouts.array->items[i], &site->pool), names);
}

/* "a, b" is two names, and "a b" as well where it is a text of its own. */
static void add_names(struct site *site, const struct kind *kind, struct value config, struct hash *seen,
                      struct value names)
{
    bool is_text = names.kind == VALUE_STRING;
    size_t count = is_text ? 1 : names.kind == VALUE_ARRAY ? names.array->count : 0;

    for (size_t i = 0; i < count; i++) {
        struct str rest = is_text ? names.string : value_to_str(names.array->items[i], &site->pool);
        for (size_t len; rest.len > 0; rest = str_from(rest, len + 1)) {
            for (len = 0; len < rest.len && rest.at[len] != ',' && rest.at[len] != ';'; len++)
                if (is_text && char_is_space(rest.at[len]))
                    break;
            add_name(site, kind, config, seen, str_head(rest, len));
        }
    }
}

static void add_kind(struct site *site, const struct kind *kind, struct value config)
{
    struct hash *seen = value_hash(&site->pool).hash;
    struct value enabled = value_get(config, "enabled");
    bool is_of_collections = strcmp(kind->type, "collections") == 0;

    if (enabled.kind != VALUE_NIL && !value_truthy(enabled))
        return;
    for (size_t i = 0; i < site->collection_count; i++) {
        const struct collection *c = &site->collections[i];
        for (size_t j = 0; j < c->doc_count; j++) {
            if (hash_entry(c->docs[j]->front.hash, STR("pagination")) != NULL)
                continue;
            add_names(site, kind, config, seen,
                      is_of_collections ? value_c(c->label) : value_get(c->docs[j]->front, kind->type));
        }
    }
}

void paginate_autopages(struct site *site)
{
    struct value config = value_get(site->config, "autopages");

    if (!value_truthy(value_get(config, "enabled")))
        return;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct value own = value_get(config, kinds[i].type);
        add_kind(site, &kinds[i], own.kind == VALUE_HASH ? own : value_hash(&site->pool));
    }
}
