/* kramdown_link.c - links and images, and addresses in angle brackets. See kramdown_span.h. */
#include "markdown/kramdown_span.h"

#define VAIN_COST 3u /* steps for a byte between brackets that make no link: many were opened there */
#define ESCAPABLE "\\.*_+`<>()[]{}#!:|\"'$=-"

struct address {
    struct str url;
    struct str title;
    bool has_title;
    struct kramdown_ial *ial;
};

static struct str unescape(struct kramdown *k, struct str s)
{
    struct str escapable = STR(ESCAPABLE);
    struct text out = {0};

    if (str_find_char(s, '\\') == s.len)
        return s;
    for (size_t i = 0; i < s.len; i++) {
        char next = kramdown_char(s, i + 1);
        if (s.at[i] == '\\' && next != '\0' && str_find_char(escapable, next) < escapable.len)
            i++;
        text_add_char(&out, s.at[i]);
    }
    return text_finish(&out, k->pool);
}

/* "[id]" behind the text, or nothing there: the text is the id. */
static bool reference(struct spans *sp, struct str text, struct address *address)
{
    struct str s = sp->s, id = text;
    size_t open = kramdown_spaces(s, sp->at), close = KRAMDOWN_NONE;

    if (kramdown_char(s, open) == '[') {
        close = open + 1 + str_find_char(str_from(s, open + 1), ']');
        close = close < s.len ? close : KRAMDOWN_NONE;
    }
    if (close != KRAMDOWN_NONE) {
        if (close > open + 1)
            id = str_head(str_from(s, open + 1), close - (open + 1));
        sp->at = close + 1;
    }
    struct value index = hash_get(sp->k->links, kramdown_link_id(sp->k, id));
    if (index.kind == VALUE_NIL)
        return false;
    const struct kramdown_link *link = &sp->k->link_list[index.integer];
    address->url = link->url;
    address->title = link->title;
    address->has_title = link->has_title;
    address->ial = link->eob != NULL ? link->eob->ial : NULL;
    return true;
}

/* A title in quotes and the ')' behind it. */
static bool title(struct spans *sp, struct address *address)
{
    struct str s = sp->s;
    size_t start = kramdown_spaces(s, sp->at);
    char quote = kramdown_char(s, start);

    if ((quote != '"' && quote != '\'') || start >= sp->no_title_end_at[quote == '"'])
        return false;
    for (size_t end = start + 2; end < s.len; end++) {
        end += str_find_char(str_from(s, end), quote);
        size_t close = end < s.len ? kramdown_spaces(s, end + 1) : s.len;
        if (kramdown_char(s, close) != ')')
            continue;
        address->title = str_head(str_from(s, start + 1), end - (start + 1));
        address->has_title = true;
        sp->at = close + 1;
        return true;
    }
    sp->no_title_end_at[quote == '"'] = start;
    return false;
}

/* From '(' on: up to the ')' that belongs to it, or to white space before a quote. at moves behind it. */
static bool bare_url(struct spans *sp, struct str *url)
{
    struct str s = sp->s;
    size_t start = sp->at, depth = 0, at;

    for (at = start; at < s.len; at++) {
        char next = kramdown_char(s, at + 1);
        if (s.at[at] == '(')
            depth++;
        else if (s.at[at] == ')' && --depth == 0)
            break;
        else if (char_is_space(s.at[at]) && (next == '"' || next == '\''))
            break;
    }
    *url = str_trim(str_head(str_from(s, start + 1), at > start ? at - (start + 1) : 0));
    sp->at = at < s.len ? at + 1 : s.len;
    return at < s.len && depth == 0;
}

static bool inline_address(struct spans *sp, struct address *address)
{
    struct str s = sp->s;
    size_t start = sp->at;

    if (kramdown_char(s, start + 1) == '<') {
        struct str line = str_head(str_from(s, start + 2), str_find_char(str_from(s, start + 2), '\n'));
        size_t len = str_find_char(line, '>');
        if (len < line.len) {
            address->url = str_head(line, len);
            sp->at = start + 2 + len + 1;
            if (kramdown_char(s, sp->at) == ')') {
                sp->at++;
                return true;
            }
            return title(sp, address);
        }
    }
    return bare_url(sp, &address->url) || title(sp, address);
}

