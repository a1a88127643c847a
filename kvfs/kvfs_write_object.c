/* kvfs_write_object.c - the generated C module: kvfs.h's table as text. FORMAT.md describes it for its
 * readers. */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PATHS_PER_BUCKET 3u /* kvfs_write_place.c says why */

static const char macros[] =
    "/* A run of payload bytes. */\n"
    "#define AT(offset, len) {kvfs_payload + (offset), (len)}\n"
    "#define NONE {0, 0}\n"
    "\n"
    "/* A representation: a header block of head bytes at offset, its body of body bytes behind it. The "
    "last\n"
    " * tail bytes of the header block are that of a 304, and begin with \"ETag: \" and the quoted tag. */\n"
    "#define REP(offset, head, body, tail) { \\\n"
    "    AT(offset, head), AT((offset) + (head), body), AT((offset) + (head) - (tail), tail), \\\n"
    "    AT((offset) + (head) - (tail) + 6, 34)}\n"
    "\n"
    "/* One without validator: a redirect, or the 404 page. */\n"
    "#define BARE(offset, head, body) {AT(offset, head), AT((offset) + (head), body), NONE, NONE}\n"
    "#define NO_GZIP {NONE, NONE, NONE, NONE}\n";

/* The table in the making: what order the entries stand in, and where. */
struct module {
    struct kvfs_write *w;
    FILE *out;
    uint32_t bucket_count;
    uint32_t *seeds;              /* bucket_count */
    uint32_t *slots;              /* slots[i]: of sorted[i] */
    struct write_entry **sorted;  /* entries by path */
    struct write_entry **at_slot; /* entries by slot */
};

/* As a C string: printable ASCII stands for itself, everything else is three octal digits. '?' too, because
 * two of them could begin a trigraph. */
static void print_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '?')
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void print_rep(FILE *out, const struct write_rep *rep)
{
    if (rep->head_len == 0)
        fprintf(out, "NO_GZIP");
    else if (rep->tail_len == 0)
        fprintf(out, "BARE(%" PRIu64 ", %" PRIu32 ", %" PRIu64 ")", rep->offset, rep->head_len,
                rep->body_len);
    else
        fprintf(out, "REP(%" PRIu64 ", %" PRIu32 ", %" PRIu64 ", %" PRIu32 ")", rep->offset, rep->head_len,
                rep->body_len, rep->tail_len);
}

/* A content type is printable ASCII, but may hold the end of a comment. */
static void print_comment(FILE *out, const struct write_entry *entry, const char *place)
{
    const char *type = entry->kind == WRITE_REDIRECT ? "redirect" : entry->content_type;

    fprintf(out, "/* %s: ", place);
    for (; *type != '\0'; type++)
        fputc(*type == '*' ? '?' : *type, out);
    fprintf(out, " */\n");
}

static void print_resource(struct module *m, const struct write_entry *entry,
                           const struct write_entry *target)
{
    fprintf(m->out, "{");
    print_string(m->out, entry->path);
    fprintf(m->out, ", %zu, %s, %" PRId64 ",\n ", entry->path_len,
            target->kind == WRITE_REDIRECT ? "KVFS_REDIRECT" : "KVFS_FILE", target->last_modified_s);
    print_rep(m->out, &target->identity);
    fprintf(m->out, ",\n ");
    print_rep(m->out, &target->gzip);
    fprintf(m->out, "}");
}

static void print_table(struct module *m)
{
    struct kvfs_write *w = m->w;
    char place[64];

    fprintf(m->out, "static const struct kvfs_resource resources[] = {\n");
    for (size_t slot = 0; slot < w->entry_count; slot++) {
        const struct write_entry *entry = m->at_slot[slot];

        snprintf(place, sizeof(place), "slot %zu, bucket %" PRIu32, slot,
                 kvfs_bucket(entry->hash, m->bucket_count));
        print_comment(m->out, &w->entries[entry->target], place);
        print_resource(m, entry, &w->entries[entry->target]);
        fprintf(m->out, ",\n");
    }
    fprintf(m->out, "};\n\nstatic const uint32_t seeds[] = {");
    for (uint32_t b = 0; b < m->bucket_count; b++)
        fprintf(m->out, "%s%#" PRIx32 ",", b % 8 == 0 ? "\n    " : " ", m->seeds[b]);
    fprintf(m->out, "\n};\n\n");
}

