/* drain.h - the end in order: nobody new is taken, who is here is served, and then it is over.
 *
 * Layer   kernel/appliance; caller: main.c; below: serve.h, tcp.h, platform.h
 */
#ifndef APPLIANCE_DRAIN_H
#define APPLIANCE_DRAIN_H

#include <stdbool.h>
#include <stdint.h>

/* Once in each turn, behind its events and before tcp_flush(): begin when somebody has asked for the end. When
 * he has asked again, or APPLIANCE_DRAIN_NS have passed, whoever is left is reset. */
void drain_turn(uint64_t now_ns);

/* Behind tcp_flush(): true when there is nobody left to wait for. */
bool drain_is_over(void);

/* When the next turn is due, whatever happens; UINT64_MAX: nobody has asked. */
uint64_t drain_deadline_ns(void);

#endif
