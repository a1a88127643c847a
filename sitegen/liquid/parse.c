/* parse.c - a template -> nodes. See liquid.h and parse.h. */
#include "liquid/parse.h"

#include <stdarg.h>
#include <stdio.h>

void parse_error(struct parser *p, size_t at, const char *fmt, ...)
{
    char what[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    if (p->message_count++ < PARSE_MESSAGES_MAX)
        diag_error_at(p->diag, p->file, p->source, at, "%s", what);
    p->failed = true;
}

void parse_warning(struct parser *p, size_t at, const char *fmt, ...)
{
    char what[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    if (p->options->mode == LIQUID_WARN && p->message_count++ < PARSE_MESSAGES_MAX)
        diag_warning_at(p->diag, p->file, p->source, at, "%s", what);
}

bool parse_settle(struct parser *p)
{
    if (!p->has_problem)
        return true;
    p->has_problem = false;
    if (p->options->mode == LIQUID_STRICT) {
        parse_error(p, p->problem_at, "%s", p->problem);
        return true;
    }
    parse_warning(p, p->problem_at, "%s", p->problem);
    return false;
}

struct node *parse_new_node(struct parser *p, enum node_kind kind)
{
    struct node *node = pool_take(p->pool, sizeof(*node));

    node->kind = kind;
    node->at = p->chunk.text_start;
    node->tag_at = p->chunk.start;
    return node;
}

static bool is_one_of(struct str name, const char *const *names)
{
    for (; names != NULL && *names != NULL; names++)
        if (str_is(name, *names))
            return true;
    return false;
}

static struct node *text_node(struct parser *p)
{
    if (p->chunk.text.len == 0)
        return NULL;
    struct node *node = parse_new_node(p, NODE_TEXT);
    node->text = p->chunk.text;
    node->blank = str_trim(node->text).len == 0;
    return node;
}

static struct node *output_node(struct parser *p)
{
    struct node *node = parse_new_node(p, NODE_OUTPUT);

    if (p->chunk.text.len > 0) /* {{ }} prints nothing */
        node->pipeline = parse_output(p, p->chunk.text, p->chunk.text_start);
    else
        node->pipeline.head = parse_literal(p, value_nil, node->at);
    return node;
}

static void unclosed_block(struct parser *p, struct str open, size_t open_at)
{
    parse_error(p, open_at, "\"%.*s\" is not closed by \"end%.*s\"", STR_ARG(open), STR_ARG(open));
}

static void unclosed_chunk(struct parser *p)
{
    parse_error(p, p->chunk.start, "\"%.2s\" is not closed by \"%s\"", p->source.at + p->chunk.start,
                p->source.at[p->chunk.start + 1] == '%' ? "%}" : "}}");
}

struct node *parse_block(struct parser *p, const char *const *ends, struct str open, size_t open_at)
{
    struct node *first = NULL, **last = &first;

    if (++p->depth > LIQUID_NESTING_MAX) {
        parse_error(p, open_at, "blocks are nested too deeply (at most %u)", LIQUID_NESTING_MAX);
        p->chunks.at = p->chunks.source.len;
        p->is_cut = true;
    }
    for (;;) {
        struct node *node = NULL;
        chunk_next(&p->chunks, &p->chunk);
        if (p->chunk.kind == CHUNK_END) {
            if (ends != NULL && !p->is_cut)
                unclosed_block(p, open, open_at);
            break;
        }
        if (p->chunk.kind == CHUNK_TAG && is_one_of(p->chunk.name, ends))
            break;
        if (p->chunk.kind == CHUNK_UNCLOSED)
            unclosed_chunk(p);
        else if (p->chunk.kind == CHUNK_TEXT)
            node = text_node(p);
        else if (p->chunk.kind == CHUNK_OUTPUT)
            node = output_node(p);
        else
            node = parse_tag(p);
        for (*last = node; *last != NULL; last = &(*last)->next)
            ;
    }
    p->depth--;
    return first;
}

struct node *parse_body(struct parser *p, const char *const *ends)
{
    return parse_block(p, ends, p->chunk.name, p->chunk.text_start);
}

/* Parse part, which lies in the source, by itself. */
static struct node *parse_part(struct parser *p, struct str part, bool is_lines)
{
    struct chunk_lexer outer = p->chunks;
    struct chunk chunk = p->chunk;
    size_t start = (size_t)(part.at - p->source.at);

    p->chunks = (struct chunk_lexer){
        .source = str_head(p->source, start + part.len), .at = start, .is_lines = is_lines};
    struct node *nodes = parse_block(p, NULL, chunk.name, chunk.text_start);
    p->chunks = outer;
    p->chunk = chunk;
    return nodes;
}

struct node *parse_inner(struct parser *p, struct str part)
{
    return parse_part(p, part, false);
}

struct node *parse_lines(struct parser *p, struct str part)
{
    return parse_part(p, part, true);
}

const struct liquid_template *liquid_parse_with(const struct liquid_options *options, struct pool *pool,
                                                struct diag *diag, const char *file, struct str source,
                                                size_t start)
{
    static const struct liquid_options jekyll = {0};
    struct parser p = {.pool = pool, .diag = diag, .file = file, .source = source};
    struct liquid_template *template = pool_take(pool, sizeof(*template));

    p.options = template->options = options != NULL ? options : &jekyll;
    p.chunks = (struct chunk_lexer){.source = source, .at = start};
    template->file = file;
    template->source = source;
    template->nodes = parse_block(&p, NULL, STR(""), start);
    return p.failed ? NULL : template;
}

const struct liquid_template *liquid_parse(struct pool *pool, struct diag *diag, const char *file,
                                           struct str source, size_t start)
{
    return liquid_parse_with(NULL, pool, diag, file, source, start);
}
