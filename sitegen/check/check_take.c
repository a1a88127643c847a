/* check_take.c - pages are taken by the workers, each on its own, and entered with each other when all are there.
 * See check_parts.h. */
#include "check/check.h"

#include "check/check_parts.h"
#include "files.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define STATIC_LEN_MAX (8u * 1024u * 1024u) /* bytes: a file of HTML above this is carried unread */

/* The same HTML at the same address holds the same. */
static struct store_key key_of(const struct link_from *from, struct store_key html)
{
    uint64_t facts[] = {html.high, html.low, XXH3_64bits(from->url.at, from->url.len),
                        XXH3_64bits(from->baseurl.at, from->baseurl.len),
                        XXH3_64bits(from->base.at, from->base.len)};

    return store_key_of(STORE_SCAN, str_bytes(facts, sizeof(facts)));
}

/* Of a page that is as the last bake made it, the digest is known: going through its HTML would take longer than
 * all else here. */
static struct store_key html_key(const struct page *page, struct str html)
{
    if (page != NULL && (page->html_high | page->html_low) != 0)
        return (struct store_key){page->html_high, page->html_low, STORE_SCAN};
    return store_key_of(STORE_SCAN, html);
}

/* What a page holds; found as the last bake left it, where it is the same. */
static struct str noted_of(const struct check *check, struct check_lane *lane, const struct link_from *from,
                           const struct page *page, struct str html)
{
    const char *location = page != NULL ? page->location : NULL;
    struct store_place place;
    struct str bytes;

    if (check->store == NULL || location != NULL)
        return check_note(lane, from, location, html);
    struct store_key key = key_of(from, html_key(page, html));
    if (store_find(check->store, key, &place, &bytes) && bytes.len == place.len)
        return bytes;
    bytes = check_note(lane, from, NULL, html);
    (void)!store_add(check->store, key, bytes, &place);
    return bytes;
}

/* One of the two; the other is NULL. */
static void take(struct check *check, unsigned worker, const struct page *page, const struct site_file *file,
                 struct str html)
{
    struct check_lane *lane = &check->lanes[worker];
    const struct site *site = check->site;
    const char *path = page != NULL ? page->path : file->path;
    struct link_from from = {.url = site->url, .baseurl = site->baseurl, .base = str_of(path)};
    struct check_taken *taken = pool_take(&lane->pool, sizeof(*taken));

    if (site->baseurl.len > 0)
        from.base = str_of(pool_printf(&lane->pool, "%.*s%s", STR_ARG(site->baseurl), path));
    *taken = (struct check_taken){lane->taken, page, file, noted_of(check, lane, &from, page, html), 0};
    taken->sum = XXH3_64bits(taken->noted.at, taken->noted.len);
    lane->taken = taken;
}

void check_page(struct check *check, unsigned worker, const struct page *page, struct str html)
{
    if (check != NULL)
        take(check, worker, page, NULL, html);
}

void check_file(struct check *check, unsigned worker, const struct site_file *file)
{
    struct str name = str_of(file->source);
    struct pool pool = {0};
    struct str html;

    if (check == NULL || file->len > STATIC_LEN_MAX ||
        (!str_ends_nocase(name, ".html") && !str_ends_nocase(name, ".htm")))
        return;
    if (files_read(file->full, &pool, &html))
        take(check, worker, NULL, file, html);
    pool_free(&pool);
}

/* ---------------------------------------------------------------- all of them */

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

static void enter(struct check *check, const struct check_taken *taken)
{
    struct checked *page = pool_take(&check->pool, sizeof(*page));
    struct str marks = str_from(taken->noted, sizeof(struct noted_head));
    struct noted_head head;

    memcpy(&head, taken->noted.at, sizeof(head));
    struct str keys = str_from(marks, head.mark_count * sizeof(struct key_mark));
    uint32_t *findings = pool_take(&check->pool, head.mark_count * sizeof(*findings));
    *page = checked_of(taken);
    page->ids = str_from(keys, (size_t)head.keys_len);
    for (size_t i = 0; i < head.mark_count; i++) {
        struct key_mark mark;
        memcpy(&mark, marks.at + i * sizeof(mark), sizeof(mark));
        findings[i] = word_table_enter(&check->keys, str_head(keys, mark.len), mark.hash);
        keys = str_from(keys, mark.len);
    }
    page->is_redirect |= head.is_redirect;
    page->findings = findings;
    page->finding_count = head.mark_count;
    check->pages = pool_grow(&check->pool, check->pages, check->page_count, &check->page_cap, sizeof(page));
    check->pages[check->page_count++] = page;
}

static const char *path_of(const struct check_taken *taken)
{
    return taken->page != NULL ? taken->page->path : taken->file->path;
}

static int compare_taken(const void *left, const void *right)
{
    const struct check_taken *a = *(struct check_taken *const *)left, *b = *(struct check_taken *const *)right;

    return strcmp(path_of(a), path_of(b));
}

/* By path, whichever was rendered first. */
void check_enter_all(struct check *check)
{
    struct check_taken **all = NULL;
    size_t count = 0, cap = 0;

    for (size_t i = 0; i < WORKERS_MAX; i++) {
        for (struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next) {
            all = pool_grow(&check->pool, all, count, &cap, sizeof(*all));
            all[count++] = taken;
        }
    }
    if (count > 0)
        qsort(all, count, sizeof(*all), compare_taken);
    for (size_t i = 0; i < count; i++)
        enter(check, all[i]);
}
