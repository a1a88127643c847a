/* kramdown_extension.c - "{:...}" as a block of its own, and "{::name}" anywhere. See kramdown_parser.h. */
#include "markdown/kramdown_line.h"
#include "markdown/markdown_options.h"

struct start_tag {
    struct str name;
    struct str attributes;
    bool closed;
    size_t end; /* behind '}' */
};

/* "{::name attributes}" or "{::name attributes /}". */
static bool read_start_tag(struct str s, size_t at, struct start_tag *tag)
{
    size_t end = at + 3;

    if (!str_starts(str_from(s, at), "{::"))
        return false;
    while (kramdown_is_word(kramdown_char(s, end)))
        end++;
    tag->name = str_head(str_from(s, at + 3), end - (at + 3));
    size_t close = kramdown_list_close(s, end);
    if (tag->name.len == 0 || close == KRAMDOWN_NONE)
        return false;
    tag->closed = close > end && s.at[close - 1] == '/';
    tag->attributes = str_head(str_from(s, end), close - tag->closed - end);
    tag->end = close + 1;
    return tag->attributes.len == 0 || char_is_space(tag->attributes.at[0]);
}

/* Where "{:/}" or "{:/name}" stands at at: offset behind it. */
static size_t stop_tag(struct str s, size_t at, struct str name)
{
    if (!str_starts(str_from(s, at), "{:/"))
        return KRAMDOWN_NONE;
    if (str_eq(str_head(str_from(s, at + 3), name.len), name) && kramdown_char(s, at + 3 + name.len) == '}')
        return at + 3 + name.len + 1;
    return kramdown_char(s, at + 3) == '}' ? at + 4 : KRAMDOWN_NONE;
}

/* The text up to the stop tag, which of a block must stand on a line of its own. */
static bool read_body(struct kramdown_src *src, size_t at, struct str name, bool is_block, struct str *body)
{
    struct str s = src->s;
    size_t start = at;

    for (; at < s.len; at++) {
        at += str_find(str_from(s, at), STR("{:/"));
        size_t end = stop_tag(s, at, name), line = at;
        if (end != KRAMDOWN_NONE && is_block) {
            while (line > start && at - line < 3 && s.at[line - 1] == ' ')
                line--;
            if (line > start && s.at[line - 1] != '\n')
                continue;
            end = kramdown_to_eol(s, end);
        }
        if (end == KRAMDOWN_NONE)
            continue;
        *body = str_head(str_from(s, start), line - start);
        if (is_block && str_ends(*body, "\n"))
            body->len--;
        src->at = end;
        return true;
    }
    return false;
}

static void set_options(struct kramdown *k, struct str attributes)
{
    struct kramdown_ial ial = {0};

    kramdown_parse_attributes(k, attributes, &ial);
    for (const struct kramdown_attr *attr = ial.attrs.first; attr != NULL; attr = attr->next)
        kramdown_option_set(&k->options, attr->name, value_str(attr->value), k->pool);
}

/* {::nomarkdown type="html"}: other types are for other output than ours. */
static bool is_for_html(struct kramdown *k, struct str attributes)
{
    struct kramdown_ial ial = {0};

    kramdown_parse_attributes(k, attributes, &ial);
    const struct str *type = kramdown_attr(&ial.attrs, "type");
    if (type == NULL || str_trim(*type).len == 0)
        return true;
    for (size_t at = kramdown_spaces(*type, 0), end; at < type->len; at = kramdown_spaces(*type, end)) {
        for (end = at; end < type->len && !char_is_space(type->at[end]);)
            end++;
        if (str_is(str_head(str_from(*type, at), end - at), "html"))
            return true;
    }
    return false;
}

static void add_raw(struct kramdown *k, cmark_node *into, enum kramdown_kind kind, struct str body,
                    bool for_html)
{
    cmark_node *raw = kramdown_add(k->pool, into, kind, body);

    kramdown_of(raw)->transparent = !for_html;
}

