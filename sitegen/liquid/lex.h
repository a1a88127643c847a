/* lex.h - a template as chunks (text, output, tag), and a chunk's markup as tokens.
 *
 * Layer     sitegen/liquid
 * Memory    everything points into the source
 */
#ifndef SITEGEN_LIQUID_LEX_H
#define SITEGEN_LIQUID_LEX_H

#include "str.h"

enum chunk_kind {
    CHUNK_END,
    CHUNK_TEXT,
    CHUNK_OUTPUT,   /* {{ markup }} */
    CHUNK_TAG,      /* {% name markup %} */
    CHUNK_UNCLOSED, /* {{ or {% without its end */
};

struct chunk {
    enum chunk_kind kind;
    struct str text;   /* the text, or the markup: without delimiters, dashes and the tag's name */
    struct str name;   /* of a tag */
    size_t start;      /* offset in the source of the chunk's first byte */
    size_t end;        /* offset behind its last byte */
    size_t text_start; /* offset of text */
};

struct chunk_lexer {
    struct str source;
    size_t at;       /* offset of the next byte to read */
    bool trim_start; /* the last chunk ended with a dash: blanks that follow are not text */
    bool is_lines;   /* every line is a tag without its delimiters: the inside of {% liquid %} */
};

void chunk_next(struct chunk_lexer *lexer, struct chunk *chunk);

/* Skip what is no template, up to and over {% name %}, the tag that closes it. *raw is what was skipped.
 * Returns false when there is none: all the rest is skipped then, so that it is searched only once. */
bool chunk_skip_raw(struct chunk_lexer *lexer, const char *name, struct str *raw);

/* The same for a comment: comments within it are closed in their turn, and so is {% raw %}. */
bool chunk_skip_comment(struct chunk_lexer *lexer);

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,   /* letters, digits, _ and -, with a ? at the end if there is one */
    TOKEN_STRING, /* text: without its quotes */
    TOKEN_INT,
    TOKEN_FLOAT,
    TOKEN_DOTS,    /* .. */
    TOKEN_COMPARE, /* == != <> < > <= >= */
    TOKEN_CHAR,    /* | : , . [ ] ( ) = - */
    TOKEN_BAD,
};

struct token {
    enum token_kind kind;
    struct str text;
    size_t at; /* offset in the source */
};

struct token_lexer {
    struct str markup;
    size_t base; /* offset in the source of markup */
    size_t at;   /* offset in markup */
};

struct token token_next(struct token_lexer *lexer);

#endif
