/* events.h - preview's own small server: tells pages that are open in a browser when the site has changed.
 *
 * Layer     sitegen/preview; above request.h, reload_text.h
 * Serves    on the side port /reload.js and /events, a stream of events as HTML's EventSource reads it; on
 *           the site's port, while there is no image to serve it, a page that says why
 * Trust     clients are any program of this machine, and any page that a browser on it shows: the errors are
 *           told to pages of the previewed site alone
 * Blocking  never; the caller polls
 */
#ifndef SITEGEN_PREVIEW_EVENTS_H
#define SITEGEN_PREVIEW_EVENTS_H

#include "preview/request.h"
#include "text.h"

#include <poll.h>

#define EVENTS_CLIENT_MAX  64u /* a further one takes the place of the one that came first */
#define EVENTS_FD_MAX      (EVENTS_CLIENT_MAX + 2)
#define EVENTS_REQUEST_MS  5000           /* a client that has not asked by then is dropped */
#define EVENTS_PENDING_MAX (1024u * 1024) /* bytes: a client that does not take what it asked for likewise */

/* fd >= 0 exactly while connected. sent <= out.len. in_len < REQUEST_MAX until the request is answered. */
struct events_client {
    int fd;
    bool is_of_site;  /* came to the site's port */
    bool is_stream;   /* listens */
    bool is_answered; /* and is dropped when everything is sent, unless it listens */
    int64_t since_ms;
    size_t in_len;
    size_t sent;
    struct text out;
    char in[REQUEST_MAX];
};

struct events {
    int side_fd; /* -1: there is no side port */
    unsigned port;
    int site_fd; /* listens on the site's port; the caller's */
    unsigned site_port;
    bool stands_in;   /* the site's port is ours for now */
    struct text state; /* data of the last event */
    struct text page;  /* of the stand-in */
    struct events_client clients[EVENTS_CLIENT_MAX];
};

/* A socket that listens on the first free port of 127.0.0.1 from *port on, which is set. -1: none of a
 * hundred is. */
int events_listen(unsigned *port);

/* Start on the next free port behind the site's. Returns false when there is none: then pages are not told. */
bool events_open(struct events *events, int site_fd, unsigned site_port);
void events_close(struct events *events);

/* The site was made at made_ms (since 1970), or could not be: all are told.
 *
 * errors    empty: all is well
 * served    an image serves the site; else its port is ours
 */
void events_tell(struct events *events, int64_t made_ms, struct str errors, bool served);

/* What to poll for: fills at most EVENTS_FD_MAX. */
size_t events_want(const struct events *events, struct pollfd *fds);

/* Do what can be done after that poll, at now_ms of a clock that only goes forward. */
void events_turn(struct events *events, const struct pollfd *fds, size_t count, int64_t now_ms);

/* When the next client must be dropped, of that clock; INT64_MAX: none. */
int64_t events_deadline_ms(const struct events *events);

#endif
