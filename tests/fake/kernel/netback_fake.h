/* netback_fake.h - the other end of netfront: a back end that works on the real rings, through the real grant
 * table, with the fake xenstored (xen_fake.h) between.
 *
 * It maps what it was granted, and by that looks whether it should have been granted: rings and receive pages
 * for writing, pages of heads, copies and payload for reading, and nothing else at all.
 */
#ifndef TESTS_NETBACK_FAKE_H
#define TESTS_NETBACK_FAKE_H

#include "kernel/xen_fake.h"
#include "netif_backend.h"
#include "xen/netfront_device.h"

#define NETBACK_DOMAIN     5u
#define NETBACK_ARENA_LEN  (4u * 1024 * 1024)
#define NETBACK_PAYLOAD    (32u * XEN_PAGE) /* kvfs_payload is so long, and counts up */
#define NETBACK_SLOTS      24u

struct netback {
    unsigned vif;
    bool is_silent;    /* leaves its state as it is, whatever netfront does */
    unsigned state;    /* enum xenbus_state, as in xenstore */
    uint32_t port;     /* netfront's, while connected */
    bool is_mapped;    /* rings */
    bool holds_rings;  /* never unmaps them */
    volatile struct netif_tx_sring *tx;
    volatile struct netif_rx_sring *rx;
    uint32_t tx_cons, tx_prod; /* requests taken, responses written */
    uint32_t rx_cons, rx_prod;
    uint32_t tx_ref, rx_ref;
    unsigned connect_count;
};
extern struct netback netback;

/* A frame that netfront sent. */
struct netback_frame {
    uint8_t bytes[65536];
    size_t len;
    unsigned flags;     /* of the first request */
    unsigned gso_size;  /* 0 without extra info */
    unsigned count;     /* requests with data */
    uint16_t id[NETBACK_SLOTS];
    uint32_t ref[NETBACK_SLOTS];
    const uint8_t *at[NETBACK_SLOTS]; /* where each piece lies */
    size_t piece_len[NETBACK_SLOTS];
};

/* A fresh Xen, xenstore with one vif in it and its back end, which offers everything. */
void netback_reset(void);

/* The vif's names, as a toolstack makes them; the back end is initialising. */
void netback_add_vif(unsigned vif, const char *mac);
void netback_remove_vif(unsigned vif);

/* Its names: those of netfront's directory, and those of the back end's. NULL removes. */
void netback_set_front(const char *name, const char *value);
void netback_set(const char *name, const char *value);
const char *netback_get_front(const char *name);
void netback_set_state(unsigned state);

/* netfront_probe() with arena_len bytes. */
const struct netif_backend *netback_probe(size_t arena_len);

/* Like the platform's wait: netfront arms, daemons run, watches fire. Returns false when netfront said that
 * there is input, so that there was no sleep. */
bool netback_turn(void);
void netback_turns(unsigned count);

/* Probe and turn until both are connected; fails the test otherwise. */
const struct netif_backend *netback_bring_up(void);

/* Its rings, by force: as when its domain ends. */
void netback_unmap_rings(void);
/* It takes this state, and does nothing by itself from here on. */
void netback_step(unsigned state);
/* A frame goes each way over connection number connect_count, and then all is quiet. */
void netback_assert_works(const struct netif_backend *net, unsigned connect_count);

/* A granted page, marked as mapped in the table; NULL where it is not granted so. */
void *netback_map(uint32_t ref, bool to_write);
void netback_unmap_page(uint32_t ref);

/* The next frame that was sent, mapped. False when there is none. What is wrong with it fails the test. */
bool netback_take(struct netback_frame *frame);
/* Unmap, answer all its requests, notify where netfront wants it. */
void netback_finish(const struct netback_frame *frame, int status);
/* The same without unmapping; and that alone. */
void netback_respond(const struct netback_frame *frame, int status);
void netback_unmap(const struct netback_frame *frame);

/* A raw response, not published. */
void netback_put_tx(uint16_t id, int status);
void netback_put_rx(uint16_t id, uint16_t offset, uint16_t flags, int status);
/* Publish responses and notify where netfront wants it. */
void netback_publish(void);

/* A frame of len bytes fill to netfront, at offset of the next page that it posted. False when there is none.
 */
bool netback_give(uint8_t fill, size_t len, uint16_t offset, uint16_t flags);
/* The next request of the receive ring, taken; false when there is none. */
bool netback_take_rx(struct netif_rx_request *request);

/* Requests that netfront has published and the back end has not taken. */
unsigned netback_rx_posted(void);

/* Every entry of the grant table, checked: the right domain, the right page, the right rights. Returns how
 * many grants there are. */
unsigned netback_check_grants(void);

/* A frame out, head_len bytes of 0xAA and spans. */
bool netback_send(const struct netif_backend *net, uint16_t head_len, const struct span *spans,
                  uint16_t span_count);

#endif
