/* compare.h - what sets two images of one site apart.
 *
 * Layer     sitegen/image
 */
#ifndef SITEGEN_IMAGE_COMPARE_H
#define SITEGEN_IMAGE_COMPARE_H

#include "image/inspect.h"

#define COMPARE_LINES_MAX 20u /* of a kind; of the rest, how many there are */

/* Say what is different, a line each: what made them, the files they were made of, what they serve. Both bear
 * their provenance. Returns how many lines there are, with those that are not shown; 0 is no proof that the
 * images are identical. */
size_t compare_images(const struct inspect *was, const struct inspect *is, struct text *out);

#endif
