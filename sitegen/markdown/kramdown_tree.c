/* kramdown_tree.c - see kramdown_tree.h */
#include "markdown/kramdown_tree.h"

#include <string.h>

/* The library checks what a node may hold: an item blocks, a paragraph inlines, a custom block anything. */
static cmark_node_type type_of(enum kramdown_kind kind)
{
    switch (kind) {
    case KRAMDOWN_ROOT:
        return CMARK_NODE_DOCUMENT;
    case KRAMDOWN_P:
        return CMARK_NODE_PARAGRAPH;
    case KRAMDOWN_HEADER:
        return CMARK_NODE_HEADING;
    case KRAMDOWN_BLOCKQUOTE:
        return CMARK_NODE_BLOCK_QUOTE;
    case KRAMDOWN_CODEBLOCK:
        return CMARK_NODE_CODE_BLOCK;
    case KRAMDOWN_HR:
        return CMARK_NODE_THEMATIC_BREAK;
    case KRAMDOWN_UL:
    case KRAMDOWN_OL:
        return CMARK_NODE_LIST;
    case KRAMDOWN_LI:
        return CMARK_NODE_ITEM;
    case KRAMDOWN_MARKUP_BLOCK:
    case KRAMDOWN_COMMENT_BLOCK:
    case KRAMDOWN_RAW_BLOCK:
        return CMARK_NODE_HTML_BLOCK;
    case KRAMDOWN_TEXT:
        return CMARK_NODE_TEXT;
    case KRAMDOWN_BR:
        return CMARK_NODE_LINEBREAK;
    case KRAMDOWN_A:
        return CMARK_NODE_LINK;
    case KRAMDOWN_IMG:
        return CMARK_NODE_IMAGE;
    case KRAMDOWN_CODESPAN:
        return CMARK_NODE_CODE;
    case KRAMDOWN_EM:
        return CMARK_NODE_EMPH;
    case KRAMDOWN_STRONG:
        return CMARK_NODE_STRONG;
    case KRAMDOWN_MARKUP:
    case KRAMDOWN_COMMENT:
    case KRAMDOWN_RAW:
        return CMARK_NODE_HTML_INLINE;
    default:
        return kind < KRAMDOWN_RAW_TEXT ? CMARK_NODE_CUSTOM_BLOCK : CMARK_NODE_CUSTOM_INLINE;
    }
}

cmark_node *kramdown_node_new(struct pool *pool, enum kramdown_kind kind)
{
    cmark_node *node = cmark_node_new(type_of(kind));
    struct kramdown_node *data = pool_take(pool, sizeof(*data));

    if (node == NULL)
        fatal("out of memory");
    data->kind = kind;
    cmark_node_set_user_data(node, data);
    return node;
}

void kramdown_free(cmark_node *node)
{
    if (node != NULL)
        cmark_node_free(node);
}

struct kramdown_node *kramdown_of(cmark_node *node)
{
    return cmark_node_get_user_data(node);
}

enum kramdown_kind kramdown_kind_of(cmark_node *node)
{
    return node != NULL ? kramdown_of(node)->kind : KRAMDOWN_ROOT;
}

void kramdown_append(cmark_node *parent, cmark_node *child)
{
    if (!cmark_node_append_child(parent, child))
        fatal("kramdown: a node stands where it cannot stand");
    if (kramdown_kind_of(child) == KRAMDOWN_IMG)
        kramdown_of(parent)->img_count++;
}

cmark_node *kramdown_add(struct pool *pool, cmark_node *parent, enum kramdown_kind kind, struct str text)
{
    cmark_node *node = kramdown_node_new(pool, kind);

    kramdown_of(node)->text = text;
    kramdown_append(parent, node);
    return node;
}

