/* paginate_v2_paths.c - where the pages of a list of jekyll-paginate-v2 are served. See paginate_v2.h. */
#include "plugins/paginate_v2.h"

#include "plugins/plugin_text.h"

struct str paginate_filled(struct pool *pool, struct str s, size_t page, size_t count, struct str title)
{
    s = plugin_replaced(s, STR(":title"), title, pool);
    s = plugin_replaced(s, STR(":num"), str_of(pool_printf(pool, "%zu", page)), pool);
    return plugin_replaced(s, STR(":max"), str_of(pool_printf(pool, "%zu", count)), pool);
}

/* The page's name of its own: of what has no point in it, only the index is added. */
static struct str named(struct pool *pool, struct str url, struct str index, struct str ext)
{
    if (str_ends(url, "/"))
        return str_of(pool_printf(pool, "%.*s%.*s%.*s", STR_ARG(url), STR_ARG(index), STR_ARG(ext)));
    if (str_find_char(url, '.') == url.len)
        return str_of(pool_printf(pool, "%.*s%.*s", STR_ARG(url), STR_ARG(index)));
    return url;
}

/* The template's permalink as a folder, else the folder that the template is in. */
static struct str folder_of(const struct page *template, struct pool *pool)
{
    struct value permalink = value_get(template->front, "permalink");
    struct str url = str_of(template->url);

    if (permalink.kind == VALUE_STRING && permalink.string.len > 0) {
        struct str folder = permalink.string;
        return str_ends(folder, "/") ? folder : str_of(pool_printf(pool, "%.*s/", STR_ARG(folder)));
    }
    while (url.len > 1 && !str_ends(url, "/"))
        url.len--;
    return url;
}

void paginate_paths(struct paginate_list *list)
{
    const struct page *template = list->pages[0];
    struct pool *pool = &template->site->pool;
    struct str rest = paginate_words(list->config, "permalink", "/page:num/");
    struct str index = paginate_words(list->config, "indexpage", "");
    struct str ext = paginate_words(list->config, "extension", "html");

    while (str_starts(rest, "/"))
        rest = str_from(rest, 1);
    list->first = folder_of(template, pool);
    list->others = str_of(pool_printf(pool, "%.*s%.*s", STR_ARG(list->first), STR_ARG(rest)));
    list->index = str_head(index, str_find_char(index, '.'));
    list->ext = str_starts(ext, ".") ? ext : str_of(pool_printf(pool, ".%.*s", STR_ARG(ext)));
}

const char *paginate_link(const struct paginate_list *list, size_t page)
{
    struct pool *pool = &list->pages[0]->site->pool;
    struct str url = page == 0 ? list->first : list->others;

    if (list->index.len > 0)
        url = named(pool, url, list->index, list->ext);
    return pool_copy(pool, paginate_filled(pool, url, page > 0 ? page : 1, list->count, STR("")));
}

const char *paginate_path(const struct paginate_list *list, size_t page)
{
    struct pool *pool = &list->pages[0]->site->pool;
    struct str index = list->index.len > 0 ? list->index : STR("index");
    struct str url = named(pool, page == 1 ? list->first : list->others, index, list->ext);

    return pool_copy(pool, paginate_filled(pool, url, page, list->count, STR("")));
}

const char *paginate_url(const struct paginate_list *list, size_t page)
{
    const char *path = paginate_path(list, page);
    struct str url = str_of(path), ext = list->ext;
    bool has_ext = url.len >= ext.len && str_eq(str_from(url, url.len - ext.len), ext);

    return has_ext ? path : pool_printf(&list->pages[0]->site->pool, "%s%.*s", path, STR_ARG(ext));
}
