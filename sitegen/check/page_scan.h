/* page_scan.h - what a page of HTML refers to, and what can be referred to on it.
 *
 * Layer     sitegen/check; below it html.h alone
 * Trust     any text; time in proportion to it
 */
#ifndef SITEGEN_CHECK_PAGE_SCAN_H
#define SITEGEN_CHECK_PAGE_SCAN_H

#include "text.h"

enum page_scan_kind {
    PAGE_SCAN_LINK,    /* an address: of a, img, script, link, source, iframe ...; each one of a srcset */
    PAGE_SCAN_BASE,    /* <base href>: what relative addresses behind it start from */
    PAGE_SCAN_ID,      /* an id */
    PAGE_SCAN_ANCHOR,  /* <a name> */
    PAGE_SCAN_REFRESH, /* <meta http-equiv="refresh">: the page leads on to another one */
    PAGE_SCAN_BARE_IMG /* the address of an img without an attribute alt that is not hidden from readers */
};

/* value: as it stands in the HTML, trimmed, with its entities; part of html. */
typedef void page_scan_found(void *context, enum page_scan_kind kind, struct str value);

/* Elements with the attribute data-proofer-ignore refer to nothing: html-proofer's mark for what a site
 * knows to be missing. */
void page_scan(struct str html, page_scan_found *found, void *context);

#endif
