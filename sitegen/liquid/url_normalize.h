/* url_normalize.h - addresses as Jekyll writes them, which leaves it to Ruby's Addressable: percent-encoding
 * settled, dots in the path resolved, scheme and host in lower case (RFC 3986, 6.2.2 and 6.2.3).
 *
 * Layer     sitegen/liquid; Unicode by libutf8proc
 * Trust     any bytes
 */
#ifndef SITEGEN_LIQUID_URL_NORMALIZE_H
#define SITEGEN_LIQUID_URL_NORMALIZE_H

#include "text.h"

/* Whether it has a scheme: "https:...", "mailto:...". */
bool url_is_absolute(struct str url);

void url_normalize(struct text *out, struct str url);

/* Encode what no address can have; what is encoded without need is decoded. */
void url_escape(struct text *out, struct str s);

#endif