static void add_link(struct spans *sp, cmark_node *node, const struct address *address, struct str alt)
{
    struct kramdown *k = sp->k;
    struct kramdown_attrs *attrs = &kramdown_of(node)->attrs;
    bool is_link = kramdown_kind_of(node) == KRAMDOWN_A;

    kramdown_of(node)->ial = address->ial;
    kramdown_apply_ial(k, attrs, address->ial);
    kramdown_attr_set(k->pool, attrs, is_link ? STR("href") : STR("src"), address->url);
    if (!is_link) {
        kramdown_attr_set(k->pool, attrs, STR("alt"), alt);
        while (cmark_node_first_child(node) != NULL)
            kramdown_free(cmark_node_first_child(node));
    }
    if (address->has_title)
        kramdown_attr_set(k->pool, attrs, STR("title"), address->title);
    kramdown_append(sp->tree, node);
}

static bool attempt(struct spans *sp, cmark_node *node)
{
    struct span_stop stop = {.kind = STOP_BRACKET, .bracket_count = 1};
    struct address address = {0};
    unsigned in = sp->in;
    size_t start = sp->at;

    sp->in |= SPAN_IN_LINK;
    bool found = span_parse(sp, node, &stop);
    sp->in = in;
    if (!found)
        return false;
    struct str text = unescape(sp->k, str_head(str_from(sp->s, start), sp->at - start));
    sp->at++;
    bool has_paren = kramdown_char(sp->s, sp->at) == '(';
    if (has_paren ? !inline_address(sp, &address) : !reference(sp, text, &address))
        return false;
    add_link(sp, node, &address, text);
    return true;
}

void span_link(struct spans *sp)
{
    size_t start = sp->at, len = sp->s.at[start] == '!' ? 2 : 1;
    bool is_link = len == 1;

    if ((is_link && (sp->in & SPAN_IN_LINK) != 0) || sp->last_bracket_at <= start ||
        sp->last_bracket_at == sp->s.len) {
        span_text(sp, len);
        return;
    }
    cmark_node *node = kramdown_node_new(sp->k->pool, is_link ? KRAMDOWN_A : KRAMDOWN_IMG);
    sp->at = start + len;
    if (!attempt(sp, node)) {
        kramdown_spend(sp->k, VAIN_COST * (sp->at - start));
        kramdown_free(node);
        sp->at = start;
        span_text(sp, len);
    }
}

/* Letters, digits, '-', '_' and '.'. */
static size_t address_part(struct str s, size_t at)
{
    while (kramdown_is_alnum_at(s, at) || kramdown_char(s, at) == '-' || kramdown_char(s, at) == '_' ||
           kramdown_char(s, at) == '.')
        at += utf8_len(str_from(s, at));
    return at;
}

bool span_autolink(struct spans *sp)
{
    static const char *const schemes[] = {"mailto:", "http:", "https:", "ftp:", "ftps:"};
    struct str rest = str_from(sp->s, sp->at + 1);
    struct kramdown *k = sp->k;
    size_t len = 0, at = address_part(rest, 0);
    bool is_mail = at > 0 && kramdown_char(rest, at) == '@';

    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        if (!str_starts(rest, schemes[i]))
            continue;
        struct str line = str_head(rest, str_find_char(rest, '\n'));
        size_t address = str_of(schemes[i]).len + 1;
        size_t close = address + str_find_char(str_from(line, address), '>');
        len = close < line.len ? close : 0;
    }
    if (is_mail) {
        size_t end = address_part(rest, at + 1);
        len = end > at + 1 && kramdown_char(rest, end) == '>' ? end : 0;
    }
    if (len == 0)
        return false;
    struct str url = str_head(rest, len);
    cmark_node *node = span_add(sp, KRAMDOWN_A, STR(""));
    kramdown_attr_set(k->pool, &kramdown_of(node)->attrs, STR("href"),
                      is_mail ? str_of(pool_printf(k->pool, "mailto:%.*s", STR_ARG(url))) : url);
    kramdown_add(k->pool, node, KRAMDOWN_TEXT, str_starts(url, "mailto:") ? str_from(url, 7) : url);
    sp->at += len + 2;
    return true;
}
