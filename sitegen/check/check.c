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

static void compare(void *context)
{
    struct check *check = context;

    if (check_find_right(check))
        return;
    check_enter_all(check);
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
