/* reuse.c - see reuse.h
 *
 * In the store, a page's entry stands under the digest of the model and the page's own source. It is a head with the
 * digest of its HTML, under which that lies there too, and then four sections, each behind its length:
 *
 *   pages       numbers of the pages whose sources it read, 4 bytes each; their digest is in the head
 *   shown       format and text, NUL-terminated, of each part of the date that it shows
 *   templates   'L' or 'I' and the name, NUL-terminated, of each layout and include that it asked for
 *   warnings    as diag_pack() has them
 */
#include "reuse.h"

#include "check/check.h"
#include "content/date.h"
#include "content/zone.h"
#include "theme.h"

#include <string.h>
#include <xxh_x86dispatch.h>

struct entry_head {
    uint64_t html_high;
    uint64_t html_low;
    uint64_t pages_sum;
};

struct entry {
    struct entry_head head;
    struct str pages;
    struct str shown;
    struct str templates;
    struct str warnings;
};

static struct store_key key_of(const struct reuse *reuse, const struct page *page)
{
    uint64_t facts[] = {reuse->model.high, reuse->model.low, page->order, page->source_sum,
                        (uint64_t)page->modified_s, 0};

    if (page->full == NULL)
        facts[5] = XXH3_64bits(page->text.at, page->text.len);
    XXH128_hash_t sum = XXH3_128bits(facts, sizeof(facts));
    return (struct store_key){sum.high64, sum.low64, STORE_PAGE};
}

static struct store_key seal_of(const struct reuse *reuse)
{
    return (struct store_key){reuse->model.high, reuse->model.low, STORE_SITE};
}

void reuse_open(struct reuse *reuse, struct site *site, struct store *store)
{
    struct store_place place;

    *reuse = (struct reuse){.site = site, .store = store, .asked = value_hash(&site->pool).hash};
    if (store == NULL)
        return;
    reuse->templates = model_digest_templates(site);
    reuse->model = model_digest(site);
    check_use_model(site->check, reuse->model);
    reuse->is_sealed = store_find(store, seal_of(reuse), &place, NULL);
}

/* ---------------------------------------------------------------- the sections of an entry */

static void add_section(struct text *bytes, struct str section)
{
    uint64_t len = section.len;

    text_add(bytes, str_bytes(&len, sizeof(len)));
    text_add(bytes, section);
}

static bool take_section(struct str *bytes, struct str *section)
{
    uint64_t len;

    if (bytes->len < sizeof(len))
        return false;
    memcpy(&len, bytes->at, sizeof(len));
    if (len > bytes->len - sizeof(len))
        return false;
    *section = str_head(str_from(*bytes, sizeof(len)), (size_t)len);
    *bytes = str_from(*bytes, sizeof(len) + (size_t)len);
    return true;
}

static bool read_entry(struct str bytes, struct entry *entry)
{
    if (bytes.len < sizeof(entry->head))
        return false;
    memcpy(&entry->head, bytes.at, sizeof(entry->head));
    bytes = str_from(bytes, sizeof(entry->head));
    return take_section(&bytes, &entry->pages) && take_section(&bytes, &entry->shown) &&
           take_section(&bytes, &entry->templates) && take_section(&bytes, &entry->warnings);
}

/* The next text of a list of NUL-terminated ones. */
static struct str take_text(struct str *list)
{
    struct str text = str_head(*list, str_find_char(*list, '\0'));

    *list = str_from(*list, text.len < list->len ? text.len + 1 : text.len);
    return text;
}

static void add_text(struct text *list, struct str text)
{
    text_add(list, text);
    text_add(list, (struct str){"", 1});
}

/* ---------------------------------------------------------------- finding */

/* What may have changed about a page that others read, while the model is the same. */
static uint64_t sum_of(const struct page *page, uint64_t seed)
{
    uint64_t facts[] = {page->source_sum, (uint64_t)page->modified_s, 0};

    if (page->full == NULL)
        facts[2] = XXH3_64bits(page->text.at, page->text.len);
    return XXH3_64bits_withSeed(facts, sizeof(facts), seed);
}

static bool pages_are_as_they_were(const struct reuse *reuse, const struct entry *entry)
{
    uint64_t sum = 0;
    uint32_t order;

    for (size_t at = 0; at + sizeof(order) <= entry->pages.len; at += sizeof(order)) {
        memcpy(&order, entry->pages.at + at, sizeof(order));
        if (order >= reuse->site->page_count)
            return false;
        sum = sum_of(reuse->site->pages[order], sum);
    }
    return sum == entry->head.pages_sum;
}

/* Whether the clock shows what it showed. */
static bool clock_shows(const struct reuse *reuse, struct str shown)
{
    const struct site *site = reuse->site;
    bool same = true;

    if (shown.len == 0)
        return true;
    site_clock(site);
    struct value now = zone_value(site->is_jekyll ? site->now_s : site->newest_s);
    while (same && shown.len > 0) {
        struct str format = take_text(&shown), printed = take_text(&shown);
        struct text text = {0};
        date_format_in(&text, format, now.time_s, now.zone_s);
        same = str_eq(text_str(&text), printed);
        text_free(&text);
    }
    return same;
}

