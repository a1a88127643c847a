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
    diag_error_at(p->diag, p->file, p->source, at, "%s", what);
    p->failed = true;
}

struct node *parse_new_node(struct parser *p, enum node_kind kind)
{
    struct node *node = pool_take(p->pool, sizeof(*node));

    node->kind = kind;
    node->at = p->chunk.text_start;
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

    if (p->chunk.text.len == 0)
        return NULL; /* {{ }} prints nothing */
    parse_markup(p, p->chunk.text, p->chunk.text_start);
    node->pipeline = parse_pipeline(p);
    parse_finish(p);
    return node;
}

static void unclosed_block(struct parser *p, struct str open, size_t open_at)
{
    parse_error(p, open_at, "\"%.*s\" is not closed by \"end%.*s\"", STR_ARG(open), STR_ARG(open));
}

struct node *parse_block(struct parser *p, const char *const *ends, struct str open, size_t open_at)
{
    struct node *first = NULL, **last = &first;

    if (++p->depth > LIQUID_NESTING_MAX) {
        parse_error(p, open_at, "blocks are nested too deeply (at most %u)", LIQUID_NESTING_MAX);
        p->chunks.at = p->source.len;
    }
    for (;;) {
        struct node *node = NULL;
        chunk_next(&p->chunks, &p->chunk);
        if (p->chunk.kind == CHUNK_END) {
            if (ends != NULL)
                unclosed_block(p, open, open_at);
            break;
        }
        if (p->chunk.kind == CHUNK_TAG && is_one_of(p->chunk.name, ends))
            break;
        if (p->chunk.kind == CHUNK_UNCLOSED)
            parse_error(p, p->chunk.start, "\"%.2s\" is not closed", p->source.at + p->chunk.start);
        else if (p->chunk.kind == CHUNK_TEXT)
            node = text_node(p);
        else if (p->chunk.kind == CHUNK_OUTPUT)
            node = output_node(p);
        else
            node = parse_tag(p);
        if (node != NULL) {
            *last = node;
            last = &node->next;
        }
    }
    p->depth--;
    return first;
}

const struct liquid_template *liquid_parse(struct pool *pool, struct diag *diag, const char *file,
                                           struct str source, size_t start)
{
    struct parser p = {.pool = pool, .diag = diag, .file = file, .source = source};
    struct liquid_template *template = pool_take(pool, sizeof(*template));

    p.chunks = (struct chunk_lexer){.source = source, .at = start};
    template->file = file;
    template->source = source;
    template->nodes = parse_block(&p, NULL, STR(""), start);
    return p.failed ? NULL : template;
}
