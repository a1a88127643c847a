/* xen_fake_store.h - xenstored for the tests: a tree, watches, transactions, and bad manners on order.
 *
 * Paths     relative ones are those of FAKE_STORE_HOME, as the daemon does it. Parents need not exist.
 * Runs      inside the guest's hypercalls (xen_fake.h), or by fake_store_run()
 */
#ifndef TESTS_XEN_FAKE_STORE_H
#define TESTS_XEN_FAKE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

#define FAKE_STORE_HOME "/local/domain/1/"

/* One field of a reply's header that is not what it should be. */
struct fake_lie {
    bool on; /* switched off when it has been told once */
    uint32_t value;
};

struct fake_store {
    unsigned request_count[XS_TYPE_COUNT];
    unsigned request_total;
    struct xsd_sockmsg last; /* header of the last request */

    /* Answers. error is a name of xsd_errors ("EACCES") or anything else, even "". */
    unsigned again_count; /* so many commits get EAGAIN */
    const char *error;    /* what the next error_count requests of error_type get, NULL for none */
    uint32_t error_type;  /* XS_*; XS_INVALID: of any type */
    unsigned error_count;
    bool error_without_nul;
    const char *set_on_start; /* somebody else writes this name after each TRANSACTION_START: a conflict */
    bool event_first;         /* a watch's first event comes before the reply to WATCH */

    /* Timing. */
    bool asleep;         /* takes nothing out of the page and puts nothing in */
    unsigned hold_count; /* so many answers are held back until fake_store_release() */
    uint32_t take_max;   /* bytes of requests taken at each run; 0: all */
    uint32_t give_max;   /* bytes of answers given at each run; 0: all that fits */
    bool stops;          /* gives stop_after more bytes, and then none until this is false again */
    uint32_t stop_after;
    bool quiet;                 /* never notifies */
    void (*before_reply)(void); /* called before each reply is put into line: room for watch events */

    /* Lies, told in the header of the next reply. */
    struct fake_lie type, req_id, len;
    uint32_t prod_jump; /* added to rsp_prod after the next run that gives bytes */
    uint32_t cons_jump; /* added to req_cons after the next run that takes bytes */
};
extern struct fake_store fake_store;

/* The page. Static. */
volatile struct xenstore_domain_interface *fake_store_page(void);

/* The tree, as somebody else sees it: watches fire, transactions under way collide. */
void fake_store_set(const char *path, const char *value);
void fake_store_set_bytes(const char *path, const void *value, size_t len);
/* The value, NULL when there is no such name; an inner node that was never written is "". Valid until the
 * next change. */
const char *fake_store_get(const char *path);
void fake_store_remove(const char *path); /* and all below */

/* True when the guest watches exactly this path. */
bool fake_store_is_watched(const char *path);

/* Put a message, or bare bytes, in line for the guest. */
void fake_store_message(uint32_t type, uint32_t req_id, const void *payload, uint32_t len);
void fake_store_event(const char *path, const char *token); /* both with their NUL */
void fake_store_bytes(const void *bytes, size_t len);

/* Give out what was held back. */
void fake_store_release(void);

/* The daemon was started over (a restore): watches, transactions and what was in line are forgotten, the page
 * is empty, the tree stays. */
void fake_store_restart(void);

/* One run of the daemon. */
void fake_store_run(void);

/* xen_fake.c: forget everything. */
void fake_store_reset(void);

#endif
