/* preview.h - sitegen preview: a site on this machine, as it is being written.
 *
 * Layer     sitegen/preview; above cli/cli.h (the bake), below main.c
 * Arrows    preview.c -> once.c, live.c; live.c -> turnover.c, watch.c, events.c; turnover.c -> offspring.c,
 *           events.c, changes.c; changes.c, events.c -> reload_text.c; events.c -> request.c
 */
#ifndef SITEGEN_PREVIEW_PREVIEW_H
#define SITEGEN_PREVIEW_PREVIEW_H

#include "cli/cli.h"
#include "pool.h"

struct preview {
    const char *source;    /* a folder, or an image */
    const char *folder;    /* temporary, for a source that is a folder */
    const char *image;     /* in there, or the source */
    unsigned port;         /* the first one to try */
    bool open;             /* show it in a browser */
    bool no_watch;
    struct bake_flags flags;
    struct pool pool;
};

/* The command. Returns the exit status. */
int preview_command(int argc, char **argv);

/* Serve the image until it is asked to end. */
int preview_once(struct preview *preview);

/* Bake the folder whenever it has changed, and serve it, until it is asked to end. */
int preview_live(struct preview *preview);

/* Show the site at this port in $BROWSER, or with xdg-open. */
void preview_open_browser(unsigned port);

#endif
