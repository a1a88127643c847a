/* slug.h - names -> parts of addresses, as Jekyll makes them.
 *
 * Layer     sitegen/content; characters' kinds by libutf8proc
 */
#ifndef SITEGEN_CONTENT_SLUG_H
#define SITEGEN_CONTENT_SLUG_H

#include "text.h"

enum slug_mode {
    SLUG_NONE,    /* as it is, but in lower case */
    SLUG_RAW,     /* runs of blanks become one '-' */
    SLUG_DEFAULT, /* so does everything that is neither letter nor digit */
    SLUG_PRETTY,  /* but . _ ~ ! $ & ' ( ) + , ; = @ stay */
    SLUG_ASCII,   /* only ASCII letters and digits stay */
    SLUG_LATIN,   /* as default, with accents taken off Latin letters first */
};

/* The mode of this name; SLUG_NONE when there is none. Empty: default. */
enum slug_mode slug_mode(struct str name);

/* Append the slug. No '-' at the ends; in lower case unless keep_case. */
void slug_add(struct text *out, struct str name, enum slug_mode mode, bool keep_case);

/* "my-first-post" -> "My First Post" */
void slug_title(struct text *out, struct str slug);

/* In lower case, whatever the script. */
void slug_lower(struct text *out, struct str s);

#endif
