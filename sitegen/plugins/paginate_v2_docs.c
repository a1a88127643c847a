/* paginate_v2_docs.c - what a page of jekyll-paginate-v2 lists, and in which order. See paginate_v2.h. */
#include "plugins/paginate_v2.h"

#include "content/jekyll/jekyll.h"

#include <stdlib.h>

int64_t paginate_number(struct value config, const char *key, int64_t otherwise)
{
    struct value value = value_get(config, key);

    return value.kind == VALUE_INT && value.integer >= 0 ? value.integer : otherwise;
}

struct str paginate_words(struct value config, const char *key, const char *otherwise)
{
    struct value value = value_get(config, key);

    return value.kind == VALUE_STRING ? value.string : str_of(otherwise);
}

/* ---------------------------------------------------------------- what is listed */

static bool same_nocase(struct str a, struct str b)
{
    a = str_trim(a), b = str_trim(b);
    for (size_t i = 0; a.len == b.len && i < a.len; i++)
        if (char_lower(a.at[i]) != char_lower(b.at[i]))
            return false;
    return a.len == b.len;
}

/* The next of "a, b; c", which is advanced. */
static struct str next_name(struct str *list, bool at_blanks)
{
    size_t len = 0;

    while (len < list->len && list->at[len] != ',' && list->at[len] != ';' &&
           !(at_blanks && char_is_space(list->at[len])))
        len++;
    struct str name = str_trim(str_head(*list, len));
    *list = str_from(*list, len + 1);
    return name;
}

static bool has_name(struct value value, struct str name, struct pool *pool)
{
    struct str rest = value.kind == VALUE_STRING ? value.string : STR("");

    while (rest.len > 0)
        if (same_nocase(next_name(&rest, true), name))
            return true;
    for (size_t i = 0; value.kind == VALUE_ARRAY && i < value.array->count; i++)
        for (rest = value_to_str(value.array->items[i], pool); rest.len > 0;)
            if (same_nocase(next_name(&rest, false), name))
                return true;
    return false;
}

/* Whether the document bears every name that the filter asks for. */
static bool passes(const struct page *doc, struct value wanted, const char *key)
{
    struct pool *pool = &doc->site->pool;
    struct value have = value_get(doc->front, key);
    struct str rest = wanted.kind == VALUE_STRING ? wanted.string : STR("");

    while (rest.len > 0)
        if (!has_name(have, next_name(&rest, false), pool))
            return false;
    for (size_t i = 0; wanted.kind == VALUE_ARRAY && i < wanted.array->count; i++)
        if (!has_name(have, value_to_str(wanted.array->items[i], pool), pool))
            return false;
    return true;
}

static bool is_listed(const struct page *doc, struct value config)
{
    struct value category = value_get(config, "category");

    if (category.kind == VALUE_STRING && str_is(category.string, "posts"))
        category = value_nil; /* stands for all */
    return !value_truthy(value_get(doc->front, "hidden")) && passes(doc, category, "categories") &&
           passes(doc, value_get(config, "tag"), "tags") &&
           passes(doc, value_get(config, "locale"), "locale");
}

static void add_docs(struct site *site, struct paginate_list *list, struct str label)
{
    struct collection *c = jekyll_collection(site, label);

    for (size_t i = 0; c != NULL && i < c->doc_count; i++)
        if (is_listed(c->docs[i], list->config))
            list->docs[list->doc_count++] = c->docs[i];
}

/* ---------------------------------------------------------------- in which order */

struct sorted {
    struct value key;
    struct page *doc;
    size_t index; /* equal ones stay as they are */
};

/* "a:b" is the key b of the hash a. */
static struct value sort_key(struct page *doc, struct str field)
{
    struct value value = doc->front;

    if (str_is(field, "date"))
        return value_time(doc->has_date ? doc->date_s : site_clock(doc->site));
    while (field.len > 0) {
        size_t len = str_find_char(field, ':');
        value = value.kind == VALUE_HASH ? hash_get(value.hash, str_trim(str_head(field, len))) : value_nil;
        field = str_from(field, len + 1);
    }
    if (value.kind == VALUE_STRING) {
        char *lower = pool_copy(&doc->site->pool, value.string);
        for (char *c = lower; *c != '\0'; c++)
            *c = char_lower(*c);
        value = value_c(lower);
    }
    return value.kind == VALUE_HASH ? value_nil : value;
}

static int compare(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;
    int order;

    if ((a->key.kind == VALUE_NIL) != (b->key.kind == VALUE_NIL))
        return a->key.kind == VALUE_NIL ? -1 : 1;
    if (value_compare(a->key, b->key, &order) && order != 0)
        return order;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void sort_docs(struct paginate_list *list)
{
    struct str field = paginate_words(list->config, "sort_field", "date");
    struct sorted *sorted = calloc(list->doc_count + 1, sizeof(*sorted));
    size_t offset = (size_t)paginate_number(list->config, "offset", 0), count = list->doc_count;

    if (sorted == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct sorted){sort_key(list->docs[i], field), list->docs[i], i};
    if (count > 0)
        qsort(sorted, count, sizeof(*sorted), compare);
    list->doc_count = count > offset ? count - offset : 0; /* from the end, before it is turned round */
    bool is_reverse = value_truthy(value_get(list->config, "sort_reverse"));
    for (size_t i = 0; i < list->doc_count; i++)
        list->docs[i] = sorted[is_reverse ? list->doc_count - 1 - i : i].doc;
    free(sorted);
}

void paginate_find(struct site *site, struct paginate_list *list)
{
    list->docs = pool_take(&site->pool, (site->page_count + 1) * sizeof(*list->docs));
    for (struct str rest = paginate_words(list->config, "collection", "posts"); rest.len > 0;)
        add_docs(site, list, next_name(&rest, true));
    sort_docs(list);
}
