/* urls.h - paths of the folder, paths on the wire, and the links between them.
 *
 * Layer     sitegen/content
 * Terms     a path is decoded and starts with '/': "/caf\xc3\xa9/a b.html"; an href is its percent-encoded
 * form (RFC 3986)
 */
#ifndef SITEGEN_CONTENT_URLS_H
#define SITEGEN_CONTENT_URLS_H

#include "text.h"

/* A path -> href: everything but the unreserved characters, the sub-delimiters, ":", "@" and "/" is encoded,
 * '%' too. */
void url_encode_path(struct text *out, struct str path);

/* As url_encode_path(), for what may be an href already: "%xx", '?' and '#' stay. */
void url_encode_href(struct text *out, struct str href);

/* For a value in a query: a blank becomes '+'. */
void url_encode_query(struct text *out, struct str value);

/* An href -> path. Returns false when "%" is not followed by two hexadecimal digits, or stands for a NUL. */
bool url_decode(struct text *out, struct str href);

/* A name -> part of an address: runs of what is neither letter nor digit become one '-', none at the ends.
 * Bytes of UTF-8 count as letters. keep_case: upper case stays, and so do . _ ~ ! $ & ' ( ) + , ; = @ (as in
 * the address of a post). */
void url_slug(struct text *out, struct str name, bool keep_case);

/* The path that a relative one means, seen from the folder dir ("/a/b/"): "." and ".." are resolved, and lead
 * no higher than "/". */
void url_resolve(struct text *out, struct str dir, struct str relative);

/* An href in parts: "a/b.md?q#f" is "a/b.md" and "?q#f". */
void url_split(struct str href, struct str *path, struct str *suffix);

/* Whether an href leads elsewhere than to a path of this site: "https:...", "mailto:...", "//host/". */
bool url_is_external(struct str href);

/* Fill the placeholders (:year, :title, ...) of a permalink. values: name -> text.
 *
 * Returns   NULL, or the first placeholder that is not known.
 */
const char *url_permalink(struct text *out, struct str permalink, const char *const (*values)[2]);

#endif
