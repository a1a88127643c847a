/* check.c - a check from its opening to its end. See check.h. */
#include "check/check.h"

#include "check/check_parts.h"

#include <stdlib.h>
#include <string.h>

/* The configuration's check: ignore: links that lead to what somebody else serves on the same host. */
static const struct array *ignored_links(const struct site *site)
{
    struct value check = value_get(site->config, "check"), ignore = value_get(check, "ignore");

    if (ignore.kind == VALUE_ARRAY)
        return ignore.array;
    if (ignore.kind != VALUE_NIL) {
        const struct hash_entry *entry = hash_entry(check.hash, STR("ignore"));
        diag_warning(site->diag, site->config_file, entry->line, entry->column,
                     "check: ignore must be a list of links such as /wiki/*");
    }
    return NULL;
}

struct check *check_open(struct site *site)
{
    struct check *check = calloc(1, sizeof(*check));

    if (check == NULL)
        fatal("out of memory");
    check->site = site;
    check->keys.pool = &check->pool;
    check->by_path = value_hash(&check->pool).hash;
    check->ignored = ignored_links(site);
    return check;
}

void check_use_store(struct check *check, struct store *store)
{
    check->store = store;
}

void check_use_model(struct check *check, struct model_digest model)
{
    if (check == NULL)
        return;
    check->model = model;
    check->has_model = true;
}

void check_close(struct check *check)
{
    if (check == NULL)
        return;
    aside_wait(&check->comparing);
    check_note_free(check);
    pool_free(&check->pool);
    free(check);
}

static struct str take_part(struct str *rest)
{
    size_t len = str_find_char(*rest, '\0');
    struct str part = str_head(*rest, len);

    *rest = str_from(*rest, len + 1);
    return part;
}

static void read_keys(struct check *check)
{
    check->finding_count = check->keys.word_count;
    check->findings = pool_take(&check->pool, check->finding_count * sizeof(*check->findings));
    for (size_t i = 0; i < check->finding_count; i++) {
        struct str key = check->keys.words[i], rest = str_from(key, 1);
        struct finding *finding = &check->findings[i];
        finding->kind = (enum finding_kind)key.at[0];
        finding->base = take_part(&rest);
        finding->written = take_part(&rest);
    }
}

static void index_pages(struct check *check)
{
    for (size_t i = 0; i < check->page_count; i++)
        hash_set(check->by_path, str_of(check->pages[i]->path), value_int((int64_t)i));
}

static void compare(void *context)
{
    struct check *check = context;

    if (check_is_known_right(check))
        return;
    check_enter_all(check);
    read_keys(check);
    index_pages(check);
    check_judge(check);
    check_keep_right(check);
}

void check_start(struct check *check)
{
    if (check != NULL)
        aside_start(&check->comparing, compare, check);
}

void check_finish(struct check *check)
{
    if (check == NULL)
        return;
    if (check->comparing.work == NULL)
        compare(check);
    aside_wait(&check->comparing);
    check_report(check);
}