/* The theme reads and parses each once, and reports what is wrong with it. Under lock. */
static void ask_theme(struct site *site, struct str templates)
{
    struct pool pool = {0};

    while (templates.len > 0) {
        struct str name = take_text(&templates);
        if (str_starts(name, "L"))
            theme_layout(site->theme, pool_copy(&pool, str_from(name, 1)));
        else
            theme_include(site->theme, str_from(name, 1));
    }
    pool_free(&pool);
}

/* Most pages ask for what the page before them did: those need no lock. */
static void ask_for_templates(struct reuse *reuse, struct str templates)
{
    const struct str *last = atomic_load_explicit(&reuse->asked_last, memory_order_acquire);
    struct site *site = reuse->site;

    if (last != NULL && str_eq(*last, templates))
        return;
    pthread_mutex_lock(&site->lock);
    const struct hash_entry *entry = hash_entry(reuse->asked, templates);
    if (entry == NULL) {
        entry = hash_set(reuse->asked, pool_str(&site->pool, templates), value_nil);
        ask_theme(site, templates);
    }
    /* An entry that the hash outgrows stays in the pool. */
    atomic_store_explicit(&reuse->asked_last, &entry->key, memory_order_release);
    pthread_mutex_unlock(&site->lock);
}

bool reuse_find(struct reuse *reuse, struct page *page, struct str *html, struct diag *diag)
{
    struct store_place place;
    struct entry entry;
    struct str bytes;

    if (!reuse->is_sealed || !store_find(reuse->store, key_of(reuse, page), &place, &bytes) ||
        !read_entry(bytes, &entry) || !pages_are_as_they_were(reuse, &entry) ||
        !clock_shows(reuse, entry.shown))
        return false;
    struct store_key body = {entry.head.html_high, entry.head.html_low, STORE_BODY};
    *html = STR("");
    if (!page->is_unwritten &&
        !(store_find(reuse->store, body, &place, html) && html->len == place.len))
        return false;
    page->html_high = body.high;
    page->html_low = body.low;
    ask_for_templates(reuse, entry.templates);
    diag_unpack(diag, entry.warnings);
    return true;
}

/* ---------------------------------------------------------------- keeping */

static void add_pages(const struct reuse *reuse, const struct reads *reads, struct text *list, uint64_t *sum)
{
    for (size_t i = 0; reads->pages != NULL && i < reuse->site->page_count; i++) {
        uint32_t order = (uint32_t)i;
        if ((reads->pages[i / 64] >> i % 64 & 1) == 0)
            continue;
        text_add(list, str_bytes(&order, sizeof(order)));
        *sum = sum_of(reuse->site->pages[i], *sum);
    }
}

static void add_shown(const struct reads *reads, struct text *list)
{
    for (const struct clock_shown *shown = reads->shown; shown != NULL; shown = shown->next) {
        add_text(list, shown->format);
        add_text(list, shown->printed);
    }
}

static void add_templates(const struct reads *reads, struct text *list)
{
    for (const struct template_asked *asked = reads->templates; asked != NULL; asked = asked->next) {
        text_add_c(list, asked->is_layout ? "L" : "I");
        add_text(list, asked->name);
    }
}

void reuse_keep(const struct reuse *reuse, const struct page *page, struct str html, const struct reads *reads,
                const struct diag *diag, size_t first)
{
    struct store_key body = store_key_of(STORE_BODY, html);
    struct entry_head head = {.html_high = body.high, .html_low = body.low};
    struct text bytes = {0}, pages = {0}, shown = {0}, templates = {0}, warnings = {0};
    struct store_place place;

    if (reuse->store == NULL || reads->unrepeatable || reads->clock_count > 0)
        return;
    add_pages(reuse, reads, &pages, &head.pages_sum);
    add_shown(reads, &shown);
    add_templates(reads, &templates);
    diag_pack(diag, first, &warnings);
    text_add(&bytes, str_bytes(&head, sizeof(head)));
    add_section(&bytes, text_str(&pages));
    add_section(&bytes, text_str(&shown));
    add_section(&bytes, text_str(&templates));
    add_section(&bytes, text_str(&warnings));
    /* Where there is no room, the next bake renders it again. */
    (void)!store_add(reuse->store, key_of(reuse, page), text_str(&bytes), &place);
    text_free(&bytes);
    text_free(&pages);
    text_free(&shown);
    text_free(&templates);
    text_free(&warnings);
}

void reuse_close(const struct reuse *reuse)
{
    struct store_place place;

    if (reuse->store == NULL)
        return;
    struct model_digest now = model_digest_templates(reuse->site);
    if (now.high == reuse->templates.high && now.low == reuse->templates.low)
        (void)!store_add(reuse->store, seal_of(reuse), STR(""), &place);
}