bool kramdown_parse_extension(struct kramdown *k, struct kramdown_src *src, cmark_node *into, bool is_block)
{
    struct start_tag tag;
    struct str body = STR("");
    size_t start = src->at;

    if (!read_start_tag(src->s, is_block ? kramdown_opt_space(src->s, start) : start, &tag))
        return false;
    size_t end = is_block ? kramdown_to_eol(src->s, tag.end) : tag.end;
    bool is_comment = str_is(tag.name, "comment"), is_raw = str_is(tag.name, "nomarkdown");
    if (end == KRAMDOWN_NONE || !(is_comment || is_raw || str_is(tag.name, "options")))
        return false;
    src->at = end;
    if (!tag.closed && (!kramdown_spend(k, 1) || !read_body(src, end, tag.name, is_block, &body))) {
        src->at = start;
        kramdown_spend(k, src->s.len - start);
        return false;
    }
    if (is_comment && !tag.closed)
        kramdown_add(k->pool, into, is_block ? KRAMDOWN_COMMENT_BLOCK : KRAMDOWN_COMMENT, body);
    else if (is_raw && !tag.closed)
        add_raw(k, into, is_block ? KRAMDOWN_RAW_BLOCK : KRAMDOWN_RAW, body, is_for_html(k, tag.attributes));
    if (!is_comment && !is_raw)
        set_options(k, tag.attributes);
    if (!is_comment && !is_raw && is_block)
        kramdown_add_block(k, KRAMDOWN_EOB, STR("extension"));
    return true;
}

/* "{:name: ...}" */
static bool parse_definition(struct kramdown *k)
{
    struct str s = k->src->s;
    size_t start = kramdown_opt_space(s, k->src->at) + 2, name = kramdown_word_id(s, start);

    if (name == KRAMDOWN_NONE || kramdown_char(s, name) != ':')
        return false;
    size_t close = kramdown_list_close(s, name + 1);
    size_t end = close != KRAMDOWN_NONE && close > name + 1 ? kramdown_to_eol(s, close + 1) : KRAMDOWN_NONE;
    if (end == KRAMDOWN_NONE)
        return false;
    struct str key = str_head(str_from(s, start), name - start);
    struct value index = hash_get(k->alds, key);
    if (index.kind == VALUE_NIL) {
        index = value_int((int64_t)k->ald_count);
        k->ald_list = pool_grow(k->pool, k->ald_list, k->ald_count, &k->ald_cap, sizeof(*k->ald_list));
        k->ald_list[k->ald_count++] = pool_take(k->pool, sizeof(**k->ald_list));
        hash_set(k->alds, key, index);
    }
    kramdown_parse_attributes(k, str_head(str_from(s, name + 1), close - (name + 1)),
                              k->ald_list[index.integer]);
    kramdown_add_block(k, KRAMDOWN_EOB, STR("ald"));
    k->src->at = end;
    return true;
}

static bool takes_attributes(cmark_node *node)
{
    enum kramdown_kind kind = kramdown_kind_of(node);

    if (node == NULL || kind == KRAMDOWN_BLANK)
        return false;
    return kind != KRAMDOWN_EOB || str_ends(kramdown_of(node)->text, "_def");
}

/* "{: ...}" belongs to the block before it, and to the one behind it where there is none. */
static bool parse_block_ial(struct kramdown *k)
{
    struct str body, next;
    size_t end = kramdown_ial_line(k->src->s, k->src->at, &body);
    cmark_node *last = cmark_node_last_child(k->tree);

    if (end == KRAMDOWN_NONE)
        return false;
    k->src->at = end;
    if (takes_attributes(last)) {
        kramdown_parse_attributes(k, body, kramdown_ial_of(k, kramdown_of(last)));
        if (kramdown_ial_line(k->src->s, end, &next) == KRAMDOWN_NONE)
            kramdown_add_block(k, KRAMDOWN_EOB, STR("ial"));
        return true;
    }
    if (k->block_ial == NULL)
        k->block_ial = pool_take(k->pool, sizeof(*k->block_ial));
    kramdown_parse_attributes(k, body, k->block_ial);
    return true;
}

bool kramdown_parse_block_extension(struct kramdown *k)
{
    size_t start = kramdown_opt_space(k->src->s, k->src->at);

    if (!str_starts(str_from(k->src->s, start), "{:"))
        return false;
    if (parse_definition(k))
        return true;
    /* What starts like an extension and is none that we know is text, even where it could be an attribute
     * list. */
    if (str_starts(str_from(k->src->s, start), "{::") || str_starts(str_from(k->src->s, start), "{:/"))
        return kramdown_parse_extension(k, k->src, k->tree, true);
    return parse_block_ial(k);
}
