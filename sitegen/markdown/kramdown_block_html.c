/* kramdown_block_html.c - HTML elements that are blocks, with Markdown in them where they ask for it. See
 * kramdown_parser.h. */
#include "markdown/kramdown_line.h"
#include "markdown/kramdown_tag.h"

#define DEPTH_MAX 1000u

static void parse_element(struct kramdown *k, cmark_node *parent, const struct kramdown_tag *tag);

/* Offset behind what starts with start at at and ends with end. That there is no end is kept: it is asked for
 * again. */
static size_t markup_end(struct kramdown_src *src, size_t at, const char *start, const char *end,
                         size_t *none_at)
{
    size_t start_len = str_of(start).len;

    if (!str_starts(str_from(src->s, at), start) || at >= *none_at)
        return KRAMDOWN_NONE;
    size_t len = str_find(str_from(src->s, at + start_len), str_of(end));
    if (at + start_len + len < src->s.len)
        return at + start_len + len + str_of(end).len;
    *none_at = at;
    return KRAMDOWN_NONE;
}

static size_t comment_end(struct kramdown_src *src, size_t at)
{
    return markup_end(src, at, "<!--", "-->", &src->no_comment_end_at);
}

static size_t instruction_end(struct kramdown_src *src, size_t at)
{
    return markup_end(src, at, "<?", "?>", &src->no_instruction_end_at);
}

static void add_markup(struct kramdown *k, cmark_node *parent, size_t end)
{
    struct str markup = str_head(str_from(k->src->s, k->src->at), end - k->src->at);

    kramdown_add(k->pool, parent, KRAMDOWN_MARKUP_BLOCK, markup);
    k->src->at = end;
}

static void skip_blank_rest(struct kramdown *k)
{
    size_t end = kramdown_blanks(k->src->s, k->src->at);

    if (kramdown_char(k->src->s, end) == '\n')
        k->src->at = end + 1;
}

static bool is_name_of(struct kramdown *k, cmark_node *element, struct str name)
{
    return str_eq(kramdown_of(element)->text, kramdown_tag_known_name(k->pool, name));
}

/* The next tag or comment of raw HTML; false when the end tag of element was read, or everything. */
static bool take_markup(struct kramdown *k, cmark_node *element)
{
    struct kramdown_src *src = k->src;
    struct kramdown_tag tag;
    size_t start = src->at, at = start + str_find_char(str_from(src->s, start), '<'), end;

    kramdown_add_text(k->pool, element, KRAMDOWN_TEXT, str_head(str_from(src->s, start), at - start));
    src->at = at;
    if (at == src->s.len)
        return false;
    if ((end = comment_end(src, at)) != KRAMDOWN_NONE || (end = instruction_end(src, at)) != KRAMDOWN_NONE) {
        add_markup(k, element, end);
    } else if (kramdown_start_tag(src->s, at, &tag)) {
        parse_element(k, element, &tag);
    } else if (kramdown_end_tag(src->s, at, &tag)) {
        src->at = tag.end;
        if (is_name_of(k, element, tag.name))
            return false;
        kramdown_add_text(k->pool, element, KRAMDOWN_TEXT, str_head(str_from(src->s, at), tag.end - at));
    } else {
        kramdown_add_text(k->pool, element, KRAMDOWN_TEXT, STR("<"));
        src->at++;
    }
    return k->fault == NULL;
}

/* Everything up to the end tag, as one child; the end tag is read. */
static void take_to_end_tag(struct kramdown *k, cmark_node *element, enum kramdown_kind kind)
{
    struct kramdown_src *src = k->src;
    struct kramdown_node *node = kramdown_of(element);
    struct kramdown_tag tag = {.end = src->s.len};
    size_t at = kramdown_find_end_tag(src->s, src->at, node->text, true, &tag);

    kramdown_add_text(k->pool, element, kind, str_head(str_from(src->s, src->at), at - src->at));
    src->at = tag.end;
}

