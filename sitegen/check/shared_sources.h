/* shared_sources.h - the files that many pages take parts from: layouts, includes, data, the configuration.
 *
 * Layer     sitegen/check
 */
#ifndef SITEGEN_CHECK_SHARED_SOURCES_H
#define SITEGEN_CHECK_SHARED_SOURCES_H

#include "check/source_place.h"
#include "site.h"

/* Look through all of them, in that order. What cannot be read is passed over: who needed it has said so. */
void shared_sources_read(struct site *site, struct pool *pool, struct source_places *places);

#endif
