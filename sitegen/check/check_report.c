/* check_report.c - the faults, each at its place in the author's sources. See check_parts.h.
 *
 * A link of a layout is on every page that the layout makes, and is reported once, where the layout has it.
 * So a fault is looked for in the page's own source, and in what pages share: layouts, includes, data, the
 * configuration. What many pages hold is looked for there first.
 */
#include "check/check_parts.h"
#include "check/shared_sources.h"
#include "check/source_place.h"
#include "files.h"

#include <string.h>

#define SHARED_FROM 3u /* pages that hold the same fault: then it is not theirs */
#define TRIES_MAX   8u /* pages whose source is read for what is not theirs */

struct report {
    struct check *check;
    struct pool pool;
    struct source_places shared;
    struct finding **faulty; /* leaders, in the order of the pages that hold them first */
    size_t faulty_count;
    struct hash *leaders; /* fault and what is written -> index into faulty */
    size_t shown[FAULT_KINDS];
    size_t hidden[FAULT_KINDS];
};

static struct str leader_key(struct pool *pool, enum finding_fault fault, struct str written)
{
    return str_of(pool_printf(pool, "%d%.*s", (int)fault, STR_ARG(written)));
}

/* NULL: there is none. */
static struct finding *known_leader(struct report *r, enum finding_fault fault, struct str written)
{
    struct value index = hash_get(r->leaders, leader_key(&r->pool, fault, written));

    return index.kind == VALUE_INT ? r->faulty[index.integer] : NULL;
}

static struct source_link link_of(const struct site *site, const struct finding *finding)
{
    return (struct source_link){.written = finding->written,
                                .url = site->url,
                                .baseurl = site->baseurl,
                                .has_page = finding->fault == FAULT_ANCHOR};
}

static void want(struct source_places *places, const struct site *site, const struct finding *finding)
{
    struct source_link link = link_of(site, finding);

    if (finding->fault == FAULT_ID)
        source_places_want_id(places, finding->written);
    else
        source_places_want_link(places, &link);
}

static struct source_place place_of(const struct source_places *places, const struct site *site,
                                    const struct finding *finding)
{
    struct source_link link = link_of(site, finding);

    if (finding->fault == FAULT_ID)
        return source_places_of_id(places, finding->written);
    return source_places_of_link(places, &link);
}

/* ---------------------------------------------------------------- saying it */

static bool is_full(struct report *r, enum finding_fault fault)
{
    return r->shown[fault] == CHECK_SHOWN_MAX;
}

static void say(struct report *r, struct finding *finding, struct source_place place, const char *pages)
{
    const struct site *site = r->check->site;

    if (is_full(r, finding->fault)) {
        r->hidden[finding->fault]++;
        return;
    }
    r->shown[finding->fault]++;
    diag_warning(site->diag, place.file, place.line, place.column, "%s%s",
                 check_message(site, &r->pool, finding), pages);
}

/* For what is not a page's own: which pages have it. */
static const char *pages_of(struct report *r, const struct finding *finding)
{
    struct str base = r->check->site->baseurl;

    if (finding->page_count == 1)
        return pool_printf(&r->pool, " (on %.*s%s)", STR_ARG(base), finding->first->path);
    return pool_printf(&r->pool, " (on %zu pages, first %.*s%s)", finding->page_count, STR_ARG(base),
                       finding->first->path);
}

/* ---------------------------------------------------------------- where it stands */

static void say_shared(struct report *r, struct finding *leader, struct source_place place)
{
    if (!leader->is_shared)
        say(r, leader, place, pages_of(r, leader));
    leader->is_shared = leader->is_reported = true;
}

/* Whether what is wrong is looked for in this page: not what is known to be shared, or will not be shown. */
static bool is_own(struct report *r, const struct finding *finding)
{
    struct finding *leader = finding->leader;

    if (leader == NULL || (leader->page_count >= SHARED_FROM && leader->is_shared))
        return false;
    if (!is_full(r, finding->fault))
        return true;
    r->hidden[finding->fault] += !leader->is_reported;
    leader->is_reported = true;
    return false;
}

static void place_in_page(struct report *r, struct finding *finding, const struct source_places *own,
                          bool is_static)
{
    const struct site *site = r->check->site;
    struct source_place place = place_of(own, site, finding), shared = place_of(&r->shared, site, finding);

    if (place.file != NULL && is_static && finding->leader->page_count >= SHARED_FROM) {
        say_shared(r, finding->leader, place);
    } else if (place.file != NULL) {
        say(r, finding, place, "");
        finding->leader->is_reported = true;
    } else if (shared.file != NULL) {
        say_shared(r, finding->leader, shared);
    } else {
        finding->leader->is_unplaced = true;
    }
}

static void report_page(struct report *r, const struct checked *page)
{
    struct check *check = r->check;
    struct source_places own;
    struct pool pool = {0};
    struct str source;
    size_t count = 0;

    for (size_t i = 0; i < page->finding_count; i++)
        count += is_own(r, &check->findings[page->findings[i]]);
    if (count == 0)
        return;
    source_places_open(&own, &pool);
    for (size_t i = 0; i < page->finding_count; i++)
        if (is_own(r, &check->findings[page->findings[i]]))
            want(&own, check->site, &check->findings[page->findings[i]]);
    if (page->file != NULL && files_read(page->file, &pool, &source)) {
        source_places_read(&own, page->file, source, page->text_at);
        source_places_read(&own, page->file, str_head(source, page->text_at), 0);
    }
    for (size_t i = 0; i < page->finding_count; i++) {
        struct finding *finding = &check->findings[page->findings[i]];
        if (is_own(r, finding) && finding->latest != page)
            place_in_page(r, finding, &own, page->is_static);
        finding->latest = page;
    }
    pool_free(&pool);
}

