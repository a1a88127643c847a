/* kramdown_tree.h - a kramdown document as libcmark-gfm's tree: what kramdown knows of a node rides in its
 * user data.
 *
 * Layer     sitegen/markdown; below it: libcmark-gfm's nodes, pool, str
 * Why       the library's own parsers settle lists, HTML blocks, emphasis and links by CommonMark's rules,
 *           and what kramdown would have made of the text cannot be read from the result any more. So
 *           scanners that follow kramdown's grammar build the tree (kramdown_block.c, kramdown_span.c and
 *           what they call), and kramdown's own constructs are transforms of it (kramdown_update.c,
 *           kramdown_abbreviation.c).
 * Memory    nodes are the library's: kramdown_free() the root. Their user data and texts lie in a pool.
 */
#ifndef SITEGEN_MARKDOWN_KRAMDOWN_TREE_H
#define SITEGEN_MARKDOWN_KRAMDOWN_TREE_H

#include "pool.h"

#include <cmark-gfm.h>

enum kramdown_kind {
    KRAMDOWN_ROOT,
    KRAMDOWN_BLANK,
    KRAMDOWN_EOB, /* end of block: keeps what stands before and after it apart; gone after the update */
    KRAMDOWN_P,
    KRAMDOWN_HEADER,
    KRAMDOWN_BLOCKQUOTE,
    KRAMDOWN_CODEBLOCK,
    KRAMDOWN_HR,
    KRAMDOWN_UL,
    KRAMDOWN_OL,
    KRAMDOWN_LI,
    KRAMDOWN_DL,
    KRAMDOWN_DT,
    KRAMDOWN_DD,
    KRAMDOWN_TABLE,
    KRAMDOWN_THEAD,
    KRAMDOWN_TBODY,
    KRAMDOWN_TFOOT,
    KRAMDOWN_TR,
    KRAMDOWN_TD,
    KRAMDOWN_MATH_BLOCK,
    KRAMDOWN_HTML_BLOCK,
    KRAMDOWN_MARKUP_BLOCK,  /* <!-- --> and <? ?>, as they stand */
    KRAMDOWN_COMMENT_BLOCK, /* {::comment} */
    KRAMDOWN_RAW_BLOCK,     /* {::nomarkdown} */
    KRAMDOWN_STRAY,         /* lines that are no block, and without tags */
    KRAMDOWN_RAW_TEXT,      /* not yet parsed into spans */
    KRAMDOWN_TEXT,
    KRAMDOWN_BR,
    KRAMDOWN_A,
    KRAMDOWN_IMG,
    KRAMDOWN_CODESPAN,
    KRAMDOWN_EM,
    KRAMDOWN_STRONG,
    KRAMDOWN_ENTITY,
    KRAMDOWN_QUOTE, /* a smart quote: code is its index in smart_quotes */
    KRAMDOWN_SYM,   /* a typographic symbol: code is an enum kramdown_symbol */
    KRAMDOWN_FOOTNOTE,
    KRAMDOWN_ABBREVIATION,
    KRAMDOWN_MATH,
    KRAMDOWN_HTML,
    KRAMDOWN_MARKUP,
    KRAMDOWN_COMMENT,
    KRAMDOWN_RAW,
};

/* What the content of an HTML element is read as. */
enum kramdown_model { KRAMDOWN_MODEL_NONE, KRAMDOWN_MODEL_RAW, KRAMDOWN_MODEL_SPAN, KRAMDOWN_MODEL_BLOCK };

struct kramdown_attr {
    struct str name;
    struct str value;
    struct kramdown_attr *next;
};

/* In the order in which they were given first. */
struct kramdown_attrs {
    struct kramdown_attr *first;
    size_t count;
};

struct kramdown_ref {
    struct str name;
    struct kramdown_ref *next;
};

/* An inline attribute list: "{: .class #id key="value" name}". */
struct kramdown_ial {
    struct kramdown_attrs attrs;
    struct kramdown_ref *refs;
    struct kramdown_ref *last_ref;
};

struct kramdown_footnote;

struct kramdown_node {
    enum kramdown_kind kind;
    enum kramdown_model model;
    struct str
        text; /* of texts, code, math, comments; the name of an HTML element; of a header its plain text */
    size_t text_cap; /* 0: text lies in the source */
    struct kramdown_attrs attrs;
    struct kramdown_ial *ial; /* NULL: none */
    struct str lang;    /* code block; original of an entity; first marker of a list; type of raw text */
    struct str align;   /* table: one of "dlrc" for each column */
    unsigned code;      /* level of a header; character of an entity; see the kinds */
    size_t at;          /* where in the document its outermost block starts */
    unsigned img_count; /* images that it holds directly */
    bool transparent;   /* a paragraph without tags; raw text that is not for HTML */
    bool closed;        /* an HTML element: <x/> */
    struct kramdown_footnote *footnote;
};

cmark_node *kramdown_node_new(struct pool *pool, enum kramdown_kind kind);
void kramdown_free(cmark_node *node);

struct kramdown_node *kramdown_of(cmark_node *node);
enum kramdown_kind kramdown_kind_of(cmark_node *node); /* node may be NULL: KRAMDOWN_ROOT then */

/* Join a node to a tree as the last child. */
void kramdown_append(cmark_node *parent, cmark_node *child);
cmark_node *kramdown_add(struct pool *pool, cmark_node *parent, enum kramdown_kind kind, struct str text);

/* Add text: to the last child where that is of the same kind, else as a new child. */
void kramdown_add_text(struct pool *pool, cmark_node *parent, enum kramdown_kind kind, struct str text);
void kramdown_extend(struct pool *pool, struct kramdown_node *node, struct str text);

bool kramdown_is_block(cmark_node *node);

const struct str *kramdown_attr(const struct kramdown_attrs *attrs, const char *name); /* NULL: not there */
void kramdown_attr_set(struct pool *pool, struct kramdown_attrs *attrs, struct str name, struct str value);
void kramdown_attr_remove(struct kramdown_attrs *attrs, const char *name);
void kramdown_class_add(struct pool *pool, struct kramdown_attrs *attrs, struct str name);
struct kramdown_attrs kramdown_attrs_copy(struct pool *pool, const struct kramdown_attrs *attrs);
void kramdown_ref_add(struct pool *pool, struct kramdown_ial *ial, struct str name);
bool kramdown_has_ref(const struct kramdown_ial *ial, const char *name); /* ial may be NULL */

#endif
