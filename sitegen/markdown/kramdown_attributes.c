/* kramdown_attributes.c - what stands between "{:" and "}". See kramdown_parser.h. */
#include "markdown/kramdown_line.h"

#define NESTING_MAX 20u /* attribute lists that name attribute lists */

struct kramdown_ial *kramdown_ial_of(struct kramdown *k, struct kramdown_node *node)
{
    if (node->ial == NULL)
        node->ial = pool_take(k->pool, sizeof(*node->ial));
    return node->ial;
}

static bool ends_item(struct str s, size_t at)
{
    return at == s.len || char_is_space(s.at[at]);
}

/* The quote that ends a value which starts at s[at]: the first one with white space or nothing behind it;
 * where all such are escaped, the last of these. */
static size_t value_end(struct str s, size_t at, char quote)
{
    size_t escaped = KRAMDOWN_NONE;

    for (; at < s.len && s.at[at] != '}'; at++) {
        char next = kramdown_char(s, at + 1);
        if (s.at[at] == quote && ends_item(s, at + 1))
            return at;
        if (s.at[at] != '\\' || (next != '}' && next != quote))
            continue;
        at++;
        if (next == quote && ends_item(s, at + 1))
            escaped = at;
    }
    return escaped;
}

/* name="value", from the name's end on. Offset behind it. */
static size_t take_value(struct kramdown *k, struct str s, size_t at, struct str name,
                         struct kramdown_ial *ial)
{
    char quote = kramdown_char(s, at + 1);
    struct text value = {0};

    if (kramdown_char(s, at) != '=' || (quote != '"' && quote != '\''))
        return KRAMDOWN_NONE;
    size_t end = value_end(s, at + 2, quote);
    /* Each value that does not end is looked for up to the end of the list. */
    if (!kramdown_spend(k, end != KRAMDOWN_NONE ? 1 : s.len - at) || end == KRAMDOWN_NONE)
        return KRAMDOWN_NONE;
    for (size_t i = at + 2; i < end; i++) {
        char next = kramdown_char(s, i + 1);
        if (s.at[i] == '\\' && i + 1 < end && (next == '}' || next == quote))
            i++;
        text_add_char(&value, s.at[i]);
    }
    kramdown_attr_set(k->pool, &ial->attrs, name, text_finish(&value, k->pool));
    return end + 1;
}

/* "#id", letters, digits, '_', ':' and '-' behind a letter. */
static size_t id_end(struct str s, size_t at)
{
    if (kramdown_char(s, at) != '#' || !char_is_alpha(kramdown_char(s, at + 1)))
        return KRAMDOWN_NONE;
    for (at += 2; kramdown_is_word(kramdown_char(s, at)) || kramdown_char(s, at) == ':' ||
                  kramdown_char(s, at) == '-';)
        at++;
    return at;
}

static size_t class_end(struct str s, size_t at)
{
    size_t end = at + 1;

    if (kramdown_char(s, at) != '.')
        return KRAMDOWN_NONE;
    while (end < s.len && !char_is_space(s.at[end]) && s.at[end] != '.' && s.at[end] != '#')
        end++;
    return end > at + 1 ? end : KRAMDOWN_NONE;
}

/* ".class#id.other": nothing is taken unless all of it can be read. */
static size_t take_shorthand(struct kramdown *k, struct str s, size_t at, struct kramdown_ial *ial)
{
    size_t end = at, next;

    while ((next = id_end(s, end)) != KRAMDOWN_NONE || (next = class_end(s, end)) != KRAMDOWN_NONE)
        end = next;
    if (end == at || !ends_item(s, end))
        return KRAMDOWN_NONE;
    for (; at < end; at = next) {
        next = s.at[at] == '#' ? id_end(s, at) : class_end(s, at);
        struct str name = str_head(str_from(s, at + 1), next - (at + 1));
        if (s.at[at] == '#')
            kramdown_attr_set(k->pool, &ial->attrs, STR("id"), name);
        else
            kramdown_class_add(k->pool, &ial->attrs, name);
    }
    return end;
}

/* What adding to attributes may cost. */
static size_t weight(const struct kramdown_attrs *attrs)
{
    const struct str *class = kramdown_attr(attrs, "class");

    return attrs->count + (class != NULL ? class->len : 0) + 1;
}

void kramdown_parse_attributes(struct kramdown *k, struct str list, struct kramdown_ial *ial)
{
    size_t at = kramdown_spaces(list, 0);

    while (at < list.len && kramdown_spend(k, weight(&ial->attrs))) {
        size_t name = kramdown_word_id(list, at), end = KRAMDOWN_NONE;
        if (name != KRAMDOWN_NONE && ends_item(list, name)) {
            kramdown_ref_add(k->pool, ial, str_head(str_from(list, at), name - at));
            end = name;
        } else if (name != KRAMDOWN_NONE) {
            end = take_value(k, list, name, str_head(str_from(list, at), name - at), ial);
        } else {
            end = take_shorthand(k, list, at, ial);
        }
        if (end == KRAMDOWN_NONE) /* not to be understood: go on behind it */
            for (end = at; !ends_item(list, end);)
                end++;
        at = kramdown_spaces(list, end);
    }
}

static void apply(struct kramdown *k, struct kramdown_attrs *attrs, const struct kramdown_ial *ial,
                  unsigned depth)
{
    for (const struct kramdown_ref *ref = ial->refs; ref != NULL; ref = ref->next) {
        if (!kramdown_spend(k, 1))
            return;
        struct value index = hash_get(k->alds, ref->name);
        if (index.kind == VALUE_INT && depth < NESTING_MAX)
            apply(k, attrs, k->ald_list[index.integer], depth + 1);
    }
    for (const struct kramdown_attr *attr = ial->attrs.first; attr != NULL; attr = attr->next) {
        if (!kramdown_spend(k, weight(attrs) + attr->value.len))
            return;
        if (str_is(attr->name, "class"))
            kramdown_class_add(k->pool, attrs, attr->value);
        else
            kramdown_attr_set(k->pool, attrs, attr->name, attr->value);
    }
}

void kramdown_apply_ial(struct kramdown *k, struct kramdown_attrs *attrs, const struct kramdown_ial *ial)
{
    if (ial != NULL)
        apply(k, attrs, ial, 0);
}
