/* check_known.c - that nothing was wrong is known to the next bake: one changed text is no reason to compare
 * half a million links again. See check_parts.h.
 *
 * Whether something is wrong follows from the model, which says what is served where, and from what each page
 * holds. Where it stands in the sources does not: so what is wrong is found anew each time.
 */
#include "check/check_parts.h"

#include <stdlib.h>
#include <xxhash.h>

/* What all pages and files hold, each at its place among them. */
static XXH128_hash_t sum_of_all(const struct check *check)
{
    const struct site *site = check->site;
    size_t count = site->page_count + site->file_count;
    uint64_t *sums = calloc(count + 1, sizeof(*sums));

    if (sums == NULL)
        fatal("out of memory");
    for (size_t i = 0; i < WORKERS_MAX; i++) {
        for (const struct check_taken *taken = check->lanes[i].taken; taken != NULL; taken = taken->next) {
            size_t place = taken->page != NULL ? taken->page->order
                                               : site->page_count + (size_t)(taken->file - site->files);
            sums[place] = taken->sum;
        }
    }
    XXH128_hash_t sum = XXH3_128bits(sums, count * sizeof(*sums));
    free(sums);
    return sum;
}

static struct store_key key_of(const struct check *check)
{
    XXH128_hash_t all = sum_of_all(check);
    uint64_t facts[] = {check->model.high, check->model.low, all.high64, all.low64};

    return store_key_of(STORE_CHECK, str_bytes(facts, sizeof(facts)));
}

bool check_is_known_right(const struct check *check)
{
    struct store_place place;

    return check->store != NULL && check->has_model && store_find(check->store, key_of(check), &place, NULL);
}

void check_keep_right(const struct check *check)
{
    struct store_place place;

    if (check->store == NULL || !check->has_model)
        return;
    for (size_t i = 0; i < check->finding_count; i++)
        if (check->findings[i].fault != FAULT_NONE)
            return;
    (void)!store_add(check->store, key_of(check), STR(""), &place);
}
