/* check_known.c - what was right is known to the next bake: one changed text is no reason to compare half a
 * million links again. See check_parts.h.
 *
 * Whether something is wrong with a page follows from the model, which says what is served where; from the ids
 * of all pages; and from what it holds itself. So under a digest of the first two lie the sums of what those
 * pages held that nothing was wrong with, each at its page's place among all, and 0 for the others. Where a
 * fault stands in the sources does not follow from these: what is wrong is found anew each time.
 */
#include "check/check_parts.h"

#include <stdlib.h>
#include <string.h>

static size_t place_count(const struct site *site)
{
    return site->page_count + site->file_count;
}

/* Pages come first, then files. */
static size_t place_of(const struct site *site, const struct check_taken *taken)
{
    return taken->page != NULL ? taken->page->order : site->page_count + (size_t)(taken->file - site->files);
}

static uint64_t *new_sums(const struct site *site)
{
    uint64_t *sums = calloc(place_count(site) + 1, sizeof(*sums));

    if (sums == NULL)
        fatal("out of memory");
    return sums;
}

static struct str bytes_of(const struct site *site, const uint64_t *sums)
{
    return str_bytes(sums, place_count(site) * sizeof(*sums));
}

static struct store_key key_of(const struct check *check)
{
    uint64_t *sums = new_sums(check->site);

    for (size_t i = 0; i < WORKERS_MAX; i++)
        for (const struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next)
            sums[place_of(check->site, taken)] = taken->ids_sum;
    struct store_key ids = store_key_of(STORE_CHECK, bytes_of(check->site, sums));
    uint64_t facts[] = {check->model.high, check->model.low, ids.high, ids.low};
    free(sums);
    return store_key_of(STORE_CHECK, str_bytes(facts, sizeof(facts)));
}

bool check_find_right(struct check *check)
{
    const struct site *site = check->site;
    struct store_place place;
    struct str bytes;
    bool all = true;

    if (check->store == NULL || !check->has_model ||
        !store_find(check->store, key_of(check), &place, &bytes) ||
        bytes.len != place_count(site) * sizeof(uint64_t))
        return false;
    for (size_t i = 0; i < WORKERS_MAX; i++) {
        for (struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next) {
            const char *sum = bytes.at + place_of(site, taken) * sizeof(taken->sum);
            taken->is_right = memcmp(sum, &taken->sum, sizeof(taken->sum)) == 0;
            all &= taken->is_right;
        }
    }
    return all;
}

static bool is_right(const struct check *check, const struct checked *page)
{
    for (size_t i = 0; i < page->finding_count; i++)
        if (check->findings[page->findings[i]].fault != FAULT_NONE)
            return false;
    return true;
}

void check_keep_right(const struct check *check)
{
    struct store_place place;

    if (check->store == NULL || !check->has_model)
        return;
    uint64_t *sums = new_sums(check->site);
    for (size_t i = 0; i < check->page_count; i++)
        if (is_right(check, check->pages[i]))
            sums[place_of(check->site, check->pages[i]->taken)] = check->pages[i]->taken->sum;
    (void)!store_add(check->store, key_of(check), bytes_of(check->site, sums), &place);
    free(sums);
}