static void print_module(struct module *m, const struct kvfs_write_totals *totals)
{
    struct kvfs_write *w = m->w;

    fprintf(m->out,
            "/* The site as a table, generated; FORMAT.md of kvfs says how to read it. */\n"
            "#include \"kvfs.h\"\n\nextern const uint8_t kvfs_payload[]; /* a symbol of the linker's */\n\n");
    fprintf(m->out, "%s\n", macros);
    print_table(m);
    print_comment(m->out, &w->not_found, "what is served for every other path");
    fprintf(m->out, "static const struct kvfs_resource not_found =\n");
    print_resource(m, &w->not_found, &w->not_found);
    fprintf(m->out, ";\n\nconst struct kvfs_site kvfs_site = {\n"
                    "    .resources = resources,\n    .seeds = seeds,\n");
    fprintf(m->out,
            "    .resource_count = %zu,\n    .bucket_count = %" PRIu32 ",\n    .not_found = &not_found,\n",
            w->entry_count, m->bucket_count);
    fprintf(m->out, "    .title = ");
    print_string(m->out, w->title);
    fprintf(m->out, ",\n    .generator = ");
    print_string(m->out, w->generator);
    fprintf(m->out, ",\n    .page_count = %zu,\n    .content_len = %" PRIu64 ",\n};\n", totals->page_count,
            totals->payload_len);
}

static int by_path(const void *a, const void *b)
{
    return strcmp((*(struct write_entry *const *)a)->path, (*(struct write_entry *const *)b)->path);
}

/* The order of adding ends here: payload and table follow the order of the paths. */
static bool sort_entries(struct module *m)
{
    size_t count = m->w->entry_count;

    m->sorted = calloc(count + 1, sizeof(struct write_entry *));
    if (m->sorted == NULL)
        return kvfs_write_fail(m->w, "out of memory");
    for (size_t i = 0; i < count; i++)
        m->sorted[i] = &m->w->entries[i];
    qsort(m->sorted, count, sizeof(struct write_entry *), by_path);
    return true;
}

static bool write_payload(struct module *m, struct kvfs_write_totals *totals)
{
    struct kvfs_write *w = m->w;

    if (!kvfs_write_payload_entry(w, &w->not_found))
        return false;
    totals->identity_len = w->not_found.identity.body_len;
    totals->gzip_len = w->not_found.gzip.body_len;
    totals->resource_count = w->entry_count;
    for (size_t i = 0; i < w->entry_count; i++) {
        struct write_entry *entry = m->sorted[i];

        if (&w->entries[entry->target] == entry && !kvfs_write_payload_entry(w, entry))
            return false;
        totals->page_count += entry->is_page;
        totals->identity_len += entry->identity.body_len;
        totals->gzip_len += entry->gzip.body_len;
    }
    if (!kvfs_write_payload_end(w))
        return false;
    totals->payload_len = w->payload_len;
    return true;
}

static bool place_entries(struct module *m)
{
    uint32_t count = (uint32_t)m->w->entry_count;
    uint64_t *hashes = calloc(count + 1u, sizeof(*hashes));
    bool placed = false;

    m->bucket_count = count / PATHS_PER_BUCKET + 1;
    m->seeds = calloc(m->bucket_count, sizeof(*m->seeds));
    m->slots = calloc(count + 1u, sizeof(*m->slots));
    m->at_slot = calloc(count + 1u, sizeof(struct write_entry *));
    if (hashes != NULL && m->seeds != NULL && m->slots != NULL && m->at_slot != NULL) {
        for (uint32_t i = 0; i < count; i++)
            hashes[i] = m->sorted[i]->hash;
        placed = kvfs_write_place(hashes, count, m->bucket_count, m->seeds, m->slots);
    }
    for (uint32_t i = 0; placed && i < count; i++)
        m->at_slot[m->slots[i]] = m->sorted[i];
    free(hashes);
    return placed || kvfs_write_fail(m->w, "out of memory while placing %u paths", count);
}

/* A full disk may show itself only when the last bytes leave the buffer. */
static bool write_module(struct module *m, const char *module_path, const struct kvfs_write_totals *totals)
{
    bool failed;

    m->out = fopen(module_path, "we");
    if (m->out == NULL)
        return kvfs_write_fail(m->w, "%s: %s", module_path, strerror(errno));
    print_module(m, totals);
    failed = fflush(m->out) != 0 || ferror(m->out);
    if (fclose(m->out) != 0 || failed)
        return kvfs_write_fail(m->w, "%s: %s", module_path, strerror(errno));
    return true;
}

bool kvfs_write_module(struct kvfs_write *w, const char *module_path, struct kvfs_write_totals *totals)
{
    struct module m = {.w = w};
    bool written;

    memset(totals, 0, sizeof(*totals));
    if (w->finished)
        return kvfs_write_fail(w, "%s: the module was written already", module_path);
    w->finished = true;
    if (w->not_found.path == NULL)
        return kvfs_write_fail(w, "%s: there is no 404 page", module_path);
    if (w->entry_count >= KVFS_SEED_DIRECT)
        return kvfs_write_fail(w, "%s: too many resources", module_path);
    written = sort_entries(&m) && write_payload(&m, totals) && place_entries(&m) &&
              write_module(&m, module_path, totals);
    free(m.sorted);
    free(m.seeds);
    free(m.slots);
    free(m.at_slot);
    return written;
}
