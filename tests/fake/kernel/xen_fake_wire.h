/* xen_fake_wire.h - between the two halves of the fake xenstored: xen_fake_wire.c has the page and the bytes,
 * xen_fake_store.c the tree and the answers. */
#ifndef TESTS_XEN_FAKE_WIRE_H
#define TESTS_XEN_FAKE_WIRE_H

#include "kernel/xen_fake_store.h"

/* xen_fake_store.c: a whole request has come. payload has request->len bytes and a NUL behind them. */
void fake_store_answer(const struct xsd_sockmsg *request, const char *payload);
void fake_tree_reset(void);
void fake_watches_reset(void); /* and transactions */

/* xen_fake_wire.c: the reply to a request, with the lies that were ordered. */
void fake_wire_reply(const struct xsd_sockmsg *request, uint32_t type, const void *payload, uint32_t len);
void fake_wire_reset(void);

#endif
