/* html.h - the little of HTML that the tool has to read: tags and their attributes, text, headings.
 *
 * Layer     sitegen
 * Trust     any text is taken: what is not well-formed HTML is passed on as it stands
 */
#ifndef SITEGEN_HTML_H
#define SITEGEN_HTML_H

#include "pool.h"
#include "text.h"

struct html_tag {
    struct str whole;      /* from '<' to '>' */
    struct str name;       /* as written; "/p" of an end tag is "p" with is_end */
    struct str attributes; /* what stands between the name and '>' */
    bool is_end;
};

/* Read the next tag of s from *at on; comments and declarations are passed over. *at is moved behind the tag,
 * and for elements whose content is no markup (script, style, title, textarea ...) behind their content. All
 * tags of s together take time in proportion to its length, whatever it holds. Returns false at the end. */
bool html_next_tag(struct str s, size_t *at, struct html_tag *tag);

/* Whether the content of this element is no markup, but text that is seen. */
bool html_holds_text(struct str name);

/* Read the next attribute of *rest, which starts as tag.attributes, and advance it. The value is without
 * quotes, its entities as they stand. Returns false at the end. */
bool html_next_attribute(struct str *rest, struct str *name, struct str *value);

/* The value of an attribute, likewise. Returns false when it is not there. */
bool html_attribute(const struct html_tag *tag, const char *name, struct str *value);

/* Text only: tags, comments, scripts and styles are left out. Entities stay. */
void html_strip(struct text *out, struct str html);

/* Text with the five XML entities and numeric references put back into characters. */
void html_unescape(struct text *out, struct str text);

#endif
