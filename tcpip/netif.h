/* netif.h - one Ethernet interface, as the stack sees it.
 *
 * Layer     below ip/; provided by kernel/{virtio,xen,linux}, and by fakes in the tests
 * Blocking  never; wait with platform_wait_until()
 * Memory    a received frame is lent until netif_release(). A frame to send is a head, which is copied, and
 *           spans of the site's payload, which are not: they are immutable for the life of the machine, so a
 *           driver may read them at any time and nobody has to be told when it has finished.
 * Trust     frame contents are hostile; lengths are checked by the provider
 */
#ifndef TCPIP_NETIF_H
#define TCPIP_NETIF_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NETIF_FRAME_MIN 14u   /* an Ethernet header */
#define NETIF_FRAME_MAX 1514u /* header and 1500 bytes of payload; no FCS */
#define NETIF_HEAD_MAX  512u  /* bytes of a sent frame that are copied: headers, small replies */
#define NETIF_SPAN_MAX  8u    /* spans in one sent frame */

/* What the interface can do for the stack: netif_info.offloads. */
#define NETIF_TX_CSUM 0x1u /* completes the checksum that netif_tx.csum_start names */
#define NETIF_TX_TSO4 0x2u /* cuts a TCP/IPv4 frame of up to tso_max bytes into segments */

struct netif_info {
    uint8_t mac[6];
    uint16_t mtu;      /* bytes of IP packet in a frame, 68 to 1500 */
    uint32_t offloads; /* NETIF_TX_* */
    uint32_t tso_max;  /* bytes of a frame with gso_size; 0 without NETIF_TX_TSO4 */
    bool link_up;
};

/* The interface's properties at this moment. link_up may change; the others too, with
 * netif_stats.device_resets. */
void netif_info(struct netif_info *info);

/* netif_rx.flags */
#define NETIF_RX_CSUM_OK      0x1u /* the device has verified the TCP or UDP checksum */
#define NETIF_RX_CSUM_PARTIAL 0x2u /* came from the same host: never left a wire, checksum not filled in */

struct netif_rx {
    const uint8_t *frame; /* from the Ethernet header on */
    size_t len;           /* NETIF_FRAME_MIN to NETIF_FRAME_MAX */
    uint32_t flags;       /* NETIF_RX_* */
    void *cookie;         /* the driver's own */
};

/* Borrow the next received frame, if there is one.
 *
 * Returns   false when none is waiting. Shorter and longer frames are dropped and counted in netif_stats.
 * Ownership the driver's until then; give every frame back with netif_release(), in any order. A driver lends
 *           at most as many as its ring holds: keep none across turns of the loop.
 * Source    virtio 1.2, 5.1.6.4
 */
bool netif_recv(struct netif_rx *rx);
void netif_release(const struct netif_rx *rx);

struct netif_tx {
    const uint8_t *head;       /* copied; starts with the Ethernet header */
    uint16_t head_len;         /* NETIF_FRAME_MIN to NETIF_HEAD_MAX */
    uint16_t csum_start;       /* offset in the frame from which to sum; 0: the frame is complete as it is */
    uint16_t csum_offset;      /* from csum_start to the checksum field, which holds the pseudo-header sum */
    uint16_t gso_size;         /* payload bytes of each segment; 0: send as it is. Needs csum_start */
    const struct span *spans;  /* payload; the array itself is the caller's again on return */
    uint16_t span_count;       /* 0 to NETIF_SPAN_MAX */
};

/* Queue one frame. It goes out at the latest with the next netif_flush().
 *
 * Returns   false when the transmit ring is full (counted): drop the frame, or try again when
 *           netif_send_room() says so.
 * Requires  no csum_start without NETIF_TX_CSUM, no gso_size without NETIF_TX_TSO4
 */
bool netif_send(const struct netif_tx *tx);

/* How many frames netif_send() will certainly take now. */
unsigned netif_send_room(void);

/* Tell the device about everything that was queued: one notification a turn of the loop. */
void netif_flush(void);

/* Everything that is dropped has a name. Counted since boot. */
struct netif_stats {
    uint64_t rx_frames;
    uint64_t rx_bytes;
    uint64_t rx_dropped_length; /* shorter than an Ethernet header, or longer than a frame may be */
    uint64_t rx_dropped_device; /* the device wrote an index or a length that cannot be */
    uint64_t tx_frames;
    uint64_t tx_bytes;
    uint64_t tx_dropped_full;
    uint64_t tx_errors;
    /* The device asked for it, or had to be started over. Counted when it can be used again: the stack then
     * looks at netif_info(), which may say something else than before, and announces itself. */
    uint64_t device_resets;
    uint64_t kicks; /* notifications, or system calls */
};
const struct netif_stats *netif_stats(void);

#endif
