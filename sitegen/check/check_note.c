/* check_note.c - what a page holds is noted while it is rendered. See check_parts.h. */
#include "check/check.h"

#include "check/check_parts.h"
#include "check/page_scan.h"
#include "content/urls.h"
#include "files.h"
#include "html.h"

#include <stdlib.h>

#define STATIC_LEN_MAX (8u * 1024u * 1024u) /* bytes: a file of HTML above this is carried unread */

/* A key in the text of all. */
struct key_mark {
    size_t len; /* bytes */
    uint64_t hash;
};

/* What one page holds, before it is entered with the others. Taken again for page after page. */
struct noted {
    struct noted *next; /* while it is idle */
    struct pool pool; /* of the page at hand, as all that follows */
    struct link_from from;
    struct text keys; /* of its findings: kind, base, written, the last two with a NUL behind them */
    struct key_mark *marks;
    size_t mark_count;
    size_t mark_cap;
    struct text ids;
    struct hash *seen; /* ids */
    struct str *own;   /* links to its own ids, which may come behind them */
    size_t own_count;
    size_t own_cap;
    bool is_redirect;
};

static void add_part(struct text *out, struct str s)
{
    text_add(out, str_head(s, str_find_char(s, '\0')));
    text_add_char(out, '\0');
}

static void note_finding(struct noted *noted, enum finding_kind kind, struct str base, struct str written)
{
    size_t start = noted->keys.len;

    text_add_char(&noted->keys, (char)kind);
    add_part(&noted->keys, base);
    add_part(&noted->keys, written);
    struct str key = str_from(text_str(&noted->keys), start);
    noted->marks =
        pool_grow(&noted->pool, noted->marks, noted->mark_count, &noted->mark_cap, sizeof(*noted->marks));
    noted->marks[noted->mark_count++] = (struct key_mark){key.len, word_table_hash(key)};
}

/* A link leads to the same place from wherever it is seen, or from anywhere in the same folder. */
static void note_link(struct noted *noted, struct str written)
{
    struct str base = noted->from.base;

    if (link_is_elsewhere(&noted->from, written))
        return;
    if (str_starts(written, "#")) {
        noted->own = pool_grow(&noted->pool, noted->own, noted->own_count, &noted->own_cap, sizeof(written));
        noted->own[noted->own_count++] = str_from(written, 1);
        return;
    }
    if (str_starts(written, "/") || url_is_external(written))
        base = STR("");
    while (!str_starts(written, "?") && base.len > 0 && base.at[base.len - 1] != '/')
        base.len--;
    note_finding(noted, FINDING_LINK, base, written);
}

/* Those that are plainly there are done with. */
static void note_own_links(struct noted *noted)
{
    for (size_t i = 0; i < noted->own_count; i++) {
        struct str fragment = noted->own[i];
        if (hash_entry(noted->seen, fragment) == NULL)
            note_finding(noted, FINDING_LINK, noted->from.base,
                         (struct str){fragment.at - 1, fragment.len + 1});
    }
}

static void note_id(struct noted *noted, struct str written, bool is_unique)
{
    struct str id = written;

    if (str_find_char(written, '&') < written.len) {
        struct text plain = {0};
        html_unescape(&plain, written);
        id = text_finish(&plain, &noted->pool);
    }
    if (hash_entry(noted->seen, id) == NULL) {
        hash_set(noted->seen, id, value_nil);
        add_part(&noted->ids, id);
    } else if (is_unique) {
        note_finding(noted, FINDING_ID_TWICE, STR(""), id);
    }
}

/* Where relative links start from, from here on. Elsewhere: then nothing is known about them. */
static void note_base(struct noted *noted, struct str href)
{
    struct text path = {0}, fragment = {0};

    if (link_target(&noted->from, href, &path, &fragment) == LINK_HERE)
        noted->from.base = str_of(pool_printf(&noted->pool, "%.*s%.*s", STR_ARG(noted->from.baseurl),
                                              STR_ARG(text_str(&path))));
    text_free(&path);
    text_free(&fragment);
}

static void note(void *context, enum page_scan_kind kind, struct str value)
{
    struct noted *noted = context;

    switch (kind) {
    case PAGE_SCAN_LINK:
        note_link(noted, value);
        break;
    case PAGE_SCAN_BASE:
        note_base(noted, value);
        break;
    case PAGE_SCAN_ID:
    case PAGE_SCAN_ANCHOR:
        note_id(noted, value, kind == PAGE_SCAN_ID);
        break;
    case PAGE_SCAN_REFRESH:
        noted->is_redirect = true;
        break;
    case PAGE_SCAN_BARE_IMG:
        note_finding(noted, FINDING_BARE_IMG, STR(""), value);
        break;
    }
}

/* ---------------------------------------------------------------- what was found before */

struct kept_scan {
    struct noted *noted;
    struct text packed;
};

