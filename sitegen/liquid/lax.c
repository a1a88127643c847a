/* lax.c - markup that is not well-formed, read as the reference's lax parser reads it: by fragments (a run
 * without blanks, commas, bars and quotes, in which quoted texts may stand), and what lies between them
 * counts for nothing. See parse.h. */
#include "liquid/parse.h"

#include <errno.h>
#include <stdlib.h>

/* The length of the quoted text at s[at], 0 when there is none. */
static size_t quoted_len(struct str s, size_t at)
{
    if (at >= s.len || (s.at[at] != '"' && s.at[at] != '\''))
        return 0;
    size_t len = str_find_char(str_from(s, at + 1), s.at[at]);
    return at + 1 + len < s.len ? len + 2 : 0;
}

size_t lax_fragment(struct str s, size_t at)
{
    size_t end = at, len = quoted_len(s, at);

    if (len > 0)
        return len;
    while (end < s.len) {
        char c = s.at[end];
        len = quoted_len(s, end);
        if (len == 0 && (char_is_space(c) || c == ',' || c == '|' || c == '\'' || c == '"'))
            break;
        end += len > 0 ? len : 1;
    }
    return end - at;
}

static struct str part(struct str s, size_t from, size_t len)
{
    return str_head(str_from(s, from), len);
}

/* The next fragment from *from on, which is moved behind it; empty when there is none. */
static struct str next_fragment(struct str s, size_t *from)
{
    size_t len = 0;

    while (*from < s.len && (len = lax_fragment(s, *from)) == 0)
        ++*from;
    struct str fragment = part(s, *from, len);
    *from += len;
    return fragment;
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static size_t name_len(struct str s)
{
    size_t len = 0;

    while (len < s.len && (is_word_char(s.at[len]) || s.at[len] == '-'))
        len++;
    return len;
}

static struct value number(struct str s)
{
    size_t i = s.len > 0 && s.at[0] == '-', points = 0, digits = 0;
    char buf[64];

