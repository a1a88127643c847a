/* pack_order.c - the order in which an image holds a site, before anything of it is made: the page for what is not there,
 * and then entries in the byte order of their paths. See pack_parts.h.
 *
 * An item may become more than one entry: a folder's page, served as "/a/", is reached by a redirect from "/a". So it
 * stands where the first of them does.
 */
#include "pack_parts.h"

#include <stdlib.h>
#include <string.h>

struct placed {
    const char *path;
    size_t len; /* without a '/' at the end */
    uint32_t item;
    bool is_not_found;
};

static struct placed place(const struct site *site, size_t item)
{
    const char *path = site_item_path(site, item);
    struct placed placed = {.path = path != NULL ? path : "", .item = (uint32_t)item};

    placed.len = strlen(placed.path);
    placed.len -= placed.len > 0 && placed.path[placed.len - 1] == '/';
    placed.is_not_found = strcmp(placed.path, "/404.html") == 0;
    return placed;
}

static int by_place(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    int order = memcmp(a->path, b->path, a->len < b->len ? a->len : b->len);

    if (a->is_not_found != b->is_not_found)
        return a->is_not_found ? -1 : 1;
    if (order != 0)
        return order;
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

const uint32_t *pack_order(struct pack_output *pack, bool *has_not_found)
{
    size_t count = site_item_count(pack->site);
    uint32_t *order = pool_take(&pack->pool, (count + 1) * sizeof(*order));
    struct placed *placed = malloc((count + 1) * sizeof(*placed));

    if (placed == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < count; i++)
        placed[i] = place(pack->site, i);
    qsort(placed, count, sizeof(*placed), by_place);
    for (size_t i = 0; i < count; i++)
        order[i] = placed[i].item;
    *has_not_found = count > 0 && placed[0].is_not_found;
    free(placed);
    return order;
}

const char *pack_order_bound(struct pack_output *pack, size_t place_at)
{
    struct placed placed = place(pack->site, pack->output.order[place_at]);

    return pack_entry_served(pack, pool_copy(&pack->pool, (struct str){placed.path, placed.len}));
}
