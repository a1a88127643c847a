/* pack_feed.c - gives the writer what the workers have made, in the order in which the image holds it, while they make
 * more. See pack_parts.h.
 *
 * Workers begin items in that order (workers.h), so what is whole from the start on grows all the time. It is looked
 * at by blocks: to wake somebody for each page would take longer than to write it.
 */
#include "pack_parts.h"

#include <stdlib.h>

#define BLOCK 256u /* places */

static bool give_block(struct pack_output *pack, size_t first)
{
    struct pack_feed *feed = &pack->feed;

    /* What stands before the first of them is known: all of it came before. */
    if (first > 0 && !kvfs_write_flush(pack->writer, pack_order_bound(pack, first)))
        return false;
    for (size_t place = first; place < feed->item_count && place < first + BLOCK; place++)
        if (atomic_load(&feed->stopped) || !pack_entry_write(pack, feed->taken[place]))
            return false;
    return true;
}

static void wait_for_block(struct pack_feed *feed, size_t first)
{
    pthread_mutex_lock(&feed->lock);
    while (atomic_load(&feed->missing[first / BLOCK]) > 0 && !atomic_load(&feed->stopped))
        pthread_cond_wait(&feed->block_done, &feed->lock);
    pthread_mutex_unlock(&feed->lock);
}

static void give_all(void *context)
{
    struct pack_output *pack = context;
    struct pack_feed *feed = &pack->feed;

    for (size_t first = 0; first < feed->item_count; first += BLOCK) {
        wait_for_block(feed, first);
        if (!give_block(pack, first))
            return;
    }
    feed->is_whole = true;
}

static void done(struct site_output *output, unsigned worker, size_t place)
{
    struct pack_output *pack = (struct pack_output *)output;
    struct pack_feed *feed = &pack->feed;

    feed->taken[place] = pack_entry_taken(pack, worker);
    if (atomic_fetch_sub(&feed->missing[place / BLOCK], 1) > 1)
        return;
    pthread_mutex_lock(&feed->lock);
    pthread_cond_signal(&feed->block_done);
    pthread_mutex_unlock(&feed->lock);
}

bool pack_feed_open(struct pack_output *pack)
{
    struct pack_feed *feed = &pack->feed;
    bool has_not_found;

    pack->output.order = pack_order(pack, &has_not_found);
    pack->output.done = done;
    feed->item_count = site_item_count(pack->site);
    feed->taken = calloc(feed->item_count + 1, sizeof(*feed->taken));
    feed->missing = calloc(feed->item_count / BLOCK + 1, sizeof(*feed->missing));
    if (feed->taken == NULL || feed->missing == NULL)
        fatal("out of memory");
    for (size_t place = 0; place < feed->item_count; place++)
        feed->missing[place / BLOCK]++;
    if ((!has_not_found && !pack_entry_default_not_found(pack)) || !pack_entry_base(pack))
        return false;
    /* Where nothing can run beside, pack_feed_finish() does it. */
    (void)!aside_try(&feed->aside, give_all, pack);
    return true;
}

bool pack_feed_finish(struct pack_output *pack)
{
    if (pack->feed.aside.is_running)
        aside_wait(&pack->feed.aside);
    else
        give_all(pack);
    return pack->feed.is_whole;
}

void pack_feed_close(struct pack_output *pack)
{
    struct pack_feed *feed = &pack->feed;

    pthread_mutex_lock(&feed->lock);
    atomic_store(&feed->stopped, true);
    pthread_cond_signal(&feed->block_done);
    pthread_mutex_unlock(&feed->lock);
    aside_wait(&feed->aside);
    pthread_cond_destroy(&feed->block_done);
    pthread_mutex_destroy(&feed->lock);
    free(feed->taken);
    free(feed->missing);
}