    for (; i < s.len && (char_is_digit(s.at[i]) || s.at[i] == '.'); i++) {
        points += s.at[i] == '.';
        digits += s.at[i] != '.';
    }
    if (i < s.len || digits == 0 || s.len >= sizeof(buf) || s.at[s.at[0] == '-'] == '.')
        return value_nil;
    for (i = 0; i < s.len; i++)
        buf[i] = s.at[i];
    buf[s.len] = '\0';
    errno = 0;
    if (points > 0)
        return value_float(strtod(buf, NULL));
    long long integer = strtoll(buf, NULL, 10);
    return errno == 0 ? value_int(integer) : value_nil;
}

/* Names and brackets, whatever stands between them. */
static const struct expr *lookup(struct parser *p, struct str s, size_t at)
{
    struct expr *expr = pool_take(p->pool, sizeof(*expr));
    struct segment **last = &expr->segments;
    bool is_first = true;

    *expr = (struct expr){.kind = EXPR_LOOKUP, .at = at};
    for (size_t i = 0; i < s.len;) {
        struct str rest = str_from(s, i);
        size_t len = name_len(rest), close = rest.at[0] == '[' ? str_find_char(rest, ']') : 0;
        struct segment *segment = pool_take(p->pool, sizeof(*segment));
        if (len > 0) {
            len += len < rest.len && rest.at[len] == '?';
            segment->is_dot = true;
            segment->key = parse_literal(p, value_str(str_head(rest, len)), at + i);
        } else if (close > 1 && close < rest.len) {
            len = close + 1;
            segment->key = lax_expr(p, part(rest, 1, close - 1), at + i + 1);
        } else {
            i++;
            continue;
        }
        if (is_first && segment->is_dot) {
            expr->name = str_head(rest, len);
        } else {
            *last = segment;
            last = &segment->next;
        }
        is_first = false;
        i += len;
    }
    return is_first ? parse_literal(p, value_nil, at) : expr;
}

/* Where ".." stands for the last time; s.len when nowhere. */
static size_t last_dots(struct str s)
{
    for (size_t i = s.len; i > 1; i--)
        if (s.at[i - 1] == '.' && s.at[i - 2] == '.')
            return i - 2;
    return s.len;
}

/* "(a..b)" */
static const struct expr *range(struct parser *p, struct str s, size_t at)
{
    size_t dots = last_dots(s);

    if (s.len < 2 || s.at[0] != '(' || s.at[s.len - 1] != ')' || dots + 2 >= s.len)
        return NULL;
    struct expr *expr = pool_take(p->pool, sizeof(*expr));
    *expr = (struct expr){.kind = EXPR_RANGE, .at = at};
    expr->left = lax_expr(p, part(s, 1, dots - 1), at + 1);
    expr->right = lax_expr(p, part(s, dots + 2, s.len - dots - 3), at + dots + 2);
    return expr;
}

const struct expr *lax_expr(struct parser *p, struct str s, size_t at)
{
    struct str trimmed = str_trim(s);
    const struct expr *expr = NULL;

    if (trimmed.len == 0)
        return parse_literal(p, value_nil, at);
    at += (size_t)(trimmed.at - s.at);
    s = trimmed;
    if (s.len > 1 && (s.at[0] == '"' || s.at[0] == '\'') && s.at[s.len - 1] == s.at[0])
        return parse_literal(p, value_str(part(s, 1, s.len - 2)), at);
    struct value value = number(s);
    if (value.kind != VALUE_NIL)
        return parse_literal(p, value, at);
    if (++p->nesting <= LIQUID_NESTING_MAX)
        expr = range(p, s, at);
    if (expr == NULL)
        expr = name_len(s) == s.len ? parse_name(p, s, at) : lookup(p, s, at);
    p->nesting--;
    return expr;
}

/* The arguments of a filter: each fragment behind a colon or a comma, with a name and a colon in front of it
 * if it has one. */
static void filter_args(struct parser *p, struct filter *filter, struct str s, size_t at)
{
    struct named_arg **last = &filter->named;

    for (size_t i = 0; i < s.len;) {
        size_t skip = quoted_len(s, i);
        if (s.at[i] != ':' && s.at[i] != ',') {
            i += skip > 0 ? skip : 1;
            continue;
        }
        i++;
        while (i < s.len && char_is_space(s.at[i]))
            i++;
        struct str rest = str_from(s, i), name = str_head(rest, name_len(rest));
        struct str behind = str_trim_start(str_from(rest, name.len));
        if (name.len > 0 && str_starts(behind, ":")) {
            struct named_arg *arg = pool_take(p->pool, sizeof(*arg));
            behind = str_trim_start(str_from(behind, 1));
            i = (size_t)(behind.at - s.at);
            arg->name = name;
            size_t len = lax_fragment(s, i);
            arg->value = lax_expr(p, part(s, i, len), at + i);
            *last = arg;
            last = &arg->next;
            i += len;
        } else {
            size_t len = lax_fragment(s, i);
            if (len > 0 && filter->arg_count < FILTER_ARGS_MAX)
                parse_add_arg(p, filter, lax_expr(p, part(s, i, len), at + i));
            i += len;
        }
    }
}

struct pipeline lax_pipeline(struct parser *p, struct str s, size_t at)
{
    struct pipeline pipeline = {.head = parse_literal(p, value_nil, at)};
    struct filter **last = &pipeline.filters;
    size_t i = 0;
    struct str head = next_fragment(s, &i);

