/* check_judge.c - of each finding, what is wrong with it. See check_parts.h. */
#include "check/check_parts.h"

#include "content/glob.h"
#include "html.h"

#define FEW_LEN 512u /* bytes of ids */

static struct str with_slash(struct pool *pool, struct str path)
{
    return str_of(pool_printf(pool, "%.*s/", STR_ARG(path)));
}

/* As the image answers: a folder also without its '/', and as its index.html. */
static struct str served_at(const struct site *site, struct pool *pool, struct str path)
{
    const struct hash_entry *entry = hash_entry(site->taken, path);

    if (entry == NULL && str_ends(path, "/index.html"))
        entry = hash_entry(site->taken, str_head(path, path.len - (sizeof("index.html") - 1)));
    if (entry == NULL && !str_ends(path, "/"))
        entry = hash_entry(site->taken, with_slash(pool, path));
    return entry != NULL ? entry->key : STR("");
}

static void index_pages(struct check *check)
{
    check->by_path = value_hash(&check->pool).hash;
    hash_reserve(check->by_path, check->page_count);
    for (size_t i = 0; i < check->page_count; i++)
        hash_set(check->by_path, str_of(check->pages[i]->path), value_int((int64_t)i));
}

/* NULL: it is no page of HTML. */
static struct checked *page_at(struct check *check, struct pool *pool, struct str served)
{
    if (check->by_path == NULL)
        index_pages(check);
    struct value index = hash_get(check->by_path, served);

    if (index.kind != VALUE_INT && !str_ends(served, "/"))
        index = hash_get(check->by_path, with_slash(pool, served));
    if (index.kind != VALUE_INT)
        index = hash_get(check->by_path, str_of(pool_printf(pool, "%.*s.html", STR_ARG(served))));
    return index.kind == VALUE_INT ? check->pages[index.integer] : NULL;
}

static void list_anchors(struct checked *page, struct pool *pool)
{
    struct str rest = page->ids;

    page->anchors = value_hash(pool).hash;
    while (rest.len > 0) {
        size_t len = str_find_char(rest, '\0');
        hash_set(page->anchors, str_head(rest, len), value_nil);
        rest = str_from(rest, len + 1);
    }
}

/* Few are not worth a hash. */
static bool lists_anchor(struct str ids, struct str fragment)
{
    while (ids.len > 0) {
        size_t len = str_find_char(ids, '\0');
        if (str_eq(str_head(ids, len), fragment))
            return true;
        ids = str_from(ids, len + 1);
    }
    return false;
}

static bool has_anchor(struct check *check, struct pool *pool, struct str served, struct str fragment)
{
    struct checked *page = page_at(check, pool, served);

    if (page == NULL || page->is_redirect)
        return true;
    if (page->ids.len <= FEW_LEN)
        return lists_anchor(page->ids, fragment);
    if (page->anchors == NULL)
        list_anchors(page, &check->pool);
    return hash_entry(page->anchors, fragment) != NULL;
}

static enum link_target_kind resolve(struct check *check, struct finding *finding)
{
    struct link_from from = {
        .url = check->site->url, .baseurl = check->site->baseurl, .base = finding->base};
    struct text href = {0}, path = {0}, fragment = {0};

    html_unescape(&href, finding->written);
    enum link_target_kind kind = link_target(&from, text_str(&href), &path, &fragment);
    finding->path = text_finish(&path, &check->pool);
    finding->fragment = text_finish(&fragment, &check->pool);
    text_free(&href);
    return kind;
}

static enum finding_fault judge_link(struct check *check, struct pool *pool, struct finding *finding)
{
    enum link_target_kind kind = resolve(check, finding);
    struct str served = served_at(check->site, pool, finding->path);

    if (kind == LINK_ELSEWHERE)
        return FAULT_NONE;
    /* What this site does not have there is another one's on the same host. Every site has "/". */
    if (kind == LINK_WITHOUT_BASE)
        return served.len > 1 ? FAULT_BASE : FAULT_NONE;
    if (served.len == 0)
        return FAULT_PATH;
    return finding->fragment.len == 0 || has_anchor(check, pool, served, finding->fragment) ? FAULT_NONE
                                                                                           : FAULT_ANCHOR;
}

static enum finding_fault judge(struct check *check, struct pool *pool, struct finding *finding)
{
    switch (finding->kind) {
    case FINDING_ID_TWICE:
        return FAULT_ID;
    case FINDING_BARE_IMG:
        return FAULT_ALT;
    case FINDING_LINK:
        break;
    }
    return judge_link(check, pool, finding);
}

static bool is_ignored(const struct array *ignored, const struct finding *finding)
{
    if (finding->kind != FINDING_LINK)
        return false;
    for (size_t i = 0; ignored != NULL && i < ignored->count; i++)
        if (ignored->items[i].kind == VALUE_STRING &&
            (glob_match(ignored->items[i].string, finding->written) ||
             glob_match(ignored->items[i].string, finding->path)))
            return true;
    return false;
}

void check_judge(struct check *check)
{
    struct pool pool = {0};

    for (size_t i = 0; i < check->finding_count; i++) {
        struct finding *finding = &check->findings[i];
        finding->fault = judge(check, &pool, finding);
        if (finding->fault != FAULT_NONE && is_ignored(check->ignored, finding))
            finding->fault = FAULT_NONE;
    }
    pool_free(&pool);
}
