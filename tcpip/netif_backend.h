/* netif_backend.h - what a driver provides; netif.h says what each function promises.
 *
 * Layer   included by drivers, by netif_switch.c and by boot/detect.c only
 */
#ifndef TCPIP_NETIF_BACKEND_H
#define TCPIP_NETIF_BACKEND_H

#include "netif.h"

struct netif_backend {
    const char *name; /* for the log: "virtio-net" */
    void (*info)(struct netif_info *info);
    bool (*recv)(struct netif_rx *rx);
    void (*release)(const struct netif_rx *rx);
    bool (*send)(const struct netif_tx *tx);
    unsigned (*send_room)(void);
    void (*flush)(void);
    const struct netif_stats *(*stats)(void);
};

/* Called once, by boot/detect.c. The table is static and stays. */
void netif_use(const struct netif_backend *backend);

#endif
