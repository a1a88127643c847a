/* site_case.h - a folder of the test's own, loaded as a site: what its pages come out as, and what is said.
 *
 * Memory    a struct site_case owns everything; site_case_free() gives it back and removes the folder
 */
#ifndef FAKE_SITEGEN_SITE_CASE_H
#define FAKE_SITEGEN_SITE_CASE_H

#include "sitegen/case.h"
#include "site.h"

struct site_case {
    struct test_case test;
    struct site_options options;
    struct site site;
    char *folder;
};

/* Load a site of these files: name, text, name, text, NULL. Its time is 2026-01-01 00:00 UTC. */
void site_case_open(struct site_case *c, ...);

/* The page that is served at path; NULL: there is none. */
struct page *site_case_find(struct site_case *c, const char *path);

/* What it comes out as; "(none)" where there is no page, "(failed)" where it has errors. */
const char *site_case_page(struct site_case *c, const char *path);

/* All messages so far, without the folder in front of file names. */
const char *site_case_messages(struct site_case *c);

void site_case_free(struct site_case *c);

#endif
