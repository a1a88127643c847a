/* kramdown_parser.h - one document being parsed: the state that the scanners share, and what they call of
 * each other.
 *
 * Layer     sitegen/markdown, behind kramdown.h
 * Grammar   that of kramdown 2.4 and its GFM parser. A block scanner is called with src->at at the start of
 *           what may be its block. It returns false and leaves everything as it was when it is not;
 *           otherwise it moves src->at behind the block and adds the block to tree.
 * Time      bounded: what is scanned in vain is paid for with kramdown_spend(); whoever cannot pay any more
 *           sets fault, and everybody returns as soon as they see it
 * Memory    all texts in pool, which lives as long as the document
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_PARSER_H
#define SITEGEN_MARKDOWN_KRAMDOWN_PARSER_H

#include "markdown/kramdown_tree.h"
#include "markdown/markdown.h"
#include "value.h"

#define KRAMDOWN_NONE SIZE_MAX /* an offset: not there */

struct kramdown_src {
    struct str s;
    size_t at; /* <= s.len */
    /* Offsets from which on there is no closing fence of no_fence_len[tilde] marks or more, no "-->", no
     * "?>": found out once, and known for all that opens behind. KRAMDOWN_NONE: not found out yet. */
    size_t no_fence_at[2];
    size_t no_fence_len[2];
    size_t no_comment_end_at;
    size_t no_instruction_end_at;
};

struct kramdown_footnote {
    struct str name;
    cmark_node *content;
    unsigned number; /* 0: not referred to yet */
    unsigned repeat_count;
};

struct kramdown_link {
    struct str url;
    struct str title;
    bool has_title;
    struct kramdown_node *eob; /* where its attribute list is; NULL for one of the options */
};

struct kramdown {
    struct pool *pool;
    struct kramdown_options options; /* "{::options}" changes them */
    const struct markdown_hooks *hooks;
    cmark_node *root;

    cmark_node *tree; /* the block that is being filled */
    struct kramdown_src *src;
    struct kramdown_ial *block_ial; /* of the next block; NULL: none */
    bool stop;                      /* the end tag of the element that tree is was read */
    unsigned depth;

    struct hash *alds;          /* name -> index in ald_list */
    struct hash *links;         /* normalised id -> index in link_list */
    struct hash *footnotes;     /* name -> index in footnote_list */
    struct kramdown_ial **ald_list;
    struct kramdown_link *link_list;
    struct kramdown_footnote **footnote_list;
    struct kramdown_abbreviation *abbreviation_list;
    size_t ald_count, ald_cap, link_count, link_cap, footnote_count, footnote_cap, abbreviation_count,
        abbreviation_cap;

    size_t steps_left;
    size_t top_at;     /* where the outermost block starts that is being parsed */
    const char *fault; /* NULL: all is well */
    size_t fault_at;
};

struct kramdown_abbreviation {
    struct str text;
    struct str title;
    struct kramdown_node *eob;
};

/* Pay for work. Returns false when there is a fault, also an older one. */
bool kramdown_spend(struct kramdown *k, size_t steps);
void kramdown_fault(struct kramdown *k, const char *what);

/* kramdown_block.c */
bool kramdown_parse_blocks(struct kramdown *k, cmark_node *into,
                           struct kramdown_src *src); /* true: stopped */
void kramdown_parse_text(struct kramdown *k, cmark_node *into, struct str text);
cmark_node *kramdown_new_block(struct kramdown *k, enum kramdown_kind kind); /* takes block_ial; not joined */
cmark_node *kramdown_add_block(struct kramdown *k, enum kramdown_kind kind, struct str text);
bool kramdown_after_boundary(struct kramdown *k);
bool kramdown_before_boundary(const struct kramdown *k);

/* kramdown_code.c, for footnotes too */
size_t kramdown_indented_end(struct str s,
                             size_t at); /* behind indented code and what belongs to it; at: none */
struct str kramdown_unindent(struct kramdown *k, struct str s);

/* One construct each; all of them as said above. */
bool kramdown_parse_codeblock(struct kramdown *k);
bool kramdown_parse_fenced(struct kramdown *k);
bool kramdown_parse_atx_header(struct kramdown *k);
bool kramdown_parse_setext_header(struct kramdown *k);
bool kramdown_parse_list(struct kramdown *k);
bool kramdown_parse_definition_list(struct kramdown *k);
bool kramdown_parse_block_html(struct kramdown *k);
bool kramdown_parse_table(struct kramdown *k);
bool kramdown_parse_footnote_definition(struct kramdown *k);
bool kramdown_parse_link_definition(struct kramdown *k);
bool kramdown_parse_abbreviation_definition(struct kramdown *k);
bool kramdown_parse_block_extension(struct kramdown *k);

/* kramdown_attributes.c */
void kramdown_parse_attributes(struct kramdown *k, struct str list, struct kramdown_ial *ial);
void kramdown_apply_ial(struct kramdown *k, struct kramdown_attrs *attrs, const struct kramdown_ial *ial);
struct kramdown_ial *kramdown_ial_of(struct kramdown *k, struct kramdown_node *node); /* made if need be */

/* kramdown_extension.c: "{::name ...}" from src->at on. Adds what it makes to into. */
bool kramdown_parse_extension(struct kramdown *k, struct kramdown_src *src, cmark_node *into, bool is_block);

/* kramdown_definition.c */
struct str kramdown_link_id(struct kramdown *k, struct str id);

/* kramdown_span.c: the raw text as spans, which become children of into. */
void kramdown_parse_raw_text(struct kramdown *k, cmark_node *into, struct str text);

/* The code spans of a text, and its HTML tags if need be, and nothing else: for tables. */
void kramdown_parse_code(struct kramdown *k, cmark_node *into, struct str text, bool html_too);

/* kramdown_update.c and kramdown_abbreviation.c: the transforms */
void kramdown_update(struct kramdown *k);
void kramdown_abbreviate(struct kramdown *k, cmark_node *node);

#endif
