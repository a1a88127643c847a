/* check_take.c - pages are taken by the workers, each on its own. See check_parts.h. */
#include "check/check.h"

#include "check/check_parts.h"
#include "files.h"

#include <stdlib.h>
#include <string.h>
#include <xxh_x86dispatch.h>

#define STATIC_LEN_MAX (8u * 1024u * 1024u) /* bytes: a file of HTML above this is carried unread */

/* The same HTML at the same address holds the same. */
static struct store_key key_of(const struct link_from *from, struct store_key html)
{
    uint64_t facts[] = {html.high, html.low, XXH3_64bits(from->url.at, from->url.len),
                        XXH3_64bits(from->baseurl.at, from->baseurl.len),
                        XXH3_64bits(from->base.at, from->base.len)};

    return store_key_of(STORE_SCAN, str_bytes(facts, sizeof(facts)));
}

/* Of a page that is as the last bake made it, the digest is known: going through its HTML would take longer
 * than all else here. */
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
    struct str noted = noted_of(check, lane, &from, page, html);
    struct noted_head head = check_head_of(noted);
    *taken = (struct check_taken){.next = lane->taken,
                                  .page = page,
                                  .file = file,
                                  .noted = noted,
                                  .sum = head.sum,
                                  .ids_sum = head.ids_sum};
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
