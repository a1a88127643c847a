/* check.c - what pages hold is noted while they are rendered, and judged when all are. See check.h. */
#include "check/check.h"

#include "check/check_parts.h"
#include "check/page_scan.h"
#include "files.h"
#include "html.h"

#include <stdlib.h>
#include <string.h>

#define STATIC_LEN_MAX (8u * 1024u * 1024u) /* bytes: a file of HTML above this is carried unread */

/* What one page holds, before it is entered with the others. */
struct noted {
    const struct site *site;
    struct pool *pool; /* of this page alone */
    struct link_from from;
    struct text keys; /* of its findings: kind, path, fragment, written, each with a NUL behind it */
    size_t key_count;
    struct text ids;
    struct hash *seen; /* ids */
    bool is_redirect;
};

struct check *check_open(struct site *site)
{
    struct check *check = calloc(1, sizeof(*check));

    if (check == NULL)
        fatal("out of memory");
    check->site = site;
    check->by_key = value_hash(&check->pool).hash;
    check->by_path = value_hash(&check->pool).hash;
    pthread_mutex_init(&check->lock, NULL);
    return check;
}

void check_close(struct check *check)
{
    if (check == NULL)
        return;
    pthread_mutex_destroy(&check->lock);
    pool_free(&check->pool);
    free(check);
}

static void add_part(struct text *out, struct str s)
{
    text_add(out, str_head(s, str_find_char(s, '\0')));
    text_add_char(out, '\0');
}

static void note_finding(struct noted *noted, enum finding_kind kind, struct str path, struct str fragment,
                         struct str written)
{
    text_add_char(&noted->keys, (char)kind);
    add_part(&noted->keys, path);
    add_part(&noted->keys, fragment);
    add_part(&noted->keys, written);
    noted->key_count++;
}

static void note_link(struct noted *noted, struct str written)
{
    struct text href = {0}, path = {0}, fragment = {0};

    html_unescape(&href, written);
    enum link_target_kind kind = link_target(&noted->from, text_str(&href), &path, &fragment);
    if (kind != LINK_ELSEWHERE)
        note_finding(noted, kind == LINK_HERE ? FINDING_LINK : FINDING_UNBASED, text_str(&path),
                     text_str(&fragment), written);
    text_free(&href);
    text_free(&path);
    text_free(&fragment);
}

static void note_id(struct noted *noted, struct str written, bool is_unique)
{
    struct text plain = {0};

    html_unescape(&plain, written);
    struct str id = pool_str(noted->pool, text_str(&plain));
    text_free(&plain);
    if (hash_entry(noted->seen, id) == NULL) {
        hash_set(noted->seen, id, value_nil);
        add_part(&noted->ids, id);
    } else if (is_unique) {
        note_finding(noted, FINDING_ID_TWICE, STR(""), STR(""), id);
    }
}

/* Where relative links start from, from here on. Elsewhere: then nothing is known about them. */
static void note_base(struct noted *noted, struct str href)
{
    struct text path = {0}, fragment = {0};

    if (link_target(&noted->from, href, &path, &fragment) == LINK_HERE)
        noted->from.base = str_of(pool_printf(noted->pool, "%.*s%.*s", STR_ARG(noted->from.baseurl),
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
        note_finding(noted, FINDING_BARE_IMG, STR(""), STR(""), value);
        break;
    }
}

/* ---------------------------------------------------------------- entering it with the others */

static struct str take_part(struct str *rest)
{
    size_t len = str_find_char(*rest, '\0');
    struct str part = str_head(*rest, len);

    *rest = str_from(*rest, len + 1);
    return part;
}

static uint32_t enter_finding(struct check *check, struct str key)
{
    struct value known = hash_get(check->by_key, key);
    struct finding finding = {.kind = (enum finding_kind)key.at[0]};

    if (known.kind == VALUE_INT)
        return (uint32_t)known.integer;
    key = pool_str(&check->pool, key);
    struct str rest = str_from(key, 1);
    finding.path = take_part(&rest);
    finding.fragment = take_part(&rest);
    finding.written = take_part(&rest);
    check->findings = pool_grow(&check->pool, check->findings, check->finding_count, &check->finding_cap,
                                sizeof(finding));
    check->findings[check->finding_count] = finding;
    hash_set(check->by_key, key, value_int((int64_t)check->finding_count));
    return (uint32_t)check->finding_count++;
}

static void enter(struct check *check, const struct noted *noted, const struct checked *like)
{
    struct checked *page = pool_take(&check->pool, sizeof(*page));
    uint32_t *findings = pool_take(&check->pool, noted->key_count * sizeof(*findings));
    struct str rest = text_str(&noted->keys);

    for (size_t i = 0; i < noted->key_count; i++) {
        struct str key = rest;
        rest = str_from(rest, 1);
        for (unsigned part = 0; part < 3; part++)
            take_part(&rest);
        findings[i] = enter_finding(check, str_head(key, key.len - rest.len));
    }
    *page = *like;
    page->is_redirect |= noted->is_redirect;
    page->findings = findings;
    page->finding_count = noted->key_count;
    page->ids = pool_str(&check->pool, text_str(&noted->ids));
    check->pages = pool_grow(&check->pool, check->pages, check->page_count, &check->page_cap, sizeof(page));
    check->pages[check->page_count++] = page;
}

static void note_all(struct check *check, const struct checked *page, const char *location, struct str html)
{
    struct site *site = check->site;
    struct pool pool = {0};
    struct noted noted = {.site = site, .pool = &pool, .seen = value_hash(&pool).hash};

    noted.from = (struct link_from){.url = site->url, .baseurl = site->baseurl};
    noted.from.base = str_of(pool_printf(&pool, "%.*s%s", STR_ARG(site->baseurl), page->path));
    if (location != NULL) /* nobody sees its text */
        note_link(&noted, str_of(location));
    else
        page_scan(html, note, &noted);
    pthread_mutex_lock(&check->lock);
    enter(check, &noted, page);
    pthread_mutex_unlock(&check->lock);
    text_free(&noted.keys);
    text_free(&noted.ids);
    pool_free(&pool);
}

void check_page(struct check *check, const struct page *page, struct str html)
{
    if (check == NULL)
        return;
    struct checked checked = {
        .path = page->path, .file = page->full, .name = page->full != NULL ? page->full : page->source};
    checked.text_at = page->text_at;
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

/* ---------------------------------------------------------------- when all pages were rendered */

static int compare_paths(const void *left, const void *right)
{
    const struct checked *a = *(struct checked *const *)left, *b = *(struct checked *const *)right;

    return strcmp(a->path, b->path);
}

/* By path, whichever was rendered first. */
static void order(struct check *check)
{
    if (check->page_count > 0)
        qsort(check->pages, check->page_count, sizeof(*check->pages), compare_paths);
    for (size_t i = 0; i < check->page_count; i++)
        hash_set(check->by_path, str_of(check->pages[i]->path), value_int((int64_t)i));
}

void check_finish(struct check *check)
{
    if (check == NULL)
        return;
    order(check);
    check_judge(check);
    check_report(check);
}
