/* render_tags.c - the tags that ask the host: link, post_url, highlight, and its own. See render.h. */
#include "liquid/filters.h"
#include "liquid/render.h"

/* Print the address of what the host found, as relative_url makes it. */
static void print_url(struct run *run, struct value found)
{
    struct str url = found.kind == VALUE_HASH
                         ? print_str(value_force(hash_get(found.hash, STR("url")), run->pool), run->pool)
                         : print_str(found, run->pool);

    filter_relative_url(run->host, url, run->out);
}

void run_link(struct run *run, const struct node *node)
{
    const struct liquid_host *host = run->host;
    struct str path = str_trim(run_captured(run, node->name));
    struct value found = value_nil;

    if (run->failed)
        return;
    if (host->link != NULL)
        found = value_force(host->link(host->context, path, run->pool), run->pool);
    if (found.kind == VALUE_NIL)
        run_error(run, node->at, "there is no file \"%.*s\" to link to", STR_ARG(path));
    else
        print_url(run, found);
}

void run_post_url(struct run *run, const struct node *node)
{
    const struct liquid_host *host = run->host;
    struct value found = value_nil;

    if (host->post_url != NULL)
        found = value_force(host->post_url(host->context, node->text, run->pool), run->pool);
    if (found.kind == VALUE_NIL)
        run_error(run, node->at, "there is no post \"%.*s\"", STR_ARG(node->text));
    else
        print_url(run, found);
}

static struct str without_line_ends(struct str s)
{
    while (s.len > 0 && (s.at[0] == '\n' || s.at[0] == '\r'))
        s = str_from(s, 1);
    while (s.len > 0 && (s.at[s.len - 1] == '\n' || s.at[s.len - 1] == '\r'))
        s.len--;
    return s;
}

/* The lines of code, counted as the reference's formatter does: the last one ends whether it has an end or
 * not. */
static void add_line_numbers(struct text *out, struct str code)
{
    size_t count = 1;

    for (size_t i = 0; i < code.len; i++)
        count += code.at[i] == '\n';
    text_add_c(out, "<table class=\"rouge-table\"><tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">");
    for (size_t i = 1; i <= count; i++)
        text_printf(out, "%zu\n", i);
    text_add_c(out, "</pre></td><td class=\"code\"><pre>");
}

static void add_variable(struct run *run, const char *name)
{
    struct expr expr = {.kind = EXPR_LOOKUP, .name = str_of(name)};

    if (hash_entry(run->globals, expr.name) != NULL || hash_entry(run->assigned, expr.name) != NULL)
        print_value(eval(run, &expr), run->out);
}

static void add_code(struct run *run, struct str language, struct str code)
{
    const struct liquid_host *host = run->host;
    size_t before = run->out->len;

    if (host->highlight != NULL && host->highlight(host->context, language, code, run->out))
        return;
    run->out->len = before;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.at[i];
        if (c == '<' || c == '>' || c == '&')
            text_add_c(run->out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
        else
            text_add_char(run->out, c);
    }
}

void run_highlight(struct run *run, const struct node *node)
{
    struct str code = without_line_ends(run_captured(run, node->branches->body));
    char *language = pool_copy(run->pool, node->text), *class;

    if (run->failed)
        return;
    for (char *c = language; *c != '\0'; c++)
        *c = char_lower(*c);
    class = pool_copy(run->pool, str_of(language));
    for (char *c = class; *c != '\0'; c++)
        if (*c == '+')
            *c = '-';
    add_variable(run, "highlighter_prefix");
    text_printf(run->out, "<figure class=\"highlight\"><pre><code class=\"language-%s\" data-lang=\"%s\">",
                class, language);
    bool has_numbers = node->linenos && run->host->highlight != NULL;
    if (has_numbers)
        add_line_numbers(run->out, code);
    add_code(run, str_of(language), code);
    if (has_numbers)
        text_add_c(run->out, "\n</pre></td></tr></tbody></table>");
    text_add_c(run->out, "</code></pre></figure>");
    add_variable(run, "highlighter_suffix");
}

void run_host_tag(struct run *run, const struct node *node)
{
    struct liquid_call call = run_call(run, node->text, node->tag_at);

    call.markup = node->markup;
    if (run->host->tag == NULL)
        run_error(run, node->tag_at, "unknown tag \"%.*s\"", STR_ARG(node->text));
    else if (!run->host->tag(run->host->context, &call, run->out))
        run->failed = true;
}
