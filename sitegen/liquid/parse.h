/* parse.h - what the parsers of templates, tags and expressions share. Private to liquid/parse*.c.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_PARSE_H
#define SITEGEN_LIQUID_PARSE_H

#include "liquid/lex.h"
#include "liquid/tree.h"

struct parser {
    struct pool *pool;
    struct diag *diag;
    const char *file;
    struct str source;
    struct chunk_lexer chunks;
    struct chunk chunk; /* the one just read */
    unsigned depth;     /* of blocks and of brackets */
    unsigned loop_depth;
    bool failed;
    struct token_lexer tokens; /* of the markup being read */
    struct token token;        /* the next one, not yet taken */
};

/* Report at an offset of the source; the template is then not made. */
void parse_error(struct parser *p, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Tokens of one markup. */
void parse_markup(struct parser *p, struct str markup, size_t at); /* start reading it */
void parse_advance(struct parser *p);
bool parse_is_char(const struct parser *p, char c);
bool parse_is_name(const struct parser *p, const char *name);
bool parse_take_char(struct parser *p, char c);
bool parse_take_name(struct parser *p, const char *name);
void parse_finish(struct parser *p); /* an error when tokens are left */

/* Expressions. On an error they report it and return something that is safe to evaluate. */
const struct expr *parse_expr(struct parser *p);      /* a value */
const struct expr *parse_condition(struct parser *p); /* values compared, joined by and / or */
struct pipeline parse_pipeline(struct parser *p);     /* a value and its filters */
struct named_arg *parse_named(struct parser *p); /* name: value or name=value, parted by commas or blanks */

/* The nodes up to one of the tags in ends (NULL-terminated), which is left in p->chunk; to the end of the
 * source when ends is NULL. open: the tag that opened the block, for the message when it is not closed. */
struct node *parse_block(struct parser *p, const char *const *ends, struct str open, size_t open_at);

/* The tag in p->chunk. Returns NULL when it makes no node. */
struct node *parse_tag(struct parser *p);
struct node *parse_new_node(struct parser *p, enum node_kind kind);

#endif
