/* parse.h - what the parsers of templates, tags and expressions share. Private to liquid/parse*.c and lax.c.
 *
 * Layer     sitegen/liquid
 * Modes     markup is read strictly first. Where that fails and Liquid knows another way, parse_settle() says
 *           whether it is to be gone: then lax.c reads the same markup as the reference's lax parser does
 */
#ifndef SITEGEN_LIQUID_PARSE_H
#define SITEGEN_LIQUID_PARSE_H

#include "liquid/lex.h"
#include "liquid/tree.h"

#define PARSE_MESSAGES_MAX 200u /* of one template: finding the place of one costs time */

struct parser {
    struct pool *pool;
    struct diag *diag;
    const char *file;
    struct str source;
    const struct liquid_options *options;
    struct chunk_lexer chunks;
    struct chunk chunk; /* the one just read */
    unsigned depth;     /* of blocks */
    unsigned nesting;   /* of brackets, and of expressions in texts */
    bool is_cut;        /* the rest was not read, as blocks are nested too deeply */
    struct str unknown; /* the last tag that is not known: its end is no mistake of its own */
    bool failed;
    unsigned message_count;
    struct token_lexer tokens; /* of the markup being read */
    struct token token;        /* the next one, not yet taken */
    bool is_exp;               /* the markup is the text argument of where_exp or its like */

    /* The first mistake in this markup, until it is settled. */
    bool has_problem;
    size_t problem_at;
    char problem[200];
};

/* Report at an offset of the source; the template is then not made. */
void parse_error(struct parser *p, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void parse_warning(struct parser *p, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Tokens of one markup. */
void parse_markup(struct parser *p, struct str markup, size_t at); /* start reading it */
void parse_advance(struct parser *p);
bool parse_is_char(const struct parser *p, char c);
bool parse_is_name(const struct parser *p, const char *name);
bool parse_take_char(struct parser *p, char c);
bool parse_take_name(struct parser *p, const char *name);
void parse_unexpected(struct parser *p, const char *wanted); /* note the next token as out of place */
void parse_finish(struct parser *p);                         /* the same, when tokens are left */

/* Settle what was noted. Returns true when the strict reading stands (or was refused: there is an error
 * then); false when the markup is to be read again by the lax way; there is a warning then. */
bool parse_settle(struct parser *p);

/* Strict expressions from the tokens on. On a mistake they note it and return something safe to evaluate. */
const struct expr *parse_expr(struct parser *p);      /* a value */
const struct expr *parse_condition(struct parser *p); /* values compared, joined by and / or */
struct pipeline parse_pipeline(struct parser *p);     /* a value and its filters */
const struct expr *parse_literal(struct parser *p, struct value value, size_t at);
const struct expr *parse_name(struct parser *p, struct str name, size_t at); /* a literal's or a variable's */
bool parse_compare_op(struct str text, enum compare_op *op);

/* Whole markups: strict, else lax, settled. */
struct pipeline parse_output(struct parser *p, struct str markup, size_t at);
const struct expr *parse_if_condition(struct parser *p, struct str markup, size_t at);
const struct expr *parse_value(struct parser *p, struct str markup, size_t at);

/* Filters (parse_filter.c). */
struct filter *parse_new_filter(struct parser *p, struct str name, size_t at);
void parse_add_arg(struct parser *p, struct filter *filter, const struct expr *value);
void parse_check_filters(struct parser *p, struct pipeline *pipeline); /* find them; report what is wrong */

/* The lax reading (lax.c). at: the offset in the source of s. */
size_t lax_fragment(struct str s, size_t at); /* length of the quoted or unquoted run there; 0: none */
const struct expr *lax_expr(struct parser *p, struct str s, size_t at);
struct pipeline lax_pipeline(struct parser *p, struct str s, size_t at);
const struct expr *lax_condition(struct parser *p, struct str s, size_t at);
bool lax_attribute(struct str s, size_t *from, struct str *name, struct str *value); /* next name: value */

/* The nodes up to one of the tags in ends (NULL-terminated), which is left in p->chunk; to the end of the
 * source when ends is NULL. open: the tag that opened the block, for the message when it is not closed. */
struct node *parse_block(struct parser *p, const char *const *ends, struct str open, size_t open_at);

/* A part of the markup as a template of its own: text with outputs in it. */
struct node *parse_inner(struct parser *p, struct str part);
struct node *parse_lines(struct parser *p, struct str part); /* lines that are tags */

/* The tag in p->chunk. Returns NULL when it makes no node, a chain of them for {% liquid %}. */
struct node *parse_tag(struct parser *p);
struct node *parse_new_node(struct parser *p, enum node_kind kind);
struct branch *parse_add_branch(struct parser *p, struct branch ***last);
struct node *parse_body(struct parser *p,
                        const char *const *ends); /* of the block whose tag is in p->chunk */
void parse_settle_blank(struct node *node, bool drop_text);

/* Tags, by file. */
struct node *parse_if(struct parser *p); /* parse_blocks.c: also unless */
struct node *parse_case(struct parser *p);
struct node *parse_capture(struct parser *p);
struct node *parse_ifchanged(struct parser *p);
struct node *parse_for(struct parser *p); /* parse_loops.c */
struct node *parse_tablerow(struct parser *p);
struct node *parse_cycle(struct parser *p);
struct node *parse_include(struct parser *p); /* parse_include.c: also include_relative */
struct node *parse_partial(struct parser *p); /* Liquid's include, and render */
struct node *parse_link(struct parser *p);
struct node *parse_post_url(struct parser *p);
struct node *parse_highlight(struct parser *p);

#endif
