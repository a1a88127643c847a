/* lock.h - one at a time changes a site, from whichever machine: a volume NAME.lock in the target's storage
 * pool.
 *
 * Making a volume is atomic, so one makes it and all others see whose it is. Its holder writes another number
 * into it every LOCK_BEAT_MS or so: one whose number stays for LOCK_PATIENCE_MS was left behind, and so was
 * one of a process of this machine that has ended.
 *
 *     ada@laptop 4c7a08e1-4026531836 2041 9f3c52d17c0e6b18 17
 *     (who)      (machine)           (process) (which lock) (beats)
 *
 * Layer     sitegen/publish; over volumes.h
 * Threads   whoever holds it; libvirt lets none wait for a host that has gone when two threads share a
 *           connection
 */
#ifndef SITEGEN_PUBLISH_LOCK_H
#define SITEGEN_PUBLISH_LOCK_H

#include "publish/target.h"

#define LOCK_BEAT_MS     1000
#define LOCK_PATIENCE_MS 10000
#define LOCK_SIZE        256u /* bytes of the volume, with blanks at its end */

/* What stands in a lock. */
struct lock_note {
    char who[100];
    char machine[64];
    long process;
    char nonce[20];
    unsigned long beats;
};

struct lock {
    struct target *target;
    const char *volume; /* NULL: not held */
    struct lock_note note;
    int64_t beat_ms; /* when the last one was */
};

/* Be the one who changes the site. Returns false when somebody else is, which is said. A target without a
 * pool, and libvirt's test driver, have no lock: then there is nothing to wait for. */
bool lock_take(struct lock *lock, struct target *target, const char *site);

/* Whether it is ours still: somebody whom we left without a beat for too long has taken it over. Says so. */
bool lock_is_held(struct lock *lock);

/* To be called again and again while one is at work; transfers of volumes do it. */
void lock_beat(struct lock *lock);

void lock_release(struct lock *lock);

/* The line above. Reading returns false for what is none, and for what no terminal should see. */
void lock_note_print(const struct lock_note *note, char text[LOCK_SIZE]);
bool lock_note_read(struct lock_note *note, struct str text);

/* What is known of a lock that somebody else holds. */
enum lock_state {
    LOCK_BUSY,    /* its holder is at work */
    LOCK_LEFT,    /* it was left behind */
    LOCK_UNKNOWN, /* wait and see */
};

/* first: what stood in it silent_ms ago, when it was first seen; now: what stands there. A note that cannot
 * be read has an empty nonce. */
enum lock_state lock_judge(const struct lock_note *first, const struct lock_note *now, int64_t silent_ms,
                           const char *own_machine);

#endif