/* What many pages have from a layout or from data. */
static void report_shared(struct report *r)
{
    struct site *site = r->check->site;

    source_places_open(&r->shared, &r->pool);
    for (size_t i = 0; i < r->faulty_count; i++)
        want(&r->shared, site, r->faulty[i]);
    shared_sources_read(site, &r->pool, &r->shared);
    for (size_t i = 0; i < r->faulty_count; i++) {
        struct source_place place = {0};
        if (r->faulty[i]->page_count >= SHARED_FROM)
            place = place_of(&r->shared, site, r->faulty[i]);
        if (place.file != NULL)
            say_shared(r, r->faulty[i], place);
    }
}

/* A link that is right on the page that it was written for, and wrong on another that shows it: a list of
 * posts with their excerpts. Looked for where it is right. */
static void try_source(struct report *r, struct finding *leader, const struct checked *page)
{
    const struct site *site = r->check->site;
    struct source_places places;
    struct pool pool = {0};
    struct str source;

    leader->try_count++;
    source_places_open(&places, &pool);
    want(&places, site, leader);
    if (files_read(page->file, &pool, &source))
        source_places_read(&places, page->file, source, page->text_at);
    struct source_place place = place_of(&places, site, leader);
    if (place.file != NULL)
        say_shared(r, leader, place);
    pool_free(&pool);
}

static struct finding *unplaced_like(struct report *r, const struct finding *finding)
{
    struct finding *leader = NULL;

    if (finding->kind == FINDING_LINK && finding->fault == FAULT_NONE)
        leader = known_leader(r, FAULT_PATH, finding->written);
    return leader != NULL && leader->is_unplaced && !leader->is_reported ? leader : NULL;
}

static void report_shown_elsewhere(struct report *r)
{
    struct check *check = r->check;
    bool any = false;

    for (size_t i = 0; i < r->faulty_count; i++)
        any |= r->faulty[i]->is_unplaced && !r->faulty[i]->is_reported;
    if (any)
        check_enter_right(check);
    for (size_t i = 0; any && i < check->finding_count; i++)
        if (check->findings[i].fault == FAULT_NONE)
            check->findings[i].leader = unplaced_like(r, &check->findings[i]);
    for (size_t i = 0; any && i < check->page_count; i++) {
        const struct checked *page = check->pages[i];
        for (size_t j = 0; page->file != NULL && page->is_document && j < page->finding_count; j++) {
            const struct finding *finding = &check->findings[page->findings[j]];
            struct finding *leader = finding->fault == FAULT_NONE ? finding->leader : NULL;
            if (leader != NULL && !leader->is_reported && leader->try_count < TRIES_MAX)
                try_source(r, leader, page);
        }
    }
}

/* What a template puts together has no place; one of its pages has to do. */
static void report_unplaced(struct report *r)
{
    for (size_t i = 0; i < r->faulty_count; i++) {
        struct finding *finding = r->faulty[i];
        if (finding->is_unplaced && !finding->is_reported)
            say(r, finding, (struct source_place){.file = finding->first->name}, pages_of(r, finding));
    }
}

static void say_hidden(struct report *r)
{
    static const char *const kinds[FAULT_KINDS] = {
        [FAULT_PATH] = "broken links",        [FAULT_ANCHOR] = "links to anchors that are not there",
        [FAULT_BASE] = "links without baseurl", [FAULT_ID] = "ids that stand twice",
        [FAULT_ALT] = "images without alt text"};

    for (unsigned fault = 0; fault < FAULT_KINDS; fault++)
        if (r->hidden[fault] > 0)
            diag_warning(r->check->site->diag, NULL, 0, 0, "%zu more %s", r->hidden[fault], kinds[fault]);
}

static struct finding *leader_of(struct report *r, struct finding *finding)
{
    struct finding *known = known_leader(r, finding->fault, finding->written);

    if (known != NULL)
        return known;
    hash_set(r->leaders, leader_key(&r->pool, finding->fault, finding->written),
             value_int((int64_t)r->faulty_count));
    return r->faulty[r->faulty_count++] = finding;
}

static void count_page(struct report *r, const struct checked *page, struct finding *finding)
{
    if (finding->fault == FAULT_NONE || finding->latest == page)
        return;
    finding->latest = page;
    if (finding->leader == NULL)
        finding->leader = leader_of(r, finding);
    if (finding->leader->page_count++ == 0)
        finding->leader->first = page;
}

static void count_pages(struct report *r)
{
    struct check *check = r->check;

    r->faulty = pool_take(&r->pool, check->finding_count * sizeof(*r->faulty));
    r->leaders = value_hash(&r->pool).hash;
    for (size_t i = 0; i < check->page_count; i++)
        for (size_t j = 0; j < check->pages[i]->finding_count; j++)
            count_page(r, check->pages[i], &check->findings[check->pages[i]->findings[j]]);
    for (size_t i = 0; i < check->finding_count; i++)
        check->findings[i].latest = NULL;
}

void check_report(struct check *check)
{
    struct report r = {.check = check};

    count_pages(&r);
    if (r.faulty_count > 0) {
        report_shared(&r);
        for (size_t i = 0; i < check->page_count; i++)
            report_page(&r, check->pages[i]);
        report_shown_elsewhere(&r);
        report_unplaced(&r);
        say_hidden(&r);
    }
    pool_free(&r.pool);
}