/* Text is mostly taken piece after piece from one source: then only the length grows. */
void kramdown_extend(struct pool *pool, struct kramdown_node *node, struct str text)
{
    struct str *s = &node->text;

    if (text.len == 0)
        return;
    if (s->len == 0 || (node->text_cap == 0 && s->at + s->len == text.at)) {
        *s = s->len == 0 ? text : (struct str){s->at, s->len + text.len};
        return;
    }
    if (node->text_cap < s->len + text.len) {
        size_t cap = 2 * (s->len + text.len);
        char *bytes = pool_take(pool, cap);
        memcpy(bytes, s->at, s->len);
        s->at = bytes;
        node->text_cap = cap;
    }
    memcpy((char *)s->at + s->len, text.at, text.len);
    s->len += text.len;
}

void kramdown_add_text(struct pool *pool, cmark_node *parent, enum kramdown_kind kind, struct str text)
{
    cmark_node *last = cmark_node_last_child(parent);

    if (text.len == 0)
        return;
    if (last != NULL && kramdown_kind_of(last) == kind)
        kramdown_extend(pool, kramdown_of(last), text);
    else
        kramdown_add(pool, parent, kind, text);
}

bool kramdown_is_block(cmark_node *node)
{
    return kramdown_kind_of(node) < KRAMDOWN_RAW_TEXT;
}

static struct kramdown_attr *find_attr(const struct kramdown_attrs *attrs, struct str name)
{
    for (struct kramdown_attr *attr = attrs->first; attr != NULL; attr = attr->next)
        if (str_eq(attr->name, name))
            return attr;
    return NULL;
}

const struct str *kramdown_attr(const struct kramdown_attrs *attrs, const char *name)
{
    const struct kramdown_attr *attr = find_attr(attrs, str_of(name));

    return attr != NULL ? &attr->value : NULL;
}

void kramdown_attr_set(struct pool *pool, struct kramdown_attrs *attrs, struct str name, struct str value)
{
    struct kramdown_attr *attr = find_attr(attrs, name), **end = &attrs->first;

    if (attr == NULL) {
        while (*end != NULL)
            end = &(*end)->next;
        attr = *end = pool_take(pool, sizeof(*attr));
        attr->name = name;
        attrs->count++;
    }
    attr->value = value;
}

void kramdown_attr_remove(struct kramdown_attrs *attrs, const char *name)
{
    for (struct kramdown_attr **at = &attrs->first; *at != NULL; at = &(*at)->next) {
        if (str_is((*at)->name, name)) {
            *at = (*at)->next;
            attrs->count--;
            return;
        }
    }
}

void kramdown_class_add(struct pool *pool, struct kramdown_attrs *attrs, struct str name)
{
    const struct str *have = kramdown_attr(attrs, "class");

    if (have != NULL && have->len > 0)
        name = str_of(pool_printf(pool, "%.*s %.*s", STR_ARG(*have), STR_ARG(name)));
    kramdown_attr_set(pool, attrs, STR("class"), name);
}

struct kramdown_attrs kramdown_attrs_copy(struct pool *pool, const struct kramdown_attrs *attrs)
{
    struct kramdown_attrs copy = {.count = attrs->count};
    struct kramdown_attr **end = &copy.first;

    for (const struct kramdown_attr *attr = attrs->first; attr != NULL; attr = attr->next) {
        *end = pool_take(pool, sizeof(**end));
        **end = (struct kramdown_attr){attr->name, attr->value, NULL};
        end = &(*end)->next;
    }
    return copy;
}

void kramdown_ref_add(struct pool *pool, struct kramdown_ial *ial, struct str name)
{
    struct kramdown_ref *ref = pool_take(pool, sizeof(*ref));

    ref->name = name;
    if (ial->last_ref != NULL)
        ial->last_ref->next = ref;
    else
        ial->refs = ref;
    ial->last_ref = ref;
}

bool kramdown_has_ref(const struct kramdown_ial *ial, const char *name)
{
    for (const struct kramdown_ref *ref = ial != NULL ? ial->refs : NULL; ref != NULL; ref = ref->next)
        if (str_is(ref->name, name))
            return true;
    return false;
}
