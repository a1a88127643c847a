/* model_digest.c - see model_digest.h
 *
 * Values are a graph: lists share the drops of pages, and drops lead to one another. Each list and hash is
 * gone through when it is first met, and named by its number after that.
 */
#include "model_digest.h"

#include "plugins/plugin.h"
#include "provenance/provenance.h"
#include "theme.h"
#include "workers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#define BUFFER_LEN 4096u

struct digest {
    XXH3_state_t *state;
    uint8_t buffer[BUFFER_LEN]; /* hashing goes faster in large pieces */
    size_t len;
    const void **met; /* open addressing; slot_count is a power of two */
    uint32_t *numbers;
    size_t slot_count;
    uint32_t count;
};

static void flush(struct digest *d)
{
    XXH3_128bits_update(d->state, d->buffer, d->len);
    d->len = 0;
}

static void feed(struct digest *d, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    if (len > BUFFER_LEN - d->len)
        flush(d);
    if (len > BUFFER_LEN) {
        XXH3_128bits_update(d->state, bytes, len);
        return;
    }
    memcpy(d->buffer + d->len, bytes, len);
    d->len += len;
}

static void feed_number(struct digest *d, uint64_t number)
{
    feed(d, &number, sizeof(number));
}

static void feed_str(struct digest *d, struct str s)
{
    feed_number(d, s.len);
    feed(d, s.at, s.len);
}

static void feed_text(struct digest *d, const char *text)
{
    if (text == NULL)
        feed_number(d, UINT64_MAX);
    else
        feed_str(d, str_of(text));
}

/* ---------------------------------------------------------------- values */

static size_t slot_of(const struct digest *d, const void *object)
{
    size_t slot = (size_t)((uintptr_t)object / 16 * 0x9e3779b97f4a7c15u >> 20) & (d->slot_count - 1);

    while (d->met[slot] != NULL && d->met[slot] != object)
        slot = (slot + 1) & (d->slot_count - 1);
    return slot;
}

static void grow(struct digest *d)
{
    struct digest old = {.met = d->met, .numbers = d->numbers, .slot_count = d->slot_count};

    d->slot_count = old.slot_count == 0 ? 4096 : old.slot_count * 2;
    d->met = calloc(d->slot_count, sizeof(*d->met));
    d->numbers = calloc(d->slot_count, sizeof(*d->numbers));
    if (d->met == NULL || d->numbers == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.met[i] == NULL)
            continue;
        size_t slot = slot_of(d, old.met[i]);
        d->met[slot] = old.met[i];
        d->numbers[slot] = old.numbers[i];
    }
    free(old.met);
    free(old.numbers);
}

/* Returns whether the object is met for the first time; feeds its number otherwise. */
static bool meet(struct digest *d, const void *object)
{
    if (2 * ((size_t)d->count + 1) > d->slot_count)
        grow(d);
    size_t slot = slot_of(d, object);
    if (d->met[slot] != NULL) {
        feed_number(d, d->numbers[slot]);
        return false;
    }
    d->met[slot] = object;
    d->numbers[slot] = ++d->count;
    feed_number(d, 0);
    return true;
}

static void feed_value(struct digest *d, struct value value);

static void feed_array(struct digest *d, const struct array *array)
{
    if (!meet(d, array))
        return;
    feed_number(d, array->count);
    for (size_t i = 0; i < array->count; i++)
        feed_value(d, array->items[i]);
}

static void feed_hash(struct digest *d, const struct hash *hash)
{
    if (!meet(d, hash))
        return;
    feed_number(d, hash->count);
    for (size_t i = 0; i < hash->count; i++) {
        feed_str(d, hash->entries[i].key);
        feed_value(d, hash->entries[i].value);
    }
}

static void feed_value(struct digest *d, struct value value)
{
    feed_number(d, value.kind);
    switch (value.kind) {
    case VALUE_NIL:
    case VALUE_EMPTY:
    case VALUE_BLANK:
    case VALUE_LAZY: /* what it shows follows from the rest, or is followed */
        break;
    case VALUE_BOOL:
        feed_number(d, value.boolean);
        break;
    case VALUE_INT:
        feed_number(d, (uint64_t)value.integer);
        break;
    case VALUE_FLOAT:
        feed(d, &value.real, sizeof(value.real));
        break;
    case VALUE_STRING:
        feed_str(d, value.string);
        break;
    case VALUE_TIME:
        feed_number(d, (uint64_t)value.time_s);
        feed_number(d, (uint64_t)value.zone_s);
        break;
    case VALUE_RANGE:
        feed_number(d, (uint64_t)value.range.first);
        feed_number(d, (uint64_t)value.range.last);
        break;
    case VALUE_ARRAY:
        feed_array(d, value.array);
        break;
    case VALUE_HASH:
        feed_hash(d, value.hash);
        break;
    }
}