static enum kramdown_model model_of(struct kramdown *k, cmark_node *parent, struct kramdown_node *node)
{
    const struct str *markdown = kramdown_attr(&node->attrs, "markdown");
    enum kramdown_model own = kramdown_tag_model(node->text), model = KRAMDOWN_MODEL_RAW;

    if (k->options.parse_block_html && kramdown_of(parent)->model != KRAMDOWN_MODEL_RAW)
        model = own;
    if (markdown == NULL)
        return model;
    if (str_is(*markdown, "0"))
        model = KRAMDOWN_MODEL_RAW;
    else if (str_is(*markdown, "1"))
        model = own;
    else if (str_is(*markdown, "span"))
        model = KRAMDOWN_MODEL_SPAN;
    else if (str_is(*markdown, "block"))
        model = KRAMDOWN_MODEL_BLOCK;
    kramdown_attr_remove(&node->attrs, "markdown");
    return model;
}

static void parse_content(struct kramdown *k, cmark_node *element)
{
    struct kramdown_node *node = kramdown_of(element);

    if (k->depth >= DEPTH_MAX) {
        kramdown_fault(k, "HTML elements are nested too deeply (at most 1000)");
        return;
    }
    if (node->model == KRAMDOWN_MODEL_BLOCK) {
        kramdown_parse_blocks(k, element, k->src);
    } else if (node->model == KRAMDOWN_MODEL_SPAN) {
        take_to_end_tag(k, element, KRAMDOWN_RAW_TEXT);
    } else {
        k->depth++;
        while (take_markup(k, element))
            ;
        k->depth--;
    }
}

/* An element whose start tag is at src->at. Scripts and styles end at their end tag, whatever is in them. */
static void parse_element(struct kramdown *k, cmark_node *parent, const struct kramdown_tag *tag)
{
    struct str name = kramdown_tag_known_name(k->pool, tag->name);
    bool is_known = kramdown_is_known_tag(name);
    cmark_node *element = kramdown_add(k->pool, parent, KRAMDOWN_HTML_BLOCK, name);
    struct kramdown_node *node = kramdown_of(element);
    bool closed = tag->closed || kramdown_is_void_tag(name);

    k->src->at = tag->end;
    kramdown_tag_attributes(k->pool, tag, is_known, &node->attrs);
    node->ial = k->block_ial;
    k->block_ial = NULL;
    bool is_script = str_is(name, "script") || str_is(name, "style");
    if (is_script)
        take_to_end_tag(k, element, KRAMDOWN_RAW);
    node->model = model_of(k, parent, node);
    node->closed = closed && !is_script;
    if (node->model == KRAMDOWN_MODEL_BLOCK)
        skip_blank_rest(k);
    if (closed || is_script)
        return;
    parse_content(k, element);
    if (kramdown_kind_of(parent) != KRAMDOWN_HTML_BLOCK || kramdown_of(parent)->model != KRAMDOWN_MODEL_RAW)
        skip_blank_rest(k);
}

bool kramdown_parse_block_html(struct kramdown *k)
{
    struct kramdown_src *src = k->src;
    struct kramdown_tag tag;
    size_t at = kramdown_opt_space(src->s, src->at), end = comment_end(src, src->at);

    if (end != KRAMDOWN_NONE) {
        add_markup(k, k->tree, end);
        skip_blank_rest(k);
        return true;
    }
    if (kramdown_start_tag(src->s, at, &tag)) {
        if (kramdown_is_span_tag(kramdown_tag_known_name(k->pool, tag.name)))
            return false;
        parse_element(k, k->tree, &tag);
        return true;
    }
    if (!kramdown_end_tag(src->s, at, &tag) || kramdown_kind_of(k->tree) != KRAMDOWN_HTML_BLOCK ||
        kramdown_is_span_tag(kramdown_tag_known_name(k->pool, tag.name)) || !is_name_of(k, k->tree, tag.name))
        return false;
    src->at = tag.end;
    k->stop = true;
    return true;
}
