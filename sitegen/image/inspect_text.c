/* inspect_text.c - an image in words, for people. See inspect.h. */
#include "image/inspect.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TYPES_MAX 12u /* lines of media types */

/* What the representations of one media type come to. */
struct type_total {
    struct str type;
    size_t count;
    uint64_t len;
    uint64_t gzip_len; /* with gzip where there is one */
};

static unsigned long long ull(uint64_t n)
{
    return n;
}

static int compare_types(const void *a, const void *b)
{
    return str_cmp(((const struct type_total *)a)->type, ((const struct type_total *)b)->type);
}

static int compare_sizes(const void *a, const void *b)
{
    const struct type_total *x = a, *y = b;

    return x->len != y->len ? (x->len < y->len ? 1 : -1) : compare_types(a, b);
}

/* An alias shares the bytes of another: it counts, its bytes do not. */
static int compare_bodies(const void *a, const void *b)
{
    const char *x = (*(const struct image_resource *const *)a)->identity.body.at;
    const char *y = (*(const struct image_resource *const *)b)->identity.body.at;

    return (x > y) - (x < y);
}

/* Totals of all types, largest first; *count of them. */
static struct type_total *total_up(const struct inspect *inspect, size_t *count, struct pool *pool)
{
    size_t cap = inspect->count + 1;
    const struct image_resource **list = pool_take(pool, cap * sizeof(struct image_resource *));
    struct type_total *totals = pool_take(pool, cap * sizeof(*totals));
    size_t file_count = 0;

    for (size_t i = 0; i < inspect->count; i++)
        if (!inspect->resources[i].is_redirect)
            list[file_count++] = &inspect->resources[i];
    if (file_count > 0)
        qsort(list, file_count, sizeof(struct image_resource *), compare_bodies);
    for (size_t i = 0; i < file_count; i++) {
        const struct image_resource *r = list[i];
        const struct str body = r->identity.body;
        bool is_alias = i > 0 && body.len > 0 && body.at == list[i - 1]->identity.body.at;
        uint64_t len = is_alias ? 0 : body.len;
        totals[i] = (struct type_total){r->type, 1, len, len};
        if (!is_alias && r->gzip.is_there)
            totals[i].gzip_len = r->gzip.body.len;
    }
    if (file_count > 0)
        qsort(totals, file_count, sizeof(*totals), compare_types);
    *count = 0;
    for (size_t i = 0; i < file_count; i++) {
        if (*count > 0 && str_eq(totals[*count - 1].type, totals[i].type)) {
            totals[*count - 1].count++;
            totals[*count - 1].len += totals[i].len;
            totals[*count - 1].gzip_len += totals[i].gzip_len;
        } else {
            totals[(*count)++] = totals[i];
        }
    }
    if (*count > 0)
        qsort(totals, *count, sizeof(*totals), compare_sizes);
    return totals;
}

static void add_types(const struct inspect *inspect, struct text *out)
{
    struct pool pool = {0};
    size_t count;
    const struct type_total *totals = total_up(inspect, &count, &pool);

    text_add_c(out, "\nContent                   paths         bytes    with gzip\n");
    for (size_t i = 0; i < count && i < TYPES_MAX; i++) {
        struct text type = {0};
        inspect_add_plain(&type, str_head(totals[i].type, str_find_char(totals[i].type, ';')));
        text_printf(out, "  %-24.*s %6zu %13llu %12llu\n", STR_ARG(text_str(&type)), totals[i].count,
                    ull(totals[i].len), ull(totals[i].gzip_len));
        text_free(&type);
    }
    if (count > TYPES_MAX)
        text_printf(out, "  and %zu other types\n", count - TYPES_MAX);
    pool_free(&pool);
}

static void add_parts(const struct inspect *inspect, struct text *out)
{
    text_add_c(out, "\nPart                               in file    in memory\n");
    for (int i = 0; i < IMAGE_PART_COUNT; i++)
        text_printf(out, "  %-24s %20zu %12llu\n", inspect_part_names[i],
                    inspect->image.parts[i].bytes.len, ull(inspect->image.parts[i].memory_len));
    text_printf(out, "  %-24s %20zu %12d\n", "provenance", inspect->image.provenance.len, 0);
}

static void add_machine(const struct inspect *inspect, struct text *out)
{
    struct inspect_capacity list[INSPECT_CAPACITY_MAX];
    size_t count = inspect_capacities(inspect, list);

    text_add_c(out, "\nMemory of a machine                            connections\n");
    for (size_t i = 0; i < count; i++)
        text_printf(out, "  %6llu MiB %47u%s\n", ull(list[i].mib), list[i].conns,
                    list[i].conns > CAPACITY_CONN_USUAL ? "  with conns=" : "");
    text_add_c(out, "\nWords               port= ip= gw= tap= mac= hostname= conns= log=   (IMAGE --help)\n");
}

