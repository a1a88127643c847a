/* tree.h - a parsed template.
 *
 * Layer     sitegen/liquid; parse_*.c write it, render*.c read it
 * Memory    in the template's pool, never changed after parsing
 */
#ifndef SITEGEN_LIQUID_TREE_H
#define SITEGEN_LIQUID_TREE_H

#include "liquid/liquid.h"

#define FILTER_ARGS_MAX 8u

struct expr;

enum expr_kind {
    EXPR_LITERAL,
    EXPR_LOOKUP,  /* name, then segments: site.posts[0].title */
    EXPR_RANGE,   /* (left..right) */
    EXPR_COMPARE, /* left op right */
    EXPR_AND,
    EXPR_OR,
};

enum compare_op { OP_EQ, OP_NE, OP_LT, OP_GT, OP_LE, OP_GE, OP_CONTAINS };

struct segment {
    struct segment *next;
    const struct expr *key; /* an expression in brackets, or a literal string */
    bool is_dot;            /* .name: size, first and last mean something */
};

struct expr {
    enum expr_kind kind;
    enum compare_op op;
    size_t at; /* offset in the source */
    struct value literal;
    struct str name;
    struct segment *segments;
    const struct expr *left;
    const struct expr *right;
};

struct named_arg {
    struct named_arg *next;
    struct str name;
    const struct expr *value;
};

struct filter_def;

struct filter {
    struct filter *next;
    const struct filter_def *def;
    size_t at;
    size_t arg_count;
    const struct expr *args[FILTER_ARGS_MAX];
    struct named_arg *named;
};

/* value | filter: argument | filter */
struct pipeline {
    const struct expr *head;
    struct filter *filters;
};

struct branch {
    struct branch *next;
    const struct expr *condition; /* if, elsif; NULL: else */
    struct named_arg *whens;      /* case: any of these values (their names are empty) */
    struct node *body;
    bool negated; /* unless */
};

enum node_kind {
    NODE_TEXT,
    NODE_OUTPUT,
    NODE_ASSIGN,
    NODE_CAPTURE,
    NODE_IF, /* also unless */
    NODE_CASE,
    NODE_FOR,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_INCLUDE,
    NODE_CYCLE,
    NODE_INCREMENT, /* prints, then adds 1 */
    NODE_DECREMENT, /* subtracts 1, then prints */
};

struct node {
    struct node *next;
    enum node_kind kind;
    size_t at;       /* offset in the source of the tag's markup */
    bool blank;      /* prints nothing but white space, whatever the values */
    struct str text; /* text; the variable of assign, capture, for; the counter's name; the cycle's group */
    struct pipeline
        pipeline; /* output, assign; head alone: for's collection, case's subject, include's name */
    struct branch *branches;   /* if, case; for: the body, then else */
    struct named_arg *args;    /* include's parameters, cycle's values */
    const struct expr *limit;  /* for */
    const struct expr *offset; /* for */
    bool reversed;             /* for */
    bool offset_continue;      /* for: offset: continue */
};

struct liquid_template {
    const char *file;
    struct str source;
    struct node *nodes;
};

#endif
