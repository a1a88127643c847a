/* check_enter.c - what all pages hold, as findings that they share. See check_parts.h. */
#include "check/check_parts.h"

#include <stdlib.h>
#include <string.h>

static struct checked checked_of(const struct check_taken *taken)
{
    const struct page *page = taken->page;

    if (page == NULL)
        return (struct checked){.path = taken->file->path,
                                .file = taken->file->full,
                                .name = taken->file->full,
                                .is_static = true};
    return (struct checked){
        .path = page->path,
        .file = page->full,
        .name = page->full != NULL ? page->full : page->source,
        .text_at = page->text_at,
        .is_document = page->kind == PAGE_POST || page->kind == PAGE_DOCUMENT,
        /* One that a layout or a script leads on says so in its front matter. */
        .is_redirect = page->location != NULL || value_truthy(value_get(page->front, "redirect_to")),
    };
}

/* Number its keys. */
static void enter_keys(struct check *check, struct checked *page)
{
    struct str noted = page->taken->noted;
    struct noted_head head = check_head_of(noted);
    struct str marks = str_from(noted, sizeof(head));
    struct str keys = str_from(marks, head.mark_count * sizeof(struct key_mark));
    uint32_t *findings = pool_take(&check->pool, head.mark_count * sizeof(*findings));

    for (size_t i = 0; i < head.mark_count; i++) {
        struct key_mark mark;
        memcpy(&mark, marks.at + i * sizeof(mark), sizeof(mark));
        findings[i] = word_table_enter(&check->keys, str_head(keys, mark.len), mark.hash);
        keys = str_from(keys, mark.len);
    }
    page->findings = findings;
    page->finding_count = head.mark_count;
}

static struct str take_part(struct str *rest)
{
    size_t len = str_find_char(*rest, '\0');
    struct str part = str_head(*rest, len);

    *rest = str_from(*rest, len + 1);
    return part;
}

/* Findings of the keys that have none yet. */
static void read_keys(struct check *check)
{
    size_t count = check->keys.word_count;
    struct finding *findings = pool_take(&check->pool, count * sizeof(*findings));

    if (check->finding_count > 0)
        memcpy(findings, check->findings, check->finding_count * sizeof(*findings));
    for (size_t i = check->finding_count; i < count; i++) {
        struct str key = check->keys.words[i], rest = str_from(key, 1);
        findings[i].kind = (enum finding_kind)key.at[0];
        findings[i].base = take_part(&rest);
        findings[i].written = take_part(&rest);
    }
    check->findings = findings;
    check->finding_count = count;
}

static void enter_page(struct check *check, const struct check_taken *taken)
{
    struct noted_head head = check_head_of(taken->noted);
    struct checked *page = pool_take(&check->pool, sizeof(*page));

    *page = checked_of(taken);
    page->taken = taken;
    page->ids = str_from(taken->noted,
                         sizeof(head) + head.mark_count * sizeof(struct key_mark) + (size_t)head.keys_len);
    page->is_redirect |= head.is_redirect;
    if (!taken->is_right)
        enter_keys(check, page);
    check->pages[check->page_count++] = page;
}

static const char *path_of(const struct check_taken *taken)
{
    return taken->page != NULL ? taken->page->path : taken->file->path;
}

static int compare_taken(const void *left, const void *right)
{
    const struct check_taken *const *a = left, *const *b = right;

    return strcmp(path_of(*a), path_of(*b));
}

/* By path, whichever was rendered first. */
void check_enter_all(struct check *check)
{
    size_t count = 0;

    for (size_t i = 0; i < WORKERS_MAX; i++)
        for (const struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next)
            count++;
    const struct check_taken **all = pool_take(&check->pool, count * sizeof(*all)), **next = all;
    for (size_t i = 0; i < WORKERS_MAX; i++)
        for (const struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next)
            *next++ = taken;
    qsort(all, count, sizeof(*all), compare_taken);
    check->pages = pool_take(&check->pool, count * sizeof(struct checked *));
    for (size_t i = 0; i < count; i++)
        enter_page(check, all[i]);
    read_keys(check);
}

void check_enter_right(struct check *check)
{
    for (size_t i = 0; i < check->page_count; i++)
        if (check->pages[i]->findings == NULL)
            enter_keys(check, check->pages[i]);
    read_keys(check);
}
