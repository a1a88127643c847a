/* sitegen_check_fuzz.c - arbitrary bytes as a page whose links are checked, and as the source that they are
 * looked for in: what is found lies in the page, targets are paths, and places are in the source.
 */
#include "check/check.h"
#include "check/link_target.h"
#include "check/page_scan.h"
#include "check/source_place.h"
#include "theme.h"

#include "assert.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define LINKS_MAX 64u

struct seen {
    struct str html;
    struct str links[LINKS_MAX];
    size_t link_count;
};

static void resolve(struct str href)
{
    static const struct link_from from = {
        .url = {"https://a.b", 11}, .baseurl = {"/c", 2}, .base = {"/c/d/e.html", 11}};
    struct text path = {0}, fragment = {0};

    if (link_target(&from, href, &path, &fragment) != LINK_ELSEWHERE)
        ASSERT(path.len > 0 && path.bytes[0] == '/');
    text_free(&path);
    text_free(&fragment);
}

static void note(void *context, enum page_scan_kind kind, struct str value)
{
    struct seen *seen = context;

    ASSERT(value.len == 0 || (value.at >= seen->html.at &&
                              value.at + value.len <= seen->html.at + seen->html.len));
    if (kind != PAGE_SCAN_LINK)
        return;
    resolve(value);
    if (seen->link_count < LINKS_MAX)
        seen->links[seen->link_count++] = value;
}

static void look_for(const struct seen *seen)
{
    struct source_places places;
    struct pool pool = {0};
    unsigned lines, column;

    str_place(seen->html, seen->html.len, &lines, &column);
    source_places_open(&places, &pool);
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < seen->link_count; i++) {
            struct source_link link = {.written = seen->links[i],
                                       .url = STR("https://a.b"),
                                       .baseurl = STR("/c"),
                                       .has_page = i % 2};
            if (round == 0)
                source_places_want_link(&places, &link);
            else
                ASSERT(source_places_of_link(&places, &link).line <= lines);
        }
        if (round == 0)
            source_places_read(&places, "a", seen->html, 0);
    }
    pool_free(&pool);
}

static void check_site(struct str html)
{
    struct pool pool = {0};
    struct diag diag = {0};
    struct site site = {.diag = &diag, .dir = "no-site", .baseurl = STR("/c"), .url = STR("https://a.b")};
    struct page page = {.path = "/d/e.html", .source = "e", .front = value_nil};

    site.taken = value_hash(&pool).hash;
    site.sources = value_hash(&pool).hash;
    site.config = value_hash(&pool);
    site.theme = theme_open(&pool, &diag, "no-site", "no-templates");
    hash_set(site.taken, STR("/d/e.html"), value_nil);
    struct check *check = check_open(&site);
    check_page(check, 0, &page, html);
    check_finish(check);
    check_close(check);
    diag_free(&diag);
    pool_free(&pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct seen seen = {.html = {(const char *)data, len}};

    page_scan(seen.html, note, &seen);
    look_for(&seen);
    check_site(seen.html);
    return 0;
}
