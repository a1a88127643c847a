/* model_digest.c - see model_digest.h
 *
 * Values are a graph: lists share the drops of pages, and drops lead to one another. So the drops of pages,
 * files and collections, _data and the configuration get numbers as the sums of their hashes before anything is
 * fed, and each is fed once.
 *
 * Of ten thousand pages, the front matter with its defaults and the drop are not even gone through: where
 * content/ has made them and nobody has set anything in them since (VALUE_SUM_FOLLOWS), they follow from the
 * front matter as it stands in the file, whose digest the store has, from the facts of the page and from the
 * configuration.
 */
#include "model_digest.h"

#include "plugins/plugin.h"
#include "provenance/provenance.h"
#include "theme.h"
#include "value_digest.h"
#include "workers.h"

#include <stdlib.h>
#include <sys/stat.h>

/* ---------------------------------------------------------------- names */

/* Bit 0 says whether it follows, so that the next digest of the same site knows it too. */
static void name(struct value value, uint64_t number)
{
    if (value.kind == VALUE_HASH)
        value.hash->sum = number << 1 | (value.hash->sum & VALUE_SUM_FOLLOWS);
}

static void name_all(const struct site *site)
{
    uint64_t count = 0;

    for (size_t i = 0; i < site->page_count; i++)
        name(site->pages[i]->drop, ++count);
    for (size_t i = 0; i < site->file_count; i++)
        name(site->files[i].drop, ++count);
    for (size_t i = 0; i < site->collection_count; i++)
        name(site->collections[i].drop, ++count);
    name(site->config, ++count);
    name(site->data, ++count);
}

/* What has a name. */
static void feed_named(struct value_digest *d, struct value value)
{
    if (value.kind == VALUE_HASH)
        value_digest_hash(d, value.hash);
    else
        value_digest_value(d, value);
}

/* ---------------------------------------------------------------- the model */

/* What has no name: the front matter with its defaults, which in a plain folder has none. */
static void feed_front(struct value_digest *d, const struct page *page)
{
    bool follows = page->front.kind == VALUE_HASH &&
                   (page->front.hash == page->own.hash || page->front.hash->sum == VALUE_SUM_FOLLOWS);

    value_digest_number(d, value_sum(page->own));
    value_digest_number(d, follows);
    if (!follows)
        value_digest_value(d, page->front);
}

/* All but what templates see of it. */
static void feed_page(struct value_digest *d, const struct page *page)
{
    uint64_t facts = (uint64_t)page->kind | (uint64_t)page->format << 8 | (uint64_t)page->has_liquid << 16 |
                     (uint64_t)page->is_xml << 17 | (uint64_t)page->is_unwritten << 18 |
                     (uint64_t)page->is_of_theme << 19 | (uint64_t)page->is_draft << 20 |
                     (uint64_t)page->has_date << 21 | (uint64_t)page->is_markdown << 22 |
                     (uint64_t)(page->previous != NULL) << 23 | (uint64_t)(page->next != NULL) << 24;

    value_digest_number(d, facts);
    value_digest_number(d, page->has_date ? (uint64_t)page->date_s : 0);
    value_digest_text(d, page->collection != NULL ? page->collection->label : NULL);
    value_digest_text(d, page->source);
    value_digest_text(d, page->path);
    value_digest_text(d, page->url);
    value_digest_text(d, page->output_ext);
    value_digest_text(d, page->location);
    value_digest_text(d, page->layout);
    value_digest_str(d, page->title);
    feed_front(d, page);
}

static void feed_drop(struct value_digest *d, struct value drop)
{
    bool follows = drop.kind == VALUE_HASH && (drop.hash->sum & VALUE_SUM_FOLLOWS) != 0;

    value_digest_number(d, follows);
    if (!follows)
        feed_named(d, drop);
}

/* Where values stand in their file. */
static void feed_places(struct value_digest *d, struct value value)
{
    for (size_t i = 0; value.kind == VALUE_ARRAY && i < value.array->count; i++)
        feed_places(d, value.array->items[i]);
    for (size_t i = 0; value.kind == VALUE_HASH && i < value.hash->count; i++) {
        const struct hash_entry *entry = &value.hash->entries[i];
        value_digest_number(d, (uint64_t)entry->line << 32 | entry->column);
        feed_places(d, entry->value);
    }
}

static void feed_site(struct value_digest *d, const struct site *site)
{
    value_digest_text(d, site->dir); /* as messages name it */
    value_digest_number(d, site->is_jekyll);
    /* Of documents without a date, unless it is the clock's. */
    value_digest_number(d, site->time_s != site->now_s ? (uint64_t)site->time_s : 0);
    feed_named(d, site->config);
    feed_places(d, value_get(site->config, "defaults")); /* messages about pages lead there */
    feed_named(d, site->data);
    for (size_t i = 0; i < site->page_count; i++) {
        feed_drop(d, site->pages[i]->drop);
        value_digest_value(d, site->pages[i]->paginator);
    }
    for (size_t i = 0; i < site->file_count; i++) {
        value_digest_text(d, site->files[i].source);
        value_digest_text(d, site->files[i].path);
        value_digest_number(d, site->files[i].is_unwritten);
        feed_named(d, site->files[i].drop);
    }
    for (size_t i = 0; i < site->redirect_count; i++) {
        value_digest_text(d, site->redirects[i].from);
        value_digest_text(d, site->redirects[i].to);
    }
    for (size_t i = 0; i < site->collection_count; i++)
        feed_named(d, site->collections[i].drop);
    value_digest_value(d, site->drop);
}

static void feed_file(void *context, const char *file, struct str content)
{
    value_digest_text(context, file);
    value_digest_str(context, content);
}

/* What plug-ins and the clock's zone take from outside. */
static void feed_environment(struct value_digest *d)
{
    struct stat st;

    for (size_t i = 0; provenance_variables[i] != NULL; i++)
        value_digest_text(d, getenv(provenance_variables[i]));
    value_digest_text(d, getenv("TZ"));
    if (stat("/etc/localtime", &st) == 0) {
        value_digest_number(d, (uint64_t)st.st_ino);
        value_digest_number(d, (uint64_t)st.st_mtime);
    }
}

static struct model_digest finish(struct value_digest *d)
{
    XXH128_hash_t sum = value_digest_finish(d);

    return (struct model_digest){sum.high64, sum.low64};
}

struct model_digest model_digest_templates(const struct site *site)
{
    struct value_digest d;

    value_digest_start(&d);
    theme_each_file(site->theme, feed_file, &d);
    return finish(&d);
}

/* The pages without their drops: beside the other half. */
struct pages_digest {
    const struct site *site;
    struct model_digest sum;
};

static void digest_pages(void *context)
{
    struct pages_digest *pages = context;
    struct value_digest d;

    value_digest_start(&d);
    for (size_t i = 0; i < pages->site->page_count; i++)
        feed_page(&d, pages->site->pages[i]);
    pages->sum = finish(&d);
}

struct model_digest model_digest(const struct site *site)
{
    struct model_digest templates = model_digest_templates(site);
    struct pages_digest pages = {.site = site};
    struct value_digest d;
    struct aside aside;

    name_all(site);
    aside_start(&aside, digest_pages, &pages);
    value_digest_start(&d);
    value_digest_bytes(&d, &templates, sizeof(templates));
    feed_environment(&d);
    feed_site(&d, site);
    aside_wait(&aside);
    value_digest_bytes(&d, &pages.sum, sizeof(pages.sum));
    return finish(&d);
}
