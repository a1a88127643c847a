/* check_note.c - what a page holds is noted while it is rendered. See check_parts.h. */
#include "check/check_parts.h"
#include "check/page_scan.h"
#include "content/urls.h"
#include "html.h"

#include <stdlib.h>
#include <string.h>
#include <xxh_x86dispatch.h>

/* What one page holds, before it is entered with the others. Taken again for page after page. */
struct noted {
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

/* ---------------------------------------------------------------- what was found, as bytes */

static struct str pack(const struct noted *noted, struct pool *pool)
{
    uint64_t ids_sum = XXH3_64bits_withSeed(noted->ids.bytes, noted->ids.len, noted->is_redirect);
    struct noted_head head = {.is_redirect = noted->is_redirect,
                              .mark_count = (uint32_t)noted->mark_count,
                              .keys_len = noted->keys.len,
                              .sum = XXH3_64bits_withSeed(noted->keys.bytes, noted->keys.len, ids_sum),
                              .ids_sum = ids_sum};
    struct text bytes = {0};

    text_add(&bytes, str_bytes(&head, sizeof(head)));
    text_add(&bytes, str_bytes(noted->marks, noted->mark_count * sizeof(*noted->marks)));
    text_add(&bytes, text_str(&noted->keys));
    text_add(&bytes, text_str(&noted->ids));
    return text_finish(&bytes, pool);
}

struct noted_head check_head_of(struct str noted)
{
    struct noted_head head;

    memcpy(&head, noted.at, sizeof(head));
    return head;
}

static void clear(struct noted *noted)
{
    text_clear(&noted->keys);
    text_clear(&noted->ids);
    pool_clear(&noted->pool);
    *noted = (struct noted){.keys = noted->keys, .ids = noted->ids, .pool = noted->pool};
}

struct str check_note(struct check_lane *lane, const struct link_from *from, const char *location,
                      struct str html)
{
    struct noted *noted = lane->noted;

    if (noted == NULL && (noted = lane->noted = calloc(1, sizeof(*noted))) == NULL)
        fatal("out of memory");
    noted->from = *from;
    noted->seen = value_hash(&noted->pool).hash;
    if (location != NULL) /* nobody sees its text */
        note_link(noted, str_of(location));
    else
        page_scan(html, note, noted);
    note_own_links(noted);
    struct str bytes = pack(noted, &lane->pool);
    clear(noted);
    return bytes;
}

void check_note_free(struct check *check)
{
    for (size_t i = 0; i < WORKERS_MAX; i++) {
        struct noted *noted = check->lanes[i].noted;
        if (noted != NULL) {
            text_free(&noted->keys);
            text_free(&noted->ids);
            pool_free(&noted->pool);
            free(noted);
        }
        pool_free(&check->lanes[i].pool);
    }
}
