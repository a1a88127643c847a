/* folder.h - the rendered site as a plain folder: what `sitegen DIR --html OUT` writes.
 *
 * Layer     sitegen
 * Names     a path that ends with '/' is its index.html; a page whose address has no extension gets .html. An
 *           address that the image serves under baseurl lies without it here, as other generators do it.
 */
#ifndef SITEGEN_FOLDER_H
#define SITEGEN_FOLDER_H

#include "site.h"

struct folder_output {
    struct site_output output;
    struct diag *diag;
    const char *dir;
    pthread_mutex_t lock; /* one file after the other */
};

/* Returns false, with the reason in diag, when dir exists and is not empty, or cannot be made. */
bool folder_open(struct folder_output *folder, const char *dir, struct diag *diag);

#endif
