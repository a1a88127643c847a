/* appliance_limits.h - the sizes of everything that the appliance holds, in one place.
 *
 * Layer   kernel/appliance. The limits of a request stand in http.h, of a frame in netif.h, of a connection's
 *         queues in tcp.h and tcpip/ip/ip_limits.h and tcpip/tcp/tcp_limits.h.
 */
#ifndef APPLIANCE_LIMITS_H
#define APPLIANCE_LIMITS_H

#define APPLIANCE_CONN_MIN        16u    /* fewer and it does not start */
#define APPLIANCE_CONN_DEFAULT    16384u /* unless conns= says otherwise, or memory does not hold them */
#define APPLIANCE_CONN_LIMIT      1000000u
#define APPLIANCE_CONN_PER_BUFFER 16u /* one receive buffer for so many: few requests come in pieces */
#define APPLIANCE_BUFFER_MIN      16u
#define APPLIANCE_BUFFER_MAX      2048u
#define APPLIANCE_DRIVER_MEMORY   (1024u * 1024) /* bytes left for the network driver's rings and buffers */
#define APPLIANCE_MEMORY_MIN      (1024u * 1024) /* bytes of pools without which there is no start */
#define APPLIANCE_TURNS_PER_WAIT  16u            /* turns of the loop without a look at the outside */
#define APPLIANCE_DRAIN_NS        1000000000u    /* from being asked to end to the end, whoever is still here */
#define APPLIANCE_FAREWELL_NS     10000000u /* for a device to take the last frames: power off, it sends none */
#define APPLIANCE_LIST_MAX        1000u          /* paths that --help lists */

#endif