    if (head.len > 0)
        pipeline.head = lax_expr(p, head, at + i - head.len);
    i += str_find_char(str_from(s, i), '|');
    while (i < s.len) {
        size_t start = i, len;
        /* Up to the next bar, or a quote without its like. */
        while (i < s.len && (char_is_space(s.at[i]) || s.at[i] == ',' || lax_fragment(s, i) > 0))
            i += (len = lax_fragment(s, i)) > 0 ? len : 1;
        struct str one = part(s, start, i - start);
        size_t name = 0;
        while (name < one.len && !is_word_char(one.at[name]))
            name++;
        len = 0;
        while (name + len < one.len && is_word_char(one.at[name + len]))
            len++;
        if (len > 0) {
            struct filter *filter = parse_new_filter(p, part(one, name, len), at + start + name);
            filter_args(p, filter, str_from(one, name + len), at + start + name + len);
            *last = filter;
            last = &filter->next;
        }
        i++;
    }
    return pipeline;
}

/* "left op right": the first fragment, letters and signs, a fragment. */
static const struct expr *comparison(struct parser *p, struct str s, size_t at)
{
    size_t i = 0;
    struct str left = next_fragment(s, &i);
    const struct expr *expr = lax_expr(p, left, at + i - left.len);
    struct expr *compare = pool_take(p->pool, sizeof(*compare));
    size_t op_len = 0;

    if (left.len == 0)
        parse_error(p, at, "expected a condition");
    while (i < s.len && char_is_space(s.at[i]))
        i++;
    struct str rest = str_from(s, i);
    while (op_len < rest.len && (char_is_alpha(rest.at[op_len]) || rest.at[op_len] == '_' ||
                                 str_find_char(STR("=!<>"), rest.at[op_len]) < 4))
        op_len++;
    if (op_len == 0)
        return expr;
    *compare = (struct expr){.kind = EXPR_COMPARE, .at = at + i, .left = expr};
    if (!parse_compare_op(str_head(rest, op_len), &compare->op)) {
        bool is_single = str_is(str_head(rest, op_len), "=");
        parse_error(p, at + i, "unknown operator \"%.*s\"%s", STR_ARG(str_head(rest, op_len)),
                    is_single ? " (did you mean \"==\"?)" : "");
        return expr;
    }
    i += op_len;
    while (i < s.len && char_is_space(s.at[i]))
        i++;
    compare->right = lax_expr(p, part(s, i, lax_fragment(s, i)), at + i);
    return compare;
}

/* The offset of the next "and" or "or" that stands between blanks, or the end. */
static size_t find_joint(struct str s, size_t from, size_t *len)
{
    for (size_t i = from; i < s.len;) {
        size_t word = lax_fragment(s, i);
        struct str text = part(s, i, word);
        if ((*len = str_is(text, "and") ? 3 : str_is(text, "or") ? 2 : 0) > 0)
            return i;
        i += word > 0 ? word : 1;
    }
    return s.len;
}

const struct expr *lax_condition(struct parser *p, struct str s, size_t at)
{
    const struct expr *first = NULL, **slot = &first;
    size_t from = 0, len = 0;

    for (;;) {
        size_t joint = find_joint(s, from, &len);
        const struct expr *left = comparison(p, part(s, from, joint - from), at + from);
        *slot = left;
        if (joint >= s.len)
            return first;
        struct expr *expr = pool_take(p->pool, sizeof(*expr));
        *expr = (struct expr){.kind = len == 3 ? EXPR_AND : EXPR_OR, .at = at + joint, .left = left};
        *slot = expr;
        slot = &expr->right;
        from = joint + len;
    }
}

bool lax_attribute(struct str s, size_t *from, struct str *name, struct str *value)
{
    for (size_t i = *from; i < s.len;) {
        struct str rest = str_from(s, i);
        size_t len = is_word_char(rest.at[0]) ? name_len(rest) : 0, skip = quoted_len(s, i);
        struct str behind = str_trim_start(str_from(rest, len));
        if (len == 0 || !str_starts(behind, ":")) {
            i += len > 0 ? len : skip > 0 ? skip : 1;
            continue;
        }
        behind = str_trim_start(str_from(behind, 1));
        size_t at = (size_t)(behind.at - s.at), value_len = lax_fragment(s, at);
        *name = str_head(rest, len);
        *value = part(s, at, value_len);
        *from = at + value_len;
        if (value_len > 0)
            return true;
        i = at;
    }
    return false;
}