static void note_and_keep(void *context, enum page_scan_kind kind, struct str value)
{
    struct kept_scan *kept = context;

    page_scan_pack(&kept->packed, kind, value);
    note(kept->noted, kind, value);
}

/* The same HTML holds the same. */
static void scan(struct check *check, struct noted *noted, struct str html)
{
    struct kept_scan kept = {.noted = noted};
    struct store_place place;
    struct str packed;

    if (check->store == NULL) {
        page_scan(html, note, noted);
        return;
    }
    struct store_key key = store_key_of(STORE_SCAN, html);
    if (store_find(check->store, key, &place, &packed) && packed.len == place.len) {
        page_scan_unpack(packed, note, noted);
        return;
    }
    page_scan(html, note_and_keep, &kept);
    (void)!store_add(check->store, key, text_str(&kept.packed), &place);
    text_free(&kept.packed);
}

/* ---------------------------------------------------------------- entering it with the others */

static void enter(struct check *check, const struct noted *noted, const struct checked *like)
{
    struct checked *page = pool_take(&check->pool, sizeof(*page));
    uint32_t *findings = pool_take(&check->pool, noted->mark_count * sizeof(*findings));
    struct str rest = text_str(&noted->keys);

    for (size_t i = 0; i < noted->mark_count; i++) {
        const struct key_mark *mark = &noted->marks[i];
        findings[i] = word_table_enter(&check->keys, str_head(rest, mark->len), mark->hash);
        rest = str_from(rest, mark->len);
    }
    *page = *like;
    page->is_redirect |= noted->is_redirect;
    page->findings = findings;
    page->finding_count = noted->mark_count;
    page->ids = pool_str(&check->pool, text_str(&noted->ids));
    check->pages = pool_grow(&check->pool, check->pages, check->page_count, &check->page_cap, sizeof(page));
    check->pages[check->page_count++] = page;
}

/* One that no other worker uses. */
static struct noted *take_noted(struct check *check)
{
    pthread_mutex_lock(&check->lock);
    struct noted *noted = check->idle;
    if (noted != NULL)
        check->idle = noted->next;
    pthread_mutex_unlock(&check->lock);
    if (noted == NULL)
        noted = calloc(1, sizeof(*noted));
    if (noted == NULL)
        fatal("out of memory");
    noted->seen = value_hash(&noted->pool).hash;
    return noted;
}

static void give_back(struct check *check, struct noted *noted)
{
    text_clear(&noted->keys);
    text_clear(&noted->ids);
    pool_clear(&noted->pool);
    *noted = (struct noted){
        .keys = noted->keys, .ids = noted->ids, .pool = noted->pool, .next = check->idle};
    check->idle = noted;
}

static void note_all(struct check *check, const struct checked *page, const char *location, struct str html)
{
    const struct site *site = check->site;
    struct noted *noted = take_noted(check);

    noted->from = (struct link_from){.url = site->url, .baseurl = site->baseurl, .base = str_of(page->path)};
    if (site->baseurl.len > 0)
        noted->from.base = str_of(pool_printf(&noted->pool, "%.*s%s", STR_ARG(site->baseurl), page->path));
    if (location != NULL) /* nobody sees its text */
        note_link(noted, str_of(location));
    else
        scan(check, noted, html);
    note_own_links(noted);
    pthread_mutex_lock(&check->lock);
    enter(check, noted, page);
    give_back(check, noted);
    pthread_mutex_unlock(&check->lock);
}

void check_page(struct check *check, const struct page *page, struct str html)
{
    if (check == NULL)
        return;
    struct checked checked = {
        .path = page->path, .file = page->full, .name = page->full != NULL ? page->full : page->source};
    checked.text_at = page->text_at;
    checked.is_document = page->kind == PAGE_POST || page->kind == PAGE_DOCUMENT;
    /* One that a layout or a script leads on says so in its front matter. */
    checked.is_redirect = page->location != NULL || value_truthy(value_get(page->front, "redirect_to"));
    note_all(check, &checked, page->location, html);
}

void check_file(struct check *check, const struct site_file *file)
{
    struct str name = str_of(file->source);
    struct pool pool = {0};
    struct str html;

    if (check == NULL || file->len > STATIC_LEN_MAX ||
        (!str_ends_nocase(name, ".html") && !str_ends_nocase(name, ".htm")))
        return;
    struct checked checked = {
        .path = file->path, .file = file->full, .name = file->full, .is_static = true};
    if (files_read(file->full, &pool, &html))
        note_all(check, &checked, NULL, html);
    pool_free(&pool);
}

void check_note_free(struct check *check)
{
    while (check->idle != NULL) {
        struct noted *noted = check->idle;
        check->idle = noted->next;
        text_free(&noted->keys);
        text_free(&noted->ids);
        pool_free(&noted->pool);
        free(noted);
    }
}
