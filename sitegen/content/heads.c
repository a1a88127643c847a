/* heads.c - see heads.h */
#include "content/heads.h"

#include "content/known.h"
#include "files.h"
#include "workers.h"

#include <stdlib.h>

#define BESIDE_FROM 256u /* entries: for fewer, a thread is no gain */

struct heads {
    struct site *site;
    struct walk_entry *entries;
    size_t count;
    struct aside telling; /* of tell_known() */
    enum heads_of which;
    struct store *store; /* NULL: nothing is known */
    int64_t now_ns;
    bool (*skips)(const struct walk_entry *entry);
    struct pool texts[WORKERS_MAX]; /* each is one worker's, as the site's loading pools are */
};

/* The first bytes say whether there is front matter; what has none may be large, and no text at all. */
static bool starts_as_wanted(const struct heads *heads, const struct walk_entry *entry, bool *present)
{
    char bytes[64];
    size_t len;

    *present = true;
    if (heads->which != HEADS_SOME)
        return true;
    if (!files_head(entry->full, bytes, sizeof(bytes), &len))
        return false;
    if (str_starts((struct str){bytes, len}, "\xef\xbb\xbf"))
        return false; /* who asks knows what a byte order mark means */
    *present = front_matter_starts((struct str){bytes, len});
    return true;
}

/* With a store, whose entry has the digest too, that is made once. */
static bool read_source(struct heads *heads, unsigned worker, const struct walk_entry *entry, struct str *source,
                        struct digest_sum *digest)
{
    struct pool *texts = &heads->texts[worker];

    if (heads->store == NULL)
        return files_read(entry->full, texts, source);
    if (!files_read_unseen(entry->full, texts, source))
        return false;
    *digest = digest_of(*source);
    files_known(entry->full, digest, source->len);
    return true;
}

static bool read_front(struct heads *heads, unsigned worker, const struct walk_entry *entry,
                       struct file_head *head, struct digest_sum *digest)
{
    struct pool *lasting = &heads->site->loading[worker];
    struct diag diag = {0};
    bool ok = read_source(heads, worker, entry, &head->source, digest) &&
              front_matter_check_utf8(&diag, entry->full, head->source) &&
              (!front_matter_starts(head->source) || front_matter_is_closed(head->source)) &&
              front_matter_read(lasting, &diag, entry->full, head->source, &head->front) && diag.count == 0;

    diag_free(&diag);
    head->source_sum = ok ? files_sum(head->source) : 0;
    return ok;
}

static bool find_front(struct heads *heads, unsigned worker, const struct walk_entry *entry,
                       struct file_head *head)
{
    struct known known;

    if (heads->store == NULL || !known_find(heads->store, entry, &heads->site->loading[worker], &known))
        return false;
    *head = (struct file_head){.front = known.front,
                               .source_sum = known.source_sum,
                               .digest = known.digest,
                               .is_known = true};
    return true;
}

/* One after the other: it happens under a lock, for which workers would wait more than they work. The key of
 * what is known has its length in it. */
static void tell_known(void *context)
{
    const struct heads *heads = context;

    for (size_t i = 0; i < heads->count; i++) {
        const struct walk_entry *entry = &heads->entries[i];
        if (entry->head != NULL && entry->head->is_known)
            files_known(entry->full, &entry->head->digest, entry->len);
    }
}

static void keep_front(const struct heads *heads, const struct walk_entry *entry, const struct file_head *head,
                       const struct digest_sum *digest)
{
    struct known known = {.front = head->front,
                          .source_sum = head->source_sum,
                          .len = head->source.len,
                          .digest = *digest};

    if (heads->store != NULL)
        known_keep(heads->store, entry, &known, heads->now_ns);
}

static void read_one(void *context, unsigned worker, size_t item)
{
    struct heads *heads = context;
    struct walk_entry *entry = &heads->entries[item];
    struct digest_sum digest = {0};
    bool present;

    if (heads->skips != NULL && heads->skips(entry))
        return;
    struct file_head *head = pool_take(&heads->texts[worker], sizeof(*head));
    if (find_front(heads, worker, entry, head)) {
        entry->head = head;
        return;
    }
    if (!starts_as_wanted(heads, entry, &present))
        return;
    if (present && !read_front(heads, worker, entry, head, &digest))
        return;
    entry->head = head;
    if (present)
        keep_front(heads, entry, head, &digest);
}

struct heads *heads_read(struct site *site, struct walk_entry *entries, size_t count, enum heads_of which,
                         bool (*skips)(const struct walk_entry *entry))
{
    struct heads *heads = calloc(1, sizeof(*heads));

    if (heads == NULL)
        fatal("out of memory");
    heads->site = site;
    heads->entries = entries;
    heads->which = which;
    heads->store = which == HEADS_TEXTS ? NULL : site->options->store;
    heads->now_ns = known_clock_ns();
    heads->skips = skips;
    heads->count = count;
    workers_run(count, read_one, heads);
    if (count >= BESIDE_FROM)
        aside_start(&heads->telling, tell_known, heads);
    else
        tell_known(heads);
    return heads;
}

void heads_free(struct heads *heads)
{
    aside_wait(&heads->telling);
    for (size_t i = 0; i < WORKERS_MAX; i++)
        pool_free(&heads->texts[i]);
    free(heads);
}
