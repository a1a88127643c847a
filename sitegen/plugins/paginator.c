/* paginator.c - see paginator.h */
#include "plugins/paginator.h"

#define KEY_COUNT 9u /* two of them are the plug-in's */

struct value paginator_drop(struct pool *pool, const struct paginator *paginator)
{
    size_t page = paginator->page, first = (page - 1) * paginator->per_page;
    size_t left = first < paginator->posts->count ? paginator->posts->count - first : 0;
    struct value drop = value_hash(pool), posts = value_array(pool);

    hash_reserve(drop.hash, KEY_COUNT);
    if (left > paginator->per_page)
        left = paginator->per_page;
    array_reserve(posts.array, left);
    for (size_t i = first; i < first + left; i++)
        array_add(posts.array, paginator->posts->items[i]);
    hash_set(drop.hash, STR("page"), value_int((int64_t)page));
    hash_set(drop.hash, STR("per_page"), value_int((int64_t)paginator->per_page));
    hash_set(drop.hash, STR("posts"), posts);
    hash_set(drop.hash, STR("total_posts"), value_int((int64_t)paginator->posts->count));
    hash_set(drop.hash, STR("total_pages"), value_int((int64_t)paginator->page_count));
    hash_set(drop.hash, STR("previous_page"), page > 1 ? value_int((int64_t)page - 1) : value_nil);
    hash_set(drop.hash, STR("next_page"),
             page < paginator->page_count ? value_int((int64_t)page + 1) : value_nil);
    return drop;
}
