/* forwarding.h - when a machine that has come to a bridge is heard behind it.
 *
 * Layer     sitegen/publish
 *
 * A bridge that speaks the spanning tree protocol, as those of libvirt's own networks do, first listens and learns
 * at a new port, for a forward delay each, and lets nothing through: IEEE 802.1D, 8.4. Linux allows no delay below
 * two seconds.
 */
#ifndef SITEGEN_PUBLISH_FORWARDING_H
#define SITEGEN_PUBLISH_FORWARDING_H

#include "publish/publish.h"

/* How long a new port of the site's bridge or network lets nothing through, in ms; 0 where nobody knows. */
int64_t forwarding_wait_ms(struct publish *publish);

/* The same, of the description of a network of libvirt's. */
int64_t forwarding_of_network(struct str xml);

#endif
