/* cmark.c - see cmark.h. The library parses and renders; code blocks and headings are exchanged in its tree
 * before. */
#include "markdown/cmark.h"

#include "markdown/kramdown_html.h"
#include "markdown/markdown_unicode.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <pthread.h>
#include <stdlib.h>

struct cmark_document {
    enum markdown_dialect dialect;
    struct pool *pool;
    const struct markdown_hooks *hooks;
    struct markdown_result *result;
    struct hash *ids; /* of headings, as often as they came */
    int flags;
    cmark_llist *extensions;
};

static void be_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
}

static void attach_extensions(cmark_parser *parser, unsigned extensions)
{
    for (unsigned i = 0; i < CMARK_EXTENSION_COUNT; i++)
        if (extensions & 1u << i)
            cmark_parser_attach_syntax_extension(parser,
                                                 cmark_find_syntax_extension(cmark_extension_name(i)));
}

/* Which characters mean something inside a paragraph is one table of the library's, in which a parser enters those of
 * its extensions while it looks at paragraphs, and takes them out again: also from under another's feet. */
static cmark_node *finish(cmark_parser *parser, unsigned extensions)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    if (extensions == 0)
        return cmark_parser_finish(parser);
    pthread_mutex_lock(&lock);
    cmark_node *root = cmark_parser_finish(parser);
    pthread_mutex_unlock(&lock);
    return root;
}

static struct str plain_text(cmark_node *heading, struct pool *pool)
{
    cmark_iter *iter = cmark_iter_new(heading);
    struct text plain = {0};
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
            text_add_c(&plain, cmark_node_get_literal(node));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            text_add_char(&plain, ' ');
    }
    cmark_iter_free(iter);
    return text_finish(&plain, pool);
}

static struct str github_id(struct cmark_document *doc, struct str plain)
{
    struct text id = {0};

    unicode_github_id(&id, plain);
    struct str base = text_finish(&id, doc->pool);
    struct value used = hash_get(doc->ids, base);
    int64_t times = used.kind == VALUE_INT ? used.integer + 1 : 0;
    hash_set(doc->ids, base, value_int(times));
    return times == 0 ? base : str_of(pool_printf(doc->pool, "%.*s-%lld", STR_ARG(base), (long long)times));
}

/* CommonMark has no ids; GitHub's pages do: the heading becomes a block that is its HTML. */
static void take_heading(struct cmark_document *doc, cmark_node *heading)
{
    struct markdown_result *result = doc->result;
    struct markdown_heading one = {.level = (unsigned)cmark_node_get_heading_level(heading),
                                   .id = STR(""),
                                   .text = plain_text(heading, doc->pool)};
    cmark_node *block;
    struct text html = {0};

    if (doc->dialect == MARKDOWN_GHPAGES)
        one.id = github_id(doc, one.text);
    result->headings = pool_grow(doc->pool, result->headings, result->heading_count, &result->heading_cap,
                                 sizeof(*result->headings));
    result->headings[result->heading_count++] = one;
    if (one.id.len == 0)
        return;
    char *rendered = cmark_render_html(heading, doc->flags, doc->extensions);
    text_printf(&html, "<h%u id=\"", one.level);
    text_add_escaped(&html, one.id);
    text_add_char(&html, '"');
    text_add(&html, str_trim_end(str_from(str_of(rendered), 3))); /* behind "<h2" */
    free(rendered);
    block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_set_on_enter(block, html.bytes);
    text_free(&html);
    cmark_node_replace(heading, block);
    cmark_node_free(heading);
}

/* The frame that jekyll-commonmark puts around code, so that style sheets for rouge colour it. */
static void add_code(struct text *html, const struct markdown_hooks *hooks, struct str language,
                     struct str code)
{
    text_add_c(html, "<div class=\"");
    if (language.len > 0) {
        text_add_c(html, "language-");
        text_add_escaped(html, language);
        text_add_char(html, ' ');
    }
    text_add_c(html, "highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code");
    if (language.len > 0) {
        text_add_c(html, " data-lang=\"");
        text_add_escaped(html, language);
        text_add_char(html, '"');
    }
    text_add_char(html, '>');
    if (language.len == 0 || hooks == NULL || hooks->highlight == NULL ||
        !hooks->highlight(hooks->context, code, language, html))
        kramdown_escape(html, code);
    text_add_c(html, "</code></pre></div></div>");
}

static void take_code(struct cmark_document *doc, cmark_node *node)
{
    struct str info = str_of(cmark_node_get_fence_info(node)), language = info;
    cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    struct text html = {0};

    for (language.len = 0; language.len < info.len && !char_is_space(info.at[language.len]);)
        language.len++;
    add_code(&html, doc->hooks, language, str_of(cmark_node_get_literal(node)));
    cmark_node_set_on_enter(block, pool_copy(doc->pool, text_str(&html)));
    text_free(&html);
    cmark_node_replace(node, block);
    cmark_node_free(node);
}

/* What we write otherwise than the library. */
static void take_blocks(struct cmark_document *doc, cmark_node *root)
{
    bool has_frames = doc->dialect != MARKDOWN_GFM;
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_EXIT && type == CMARK_NODE_HEADING)
            take_heading(doc, node);
        else if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_CODE_BLOCK && has_frames)
            take_code(doc, node);
    }
    cmark_iter_free(iter);
}

bool cmark_render(const struct markdown_options *options, const struct markdown_hooks *hooks,
                  struct str source, struct pool *pool, struct markdown_result *result)
{
    struct cmark_document doc = {.dialect = options->dialect, .pool = pool, .hooks = hooks, .result = result};
    const struct cmark_options *own = &options->cmark;

    be_ready();
    doc.ids = value_hash(pool).hash;
    cmark_parser *parser = cmark_parser_new(own->flags);
    attach_extensions(parser, own->extensions);
    doc.flags = own->flags;
    doc.extensions = cmark_parser_get_syntax_extensions(parser);
    cmark_parser_feed(parser, source.at, source.len);
    cmark_node *root = finish(parser, own->extensions);
    take_blocks(&doc, root);
    char *html = cmark_render_html(root, own->flags, doc.extensions);
    result->html = pool_str(pool, str_of(html));
    free(html);
    cmark_node_free(root);
    cmark_parser_free(parser);
    return true;
}
