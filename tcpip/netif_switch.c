/* netif_switch.c - joins netif.h to the driver that was chosen at boot. */
#include "assert.h"
#include "netif_backend.h"

static const struct netif_backend *backend;

void netif_use(const struct netif_backend *chosen)
{
    ASSERT(chosen && !backend);
    backend = chosen;
}

void netif_info(struct netif_info *info)
{
    backend->info(info);
}

bool netif_recv(struct netif_rx *rx)
{
    return backend->recv(rx);
}

void netif_release(const struct netif_rx *rx)
{
    backend->release(rx);
}

bool netif_send(const struct netif_tx *tx)
{
    return backend->send(tx);
}

unsigned netif_send_room(void)
{
    return backend->send_room();
}

void netif_flush(void)
{
    backend->flush();
}

const struct netif_stats *netif_stats(void)
{
    return backend->stats();
}
