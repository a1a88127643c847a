/* check.h - what only the whole rendered site shows: links and anchors that lead nowhere, ids that stand
 * twice on a page, images without alternative text.
 *
 * Layer     sitegen/check; above site.h and theme.h; the build hands it each page
 * Order     check_open() behind site_load(), check_page() for each page of HTML, check_file() for each file;
 *           behind the last check_start(), if there is something else to do meanwhile, and check_finish()
 * Threads   check_page() and check_file() by several at once; the others by one thread alone
 * Memory    its own pool: of each page its links and ids, no HTML. Pages and files are those of the site
 * Time      in proportion to the HTML, and once more to the sources of pages that something is wrong with
 * Network   never: what leads to another host is not looked at
 */
#ifndef SITEGEN_CHECK_CHECK_H
#define SITEGEN_CHECK_CHECK_H

#include "model_digest.h"
#include "site.h"
#include "store.h"

#define CHECK_SHOWN_MAX 100u /* messages of one kind; how many more there are is said */

struct check;

/* site must outlive it. */
struct check *check_open(struct site *site);

/* From here on, what was found on a page of HTML is kept in the store, and not looked for again. */
void check_use_store(struct check *check, struct store *store);

/* The model that the pages are made of: with a store, pages that nothing was wrong with, in a site of this model
 * whose pages have the same ids, are not compared again. */
void check_use_model(struct check *check, struct model_digest model);

/* Note what a page refers to and what can be referred to on it. html is not kept. check NULL: nothing.
 *
 * worker    as in workers.h: those that are at work at the same time have numbers of their own */
void check_page(struct check *check, unsigned worker, const struct page *page, struct str html);

/* The same for a file that is carried as it is, if it is HTML. Reads it. */
void check_file(struct check *check, unsigned worker, const struct site_file *file);

/* Begin to compare all with what is served, beside what the caller does; the site stays as it is. */
void check_start(struct check *check);

/* Compare all with what is served, and report as warnings in site->diag: at the author's own line where the
 * source has it; once, at its place in a layout, an include or a data file, where many pages have it from
 * there. */
void check_finish(struct check *check);

void check_close(struct check *check); /* NULL: nothing */

#endif
