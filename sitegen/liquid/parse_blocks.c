/* parse_blocks.c - if, unless, case, capture, ifchanged. See parse.h. */
#include "liquid/parse.h"

static bool all_blank(const struct node *node)
{
    while (node != NULL && node->blank)
        node = node->next;
    return node == NULL;
}

/* White space inside a block that prints nothing else is not printed either: a block around assignments
 * leaves no empty lines. */
static void drop_blank_text(struct node *body)
{
    for (struct node *node = body; node != NULL; node = node->next)
        if (node->kind == NODE_TEXT)
            node->text.len = 0;
}

void parse_settle_blank(struct node *node, bool drop_text)
{
    bool blank = true;

    for (struct branch *branch = node->branches; branch != NULL; branch = branch->next)
        blank &= all_blank(branch->body);
    node->blank = blank;
    for (struct branch *branch = node->branches; blank && drop_text && branch != NULL; branch = branch->next)
        drop_blank_text(branch->body);
}

struct branch *parse_add_branch(struct parser *p, struct branch ***last)
{
    struct branch *branch = pool_take(p->pool, sizeof(*branch));

    **last = branch;
    *last = &branch->next;
    return branch;
}

static bool is_at(const struct parser *p, const char *name)
{
    return p->chunk.kind == CHUNK_TAG && str_is(p->chunk.name, name);
}

struct node *parse_if(struct parser *p)
{
    static const char *const if_ends[] = {"elsif", "else", "endif", NULL};
    static const char *const unless_ends[] = {"elsif", "else", "endunless", NULL};
    struct node *node = parse_new_node(p, NODE_IF);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;
    bool is_unless = str_is(open, "unless");

    do {
        struct branch *branch = parse_add_branch(p, &last);
        branch->negated = is_unless && branch == node->branches;
        if (!is_at(p, "else")) /* what stands behind else counts for nothing */
            branch->condition = parse_if_condition(p, p->chunk.text, p->chunk.text_start);
        branch->body = parse_block(p, is_unless ? unless_ends : if_ends, open, node->at);
    } while (is_at(p, "elsif") || is_at(p, "else"));
    parse_settle_blank(node, true);
    return node;
}

/* {% when a, b or c %}: what follows the last value counts for nothing. */
static struct named_arg *parse_whens(struct parser *p)
{
    struct named_arg *first = NULL, **last = &first;

    parse_markup(p, p->chunk.text, p->chunk.text_start);
    do {
        struct named_arg *when = pool_take(p->pool, sizeof(*when));
        when->value = parse_expr(p);
        *last = when;
        last = &when->next;
    } while (parse_take_char(p, ',') || parse_take_name(p, "or"));
    if (p->has_problem && first->next == NULL)
        parse_error(p, p->problem_at, "%s", p->problem);
    else if (p->token.kind != TOKEN_END && p->options->mode != LIQUID_STRICT)
        parse_warning(p, p->token.at, "what stands from here on in \"when\" is ignored");
    p->has_problem = false;
    return first;
}

struct node *parse_case(struct parser *p)
{
    static const char *const ends[] = {"when", "else", "endcase", NULL};
    struct node *node = parse_new_node(p, NODE_CASE);
    struct branch **last = &node->branches;
    struct str open = p->chunk.name;

    if (p->chunk.text.len == 0)
        parse_error(p, node->at, "expected a value");
    else
        node->pipeline.head = parse_value(p, p->chunk.text, p->chunk.text_start);
    parse_block(p, ends, open, node->at); /* what stands before the first when is not printed */
    while (p->chunk.kind == CHUNK_TAG && !is_at(p, "endcase")) {
        struct branch *branch = parse_add_branch(p, &last);
        if (is_at(p, "when"))
            branch->whens = parse_whens(p);
        else if (p->chunk.text.len > 0)
            parse_error(p, p->chunk.text_start, "\"else\" in \"case\" takes nothing behind it");
        branch->body = parse_block(p, ends, open, node->at);
    }
    parse_settle_blank(node, true);
    return node;
}

static struct node *parse_one_body(struct parser *p, struct node *node, const char *const *ends)
{
    node->branches = pool_take(p->pool, sizeof(*node->branches));
    node->branches->body = parse_body(p, ends);
    return node;
}

static bool is_variable_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-' || c == '.' ||
           (unsigned char)c >= 0x80;
}

/* {% capture name %}; the name may stand in quotes, and is then its first word. */
struct node *parse_capture(struct parser *p)
{
    static const char *const ends[] = {"endcapture", NULL};
    struct node *node = parse_new_node(p, NODE_CAPTURE);
    struct str rest = p->chunk.text;
    size_t len = 0;

    if (rest.len > 0 && (rest.at[0] == '"' || rest.at[0] == '\''))
        rest = str_from(rest, 1);
    while (len < rest.len && is_variable_char(rest.at[len]))
        len++;
    if (len == 0)
        parse_error(p, node->at, "expected the name of a variable");
    node->text = str_head(rest, len);
    node->blank = true;
    return parse_one_body(p, node, ends);
}

struct node *parse_ifchanged(struct parser *p)
{
    static const char *const ends[] = {"endifchanged", NULL};
    struct node *node = parse_one_body(p, parse_new_node(p, NODE_IFCHANGED), ends);

    parse_settle_blank(node, false);
    return node;
}
