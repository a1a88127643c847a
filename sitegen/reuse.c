/* reuse.c - see reuse.h
 *
 * In the store, a page's entry stands under the digest of the model and the page's own source. It holds the
 * digest of its HTML, under which that lies there too, the digest of the sources that it read, and their
 * numbers.
 */
#include "reuse.h"

#include <string.h>
#include <xxhash.h>

struct entry {
    uint64_t html_high;
    uint64_t html_low;
    uint64_t reads_sum;
    uint64_t read_count; /* so many numbers of pages follow, 4 bytes each */
};

static struct store_key key_of(const struct reuse *reuse, const struct page *page)
{
    uint64_t facts[] = {reuse->model.high, reuse->model.low, page->order, page->source_sum,
                        (uint64_t)page->modified_s};
    XXH3_state_t *state = XXH3_createState();

    if (state == NULL)
        fatal("out of memory");
    XXH3_128bits_reset(state);
    XXH3_128bits_update(state, facts, sizeof(facts));
    if (page->full == NULL)
        XXH3_128bits_update(state, page->text.at, page->text.len);
    XXH128_hash_t sum = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    return (struct store_key){sum.high64, sum.low64, STORE_PAGE};
}

static struct store_key seal_of(const struct reuse *reuse)
{
    return (struct store_key){reuse->model.high, reuse->model.low, STORE_SITE};
}

/* Of a page that others read: what may have changed about it while the model is the same. */
static uint64_t sum_of(const struct page *page, uint64_t seed)
{
    uint64_t facts[] = {page->source_sum, (uint64_t)page->modified_s, 0};

    if (page->full == NULL)
        facts[2] = XXH3_64bits(page->text.at, page->text.len);
    return XXH3_64bits_withSeed(facts, sizeof(facts), seed);
}

void reuse_open(struct reuse *reuse, const struct site *site, struct store *store)
{
    struct store_place place;

    *reuse = (struct reuse){.site = site, .store = store, .diag_count = site->diag->count};
    if (store == NULL)
        return;
    reuse->model = model_digest(site);
    reuse->is_sealed = store_find(store, seal_of(reuse), &place, NULL);
}

static bool reads_are_as_they_were(const struct reuse *reuse, const struct entry *entry, struct str numbers)
{
    uint64_t sum = 0;

    if (numbers.len / sizeof(uint32_t) != entry->read_count)
        return false;
    for (uint64_t i = 0; i < entry->read_count; i++) {
        uint32_t order;
        memcpy(&order, numbers.at + i * sizeof(order), sizeof(order));
        if (order >= reuse->site->page_count)
            return false;
        sum = sum_of(reuse->site->pages[order], sum);
    }
    return sum == entry->reads_sum;
}

bool reuse_find(const struct reuse *reuse, const struct page *page, struct str *html)
{
    struct store_place place;
    struct entry entry;
    struct str bytes;

    if (!reuse->is_sealed || !store_find(reuse->store, key_of(reuse, page), &place, &bytes) ||
        bytes.len < sizeof(entry))
        return false;
    memcpy(&entry, bytes.at, sizeof(entry));
    if (!reads_are_as_they_were(reuse, &entry, str_from(bytes, sizeof(entry))))
        return false;
    *html = STR("");
    if (page->is_unwritten)
        return true;
    struct store_key body = {entry.html_high, entry.html_low, STORE_BODY};
    return store_find(reuse->store, body, &place, html) && html->len == place.len;
}

void reuse_keep(const struct reuse *reuse, const struct page *page, struct str html, const struct reads *reads,
                struct pool *pool)
{
    size_t page_count = reuse->site->page_count;
    struct store_key body = store_key_of(STORE_BODY, html);
    struct entry entry = {.html_high = body.high, .html_low = body.low};
    struct text bytes = {0};
    struct store_place place;

    if (reuse->store == NULL || reads->unrepeatable)
        return;
    text_add(&bytes, (struct str){(const char *)&entry, sizeof(entry)});
    for (size_t i = 0; reads->pages != NULL && i < page_count; i++) {
        if ((reads->pages[i / 64] >> i % 64 & 1) == 0)
            continue;
        uint32_t order = (uint32_t)i;
        text_add(&bytes, (struct str){(const char *)&order, sizeof(order)});
        entry.reads_sum = sum_of(reuse->site->pages[i], entry.reads_sum);
        entry.read_count++;
    }
    struct str whole = text_finish(&bytes, pool);
    memcpy((char *)(uintptr_t)whole.at, &entry, sizeof(entry));
    /* Where there is no room, the next bake renders it again. */
    (void)!store_add(reuse->store, key_of(reuse, page), whole, &place);
}

void reuse_close(const struct reuse *reuse)
{
    struct store_place place;
    struct model_digest now;

    if (reuse->store == NULL || reuse->site->diag->count != reuse->diag_count)
        return;
    now = model_digest(reuse->site);
    if (now.high == reuse->model.high && now.low == reuse->model.low)
        (void)!store_add(reuse->store, seal_of(reuse), STR(""), &place);
}
