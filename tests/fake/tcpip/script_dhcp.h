/* script_dhcp.h - a DHCP server that a test speaks for: the usual beginnings of a script.
 *
 * Layer     tests; over script.h. The server is GATEWAY_IP, what it gives is OUR_IP/24 for 800 s.
 */
#ifndef SCRIPT_DHCP_H
#define SCRIPT_DHCP_H

#include "script.h"

/* The client's last message, of expect_dhcp(..., &dhcp_last): answers carry its transaction id. */
extern struct dhcp_seen dhcp_last;

struct dhcp_answer dhcp_usual(uint8_t type); /* to be changed, and injected by dhcp_packet() */
void inject_dhcp(uint8_t type);              /* unchanged */

bool has_address(void);

/* From nothing to an acknowledged address that is being probed. */
void script_acknowledge(void);

/* ... and bound, with the gateway known. The lease of 800 s began at the start: T1 at 400, T2 at 700. */
void script_bind(void);

/* Let time pass until s seconds after the start. */
void advance_to_s(uint64_t s);

#endif
