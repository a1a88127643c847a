/* tree.h - a parsed template.
 *
 * Layer     sitegen/liquid; parse*.c and lax.c write it, render*.c and eval.c read it
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
    struct str name; /* of a lookup; empty when its first segment names it: [expression] */
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
    const struct filter_def *def; /* NULL: the host's */
    struct str name;
    size_t at;
    size_t arg_count;
    const struct expr *args[FILTER_ARGS_MAX];
    struct named_arg *named;
    const struct pipeline *exp; /* of where_exp and its like: the text argument, parsed */
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
    NODE_TABLEROW,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_CYCLE,
    NODE_INCREMENT, /* prints, then adds 1 */
    NODE_DECREMENT, /* subtracts 1, then prints */
    NODE_IFCHANGED,
    NODE_INCLUDE,          /* Jekyll's: its parameters are in the variable include */
    NODE_INCLUDE_RELATIVE, /* likewise, seen from the page's folder */
    NODE_PARTIAL,          /* Liquid's include: its parameters are variables */
    NODE_RENDER,           /* likewise, and sees nothing of the variables around it */
    NODE_LINK,
    NODE_POST_URL,
    NODE_HIGHLIGHT,
    NODE_HOST, /* a tag that the host brings */
};

struct node {
    struct node *next;
    enum node_kind kind;
    size_t at;       /* offset in the source of the tag's markup */
    size_t tag_at;   /* offset in the source of its "{" */
    bool blank;      /* prints nothing but white space, whatever the values */
    struct str text; /* text; the variable of assign, capture and loops; the name of a counter, a host's tag,
                      * a partial's variable; highlight's language */
    struct str markup;         /* of a host's tag; of a loop's collection: what offset: continue goes by */
    struct pipeline pipeline;  /* output, assign; head alone: a loop's collection, case's subject, a partial's
                                * name,  the name of a cycle's group (NULL: the group goes by its values) */
    struct branch *branches;   /* if, case; loops: the body, then else; other blocks: the body */
    struct named_arg *args;    /* parameters of includes, values of a cycle */
    struct node *name;         /* include, link: what prints the name */
    const struct expr *limit;  /* loops */
    const struct expr *offset; /* loops */
    const struct expr *cols;   /* tablerow */
    const struct expr *with;   /* of a partial: its variable's value, or what it is rendered for each of */
    bool is_for;               /* of a partial: for instead of with */
    bool reversed;             /* for */
    bool offset_continue;      /* for: offset: continue */
    bool linenos;              /* highlight */
    bool has_params;           /* of an include: else the include around it is still seen */
    bool is_cached;            /* include_cached: what it prints is kept for the same parameters */
};

struct liquid_template {
    const char *file;
    struct str source;
    struct node *nodes;
    const struct liquid_options *options;
};

#endif