/* ---------------------------------------------------------------- the model */

/* All but what templates see of it. */
static void feed_page(struct digest *d, const struct page *page)
{
    uint64_t facts = (uint64_t)page->kind | (uint64_t)page->format << 8 | (uint64_t)page->has_liquid << 16 |
                     (uint64_t)page->is_xml << 17 | (uint64_t)page->is_unwritten << 18 |
                     (uint64_t)page->is_of_theme << 19 | (uint64_t)page->is_draft << 20 |
                     (uint64_t)page->has_date << 21 | (uint64_t)page->is_markdown << 22;

    feed_number(d, facts);
    feed_number(d, page->has_date ? (uint64_t)page->date_s : 0);
    feed_text(d, page->source);
    feed_text(d, page->path);
    feed_text(d, page->url);
    feed_text(d, page->output_ext);
    feed_text(d, page->location);
    feed_text(d, page->layout);
    feed_str(d, page->title);
    feed_value(d, page->front);
}

static void feed_site(struct digest *d, const struct site *site)
{
    feed_text(d, site->dir); /* as messages name it */
    feed_number(d, site->is_jekyll);
    feed_value(d, site->config);
    feed_value(d, site->data);
    for (size_t i = 0; i < site->page_count; i++) {
        feed_value(d, site->pages[i]->drop);
        feed_value(d, site->pages[i]->paginator);
    }
    for (size_t i = 0; i < site->file_count; i++) {
        feed_text(d, site->files[i].source);
        feed_text(d, site->files[i].path);
        feed_number(d, site->files[i].is_unwritten);
        feed_value(d, site->files[i].drop);
    }
    for (size_t i = 0; i < site->redirect_count; i++) {
        feed_text(d, site->redirects[i].from);
        feed_text(d, site->redirects[i].to);
    }
    for (size_t i = 0; i < site->collection_count; i++)
        feed_value(d, site->collections[i].drop);
    feed_value(d, site->drop);
}

static void feed_file(void *context, const char *file, struct str content)
{
    feed_text(context, file);
    feed_str(context, content);
}

/* What plug-ins and the clock's zone take from outside. */
static void feed_environment(struct digest *d)
{
    struct stat st;

    for (size_t i = 0; provenance_variables[i] != NULL; i++)
        feed_text(d, getenv(provenance_variables[i]));
    feed_text(d, getenv("TZ"));
    if (stat("/etc/localtime", &st) == 0) {
        feed_number(d, (uint64_t)st.st_ino);
        feed_number(d, (uint64_t)st.st_mtime);
    }
}

static void start(struct digest *d)
{
    *d = (struct digest){.state = XXH3_createState()};
    if (d->state == NULL)
        fatal("out of memory");
    XXH3_128bits_reset(d->state);
}

static struct model_digest finish(struct digest *d)
{
    flush(d);
    XXH128_hash_t sum = XXH3_128bits_digest(d->state);
    XXH3_freeState(d->state);
    free(d->met);
    free(d->numbers);
    return (struct model_digest){sum.high64, sum.low64};
}

struct model_digest model_digest_templates(const struct site *site)
{
    struct digest d;

    start(&d);
    theme_each_file(site->theme, feed_file, &d);
    return finish(&d);
}

/* The pages without their drops, which are half of it: beside the other half. */
struct pages_digest {
    const struct site *site;
    struct model_digest sum;
};

static void digest_pages(void *context)
{
    struct pages_digest *pages = context;
    struct digest d;

    start(&d);
    for (size_t i = 0; i < pages->site->page_count; i++)
        feed_page(&d, pages->site->pages[i]);
    pages->sum = finish(&d);
}

struct model_digest model_digest(const struct site *site)
{
    struct model_digest templates = model_digest_templates(site);
    struct pages_digest pages = {.site = site};
    struct aside aside;
    struct digest d;

    aside_start(&aside, digest_pages, &pages);
    start(&d);
    feed(&d, &templates, sizeof(templates));
    feed_environment(&d);
    feed_site(&d, site);
    aside_wait(&aside);
    feed(&d, &pages.sum, sizeof(pages.sum));
    return finish(&d);
}
