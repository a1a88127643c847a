/* target.h - from a request target to a path that kvfs knows.
 *
 * Layer     http, internal
 * Source    RFC 9112 3.2 (forms), RFC 3986 (percent-encoding, dot segments, authority)
 */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include "span.h"

#include <stdbool.h>

/* Decode a target in origin-form or absolute-form: cut the query off, decode percent-encoding once, then
 * remove dot segments, so that an encoded dot or slash is worth no more than a plain one. ".." at the root
 * stays there. Empty segments are kept: "//" is a path of its own, which no site has.
 *
 * buf       at least target.len bytes, used where decoding changes something
 * path      points into target or buf; begins with '/'
 * Returns   false for another form, a malformed authority or escape, and for %00
 */
bool http_target_path(struct span target, uint8_t *buf, struct span *path);

/* Whether a Host field's value, or an authority without userinfo, is well formed: uri-host [ ":" port ]. May
 * be empty (RFC 9110 7.2). */
bool http_host_is_valid(struct span host);

#endif
