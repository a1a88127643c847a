/* cmark_options.h - what the key "commonmark" of a configuration says to libcmark-gfm.
 *
 * Layer     sitegen/markdown
 * Source    jekyll-commonmark 1.4: commonmark: {options: [SMART, UNSAFE], extensions: [table]}; with nothing
 *           said it leaves raw HTML out and has no extension. GitHub's dialects have theirs without being
 *           asked.
 */
#ifndef SITEGEN_MARKDOWN_CMARK_OPTIONS_H
#define SITEGEN_MARKDOWN_CMARK_OPTIONS_H

#include "value.h"

enum cmark_extension {
    CMARK_TABLE,
    CMARK_STRIKETHROUGH,
    CMARK_AUTOLINK,
    CMARK_TAGFILTER,
    CMARK_TASKLIST,
    CMARK_EXTENSION_COUNT
};

struct cmark_options {
    int flags;           /* CMARK_OPT_* */
    unsigned extensions; /* bit n: enum cmark_extension n */
};

/* The library's name of an extension. */
const char *cmark_extension_name(enum cmark_extension extension);

/* is_github: with what GitHub's dialects have. */
void cmark_options_init(struct cmark_options *options, bool is_github);

/* What own says (the hash of "commonmark"); a list that is there stands for the one of the dialect. What is
 * not known in it is passed over, as jekyll-commonmark does. */
void cmark_options_read(struct cmark_options *options, struct value own);

#endif
