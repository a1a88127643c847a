/* kramdown_line.h - what a line of kramdown starts with: recognisers without state.
 *
 * Layer     sitegen/markdown
 * Result    the offset behind what was recognised at at, or KRAMDOWN_NONE. at <= s.len everywhere.
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_LINE_H
#define SITEGEN_MARKDOWN_KRAMDOWN_LINE_H

#include "markdown/kramdown_parser.h"

size_t kramdown_line_end(struct str s, size_t at);    /* behind the '\n', or the end */
size_t kramdown_opt_space(struct str s, size_t at);   /* behind up to three blanks */
size_t kramdown_run(struct str s, size_t at, char c); /* behind a run of c */
size_t kramdown_blanks(struct str s, size_t at);      /* behind blanks and tabs */
size_t kramdown_spaces(struct str s, size_t at);      /* behind white space, line ends too */
size_t kramdown_to_eol(struct str s, size_t at);      /* only white space up to the '\n': behind it */
size_t kramdown_blank_lines(struct str s, size_t at); /* behind all of them */
size_t kramdown_indent(struct str s, size_t at);      /* a tab or four blanks */
size_t kramdown_eob(struct str s, size_t at);         /* a line "^" */
size_t kramdown_hr(struct str s, size_t at);
bool kramdown_is_blank_line(struct str s, size_t at); /* no character but white space, end included */
bool kramdown_at_html_edge(struct str s, size_t at);  /* a tag that ends a paragraph, at '<' */
bool kramdown_is_lazy_end(struct str s, size_t at);   /* what ends a paragraph or quote in any dialect */

/* An attribute list on a line of its own: "{: ...}". *body is what stands between. */
size_t kramdown_ial_line(struct str s, size_t at, struct str *body);
/* The same from '{' on, without indent. */
size_t kramdown_ial(struct str s, size_t at, struct str *body);
/* From the first character behind "{:" to the '}' that ends it, "\}" passed over. Offset of that '}'. */
size_t kramdown_list_close(struct str s, size_t at);

/* A list marker and the blank behind it: offset of that blank. */
size_t kramdown_ul_marker(struct str s, size_t at, size_t indent_max);
size_t kramdown_ol_marker(struct str s, size_t at, size_t indent_max);
size_t kramdown_dl_marker(struct str s, size_t at, size_t indent_max);
bool kramdown_is_list_start(struct str s, size_t at);

size_t kramdown_word_id(struct str s, size_t at); /* \w[\w-]* */
size_t kramdown_tag_name(struct str s, size_t at);

static inline bool kramdown_is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static inline char kramdown_char(struct str s, size_t at)
{
    return at < s.len ? s.at[at] : '\0';
}

bool kramdown_is_alpha_at(struct str s, size_t at); /* letters of any script */
bool kramdown_is_alnum_at(struct str s, size_t at);
bool kramdown_is_word_at(struct str s, size_t at);

#endif
