/* limits.h - the sizes of everything that the appliance holds, in one place.
 *
 * Layer   kernel/appliance. The limits of a request stand in http.h, of a frame in netif.h, of a segment queue in tcp.h.
 */
#ifndef APPLIANCE_LIMITS_H
#define APPLIANCE_LIMITS_H

#define APPLIANCE_CONN_MIN       16u    /* fewer and it does not start */
#define APPLIANCE_CONN_DEFAULT   16384u /* unless conns= says otherwise or memory does not hold them */
#define APPLIANCE_CONN_LIMIT     1000000u
#define APPLIANCE_CONN_PER_BUFFER 16u   /* one receive buffer for so many connections: few requests come in pieces */
#define APPLIANCE_BUFFER_MIN     16u
#define APPLIANCE_BUFFER_MAX     2048u
#define APPLIANCE_MEMORY_PROCESS (64u * 1024 * 1024) /* address space for pools in a process, unless memory= says otherwise */

#endif
