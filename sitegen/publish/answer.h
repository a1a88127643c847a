/* answer.h - waiting until a domain answers as it should.
 *
 * Layer     sitegen/publish
 */
#ifndef SITEGEN_PUBLISH_ANSWER_H
#define SITEGEN_PUBLISH_ANSWER_H

#include "publish/publish.h"

enum answer {
    ANSWER_FAILED,  /* why says what happened instead */
    ANSWER_HTTP,    /* its start page has come */
    ANSWER_CONSOLE, /* it says on its console that it serves; its address is not reached from here */
    ANSWER_RUNS,    /* it runs, and that is all that can be seen */
};

struct answer_wait {
    virDomainPtr domain;
    const char *known_address; /* NULL: it is to be found out */
    const char *log;           /* a volume's name */
    uint64_t log_from;         /* what the console said before is of no interest */
    const struct start_page *start;

    const char *address; /* found */
    const char *why;
};

enum answer answer_wait(struct publish *publish, struct answer_wait *wait);

/* The address in the last line "ready: http://ADDRESS:80/" of a console, copied; NULL: there is none. */
const char *answer_ready_address(struct str said, struct pool *pool);

/* The address of a domain by the network's leases, its host's ARP table, its console; NULL: not known. */
const char *answer_address(struct publish *publish, virDomainPtr domain, const char *log, uint64_t log_from);

#endif