bool inspect_memory(const struct inspect *inspect, struct text *out)
{
    struct inspect_capacity list[INSPECT_CAPACITY_MAX];

    inspect_capacities(inspect, list);
    inspect_add_plain(out, str_of(inspect->name));
    text_printf(out, ": %llu MiB hold %u connections at once", ull(list->mib), list->conns);
    if (list->conns > CAPACITY_CONN_USUAL)
        text_printf(out, " (with conns=%u; %u without)", list->conns, CAPACITY_CONN_USUAL);
    text_add_char(out, '\n');
    return list->conns > 0;
}

static void add_moment(struct text *out, const char *label, int64_t moment_s)
{
    time_t moment = (time_t)moment_s;
    char printed[64] = "";
    struct tm tm;

    if (gmtime_r(&moment, &tm) != NULL)
        strftime(printed, sizeof(printed), "%Y-%m-%d %H:%M:%S UTC", &tm);
    text_printf(out, "  %-17s %s\n", label, printed);
}

static void add_pairs(struct text *out, const char *label, const struct provenance_pair *pairs, size_t count,
                      const char *between)
{
    if (count == 0)
        return;
    text_printf(out, "  %-17s", label);
    for (size_t i = 0; i < count; i++) {
        text_add_c(out, i > 0 ? ", " : " ");
        inspect_add_plain(out, pairs[i].name);
        text_add_c(out, between);
        inspect_add_plain(out, pairs[i].text);
    }
    text_add_char(out, '\n');
}

static void add_text(struct text *out, const char *label, struct str text)
{
    text_printf(out, "  %-17s ", label);
    inspect_add_plain(out, text);
    text_add_char(out, '\n');
}

static void add_provenance(const struct inspect *inspect, struct text *out)
{
    const struct provenance *p = &inspect->provenance;
    uint64_t len = 0;

    if (!inspect->has_provenance) {
        text_add_c(out, "\nMade of             it does not say\n");
        return;
    }
    for (size_t i = 0; i < p->file_count; i++)
        len += p->files[i].len;
    text_printf(out, "\nMade of             %zu files of a folder, %llu bytes\n", p->file_count, ull(len));
    if (p->epoch_s >= 0)
        add_moment(out, "SOURCE_DATE_EPOCH", p->epoch_s);
    else if (p->now_s > 0)
        add_moment(out, "at", p->now_s);
    if (p->drafts || p->future || p->unpublished)
        text_printf(out, "  %-17s%s%s%s\n", "options", p->drafts ? " --drafts" : "",
                    p->future ? " --future" : "", p->unpublished ? " --unpublished" : "");
    add_pairs(out, "environment", p->environment, p->environment_count, "=");
    add_text(out, "appliance", p->appliance);
    add_text(out, "compiler", p->compiler);
    add_pairs(out, "libraries", p->libraries, p->library_count, " ");
}

void inspect_summary(const struct inspect *inspect, struct text *out)
{
    size_t redirects = 0;

    for (size_t i = 0; i < inspect->count; i++)
        redirects += inspect->resources[i].is_redirect;
    inspect_add_plain(out, str_of(inspect->name));
    text_add_c(out, ": \"");
    inspect_add_plain(out, inspect->image.title);
    text_add_c(out, "\", ");
    inspect_add_plain(out, inspect->image.generator);
    text_printf(out, ", %zu bytes\n%u pages, %zu paths, %zu of them redirects\n", inspect->image.bytes.len,
                inspect->image.site.page_count, inspect->count, redirects);
    add_types(inspect, out);
    add_parts(inspect, out);
    add_machine(inspect, out);
    add_provenance(inspect, out);
}

void inspect_files(const struct inspect *inspect, struct text *out)
{
    for (size_t i = 0; i < inspect->count; i++) {
        const struct image_resource *r = &inspect->resources[i];
        text_printf(out, "%10zu ", r->identity.body.len);
        if (r->gzip.is_there)
            text_printf(out, "%10zu  ", r->gzip.body.len);
        else
            text_printf(out, "%10s  ", "-");
        inspect_add_plain(out, r->path);
        text_add_c(out, r->is_redirect ? " -> " : "  ");
        inspect_add_plain(out, r->is_redirect ? r->location : r->type);
        text_add_char(out, '\n');
    }
}
