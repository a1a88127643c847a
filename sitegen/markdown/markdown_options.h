/* markdown_options.h - which Markdown a site is written in.
 *
 * Layer     sitegen/markdown
 * Source    _config.yml of Jekyll 4.3: its keys "markdown", "highlighter", "kramdown" and "commonmark"; the
 *           options of kramdown 2.4 and jekyll-commonmark 1.4
 */
#ifndef SITEGEN_MARKDOWN_MARKDOWN_OPTIONS_H
#define SITEGEN_MARKDOWN_MARKDOWN_OPTIONS_H

#include "markdown/cmark_options.h"
#include "value.h"

enum markdown_dialect {
    MARKDOWN_DISCOUNT,
    MARKDOWN_KRAMDOWN,
    MARKDOWN_COMMONMARK,
    MARKDOWN_GHPAGES, /* CommonMark with GitHub's extensions, and ids */
    MARKDOWN_GFM,
};

#define MARKDOWN_DIALECT_NAMES "kramdown, discount, rdiscount, CommonMark, CommonMarkGhPages, GFM"

enum kramdown_symbol {
    KRAMDOWN_MDASH,
    KRAMDOWN_NDASH,
    KRAMDOWN_HELLIP,
    KRAMDOWN_LAQUO_SPACE,
    KRAMDOWN_RAQUO_SPACE,
    KRAMDOWN_LAQUO,
    KRAMDOWN_RAQUO,
    KRAMDOWN_SYMBOL_COUNT
};

/* Whether code gets a column with the numbers of its lines, and the first of them. */
struct kramdown_line_numbers {
    bool shown;
    int64_t first;
};

enum kramdown_entity_output { KRAMDOWN_AS_CHAR, KRAMDOWN_AS_INPUT, KRAMDOWN_NUMERIC, KRAMDOWN_SYMBOLIC };

struct kramdown_options {
    bool gfm; /* input: GFM */
    bool hard_wrap;
    bool gfm_paragraph_end;
    bool gfm_no_typographic;
    bool auto_ids;
    bool auto_id_stripping;
    struct str auto_id_prefix;
    bool parse_block_html;
    bool parse_span_html;
    int64_t footnote_nr;
    struct str footnote_backlink;
    bool footnote_backlink_inline;
    struct str footnote_prefix;
    unsigned toc_levels; /* bit n: level n */
    int header_offset;
    enum kramdown_entity_output entity_output;
    uint32_t smart_quotes[4];                  /* ' opening and closing, " opening and closing */
    struct str symbols[KRAMDOWN_SYMBOL_COUNT]; /* at NULL: the usual character */
    bool math;                                 /* math_engine: mathjax */
    bool highlight_blocks;
    bool highlight_spans;
    bool highlight_plain; /* code without a language is plain text to the highlighter, not left alone */
    struct str default_lang;
    struct str code_class; /* of the element pre: rouge's css_class */
    struct kramdown_line_numbers block_numbers;
    struct kramdown_line_numbers span_numbers;
    struct value link_defs; /* id -> [address, title] */
};

struct markdown_options {
    enum markdown_dialect dialect;
    struct kramdown_options kramdown;
    struct cmark_options cmark; /* of the other dialects but discount */
};

/* The dialect and its options as Jekyll has them before a configuration is read. */
void markdown_options_init(struct markdown_options *options, enum markdown_dialect dialect);

/* The dialect of that name, in any case; false when there is none. */
bool markdown_dialect_of(struct str name, enum markdown_dialect *dialect);

/* What a configuration (a hash) says. Returns false when it names a dialect that there is not: what is not
 * understood stays as it was. */
bool markdown_options_read(struct markdown_options *options, struct value config, struct pool *pool);

/* Set one option of kramdown's by its name. false: there is no such option, or no such value. */
bool kramdown_option_set(struct kramdown_options *options, struct str name, struct value value,
                         struct pool *pool);

#endif
