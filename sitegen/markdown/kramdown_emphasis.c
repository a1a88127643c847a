/* kramdown_emphasis.c - *em* and **strong**. See kramdown_span.h. */
#include "markdown/kramdown_span.h"

static bool letter_before(struct str s, size_t at)
{
    size_t start = at;

    if (at > 0 && s.at[at - 1] == '-')
        start = --at;
    while (start > 0 && ((unsigned char)s.at[start - 1] & 0xc0) == 0x80)
        start--;
    return start > 0 && kramdown_is_alpha_at(s, start - 1);
}

bool span_may_close(struct str s, size_t at, char mark, size_t len)
{
    bool twice = kramdown_char(s, at + 1) == mark, thrice = twice && kramdown_char(s, at + 2) == mark;

    if (s.at[at] != mark || (at > 0 && char_is_space(s.at[at - 1])) || (len == 2 && !twice) ||
        (len == 1 && twice && !thrice))
        return false;
    return mark != '_' || !kramdown_is_alnum_at(s, at + len);
}

/* The last place where emphasis of that kind may end; 0 when there is none. */
static size_t last_closing(struct spans *sp, char mark, size_t len)
{
    size_t *last = &sp->last_closing_at[(mark == '_' ? 2 : 0) + len - 1];

    if (*last == KRAMDOWN_NONE)
        for (*last = sp->s.len - 1; *last > 0 && !span_may_close(sp->s, *last, mark, len);)
            --*last;
    return *last;
}

/* Emphasis whose content starts at at. Returns NULL when nothing closes it; at is anywhere then. */
static cmark_node *attempt(struct spans *sp, char mark, size_t len)
{
    struct span_stop stop = {.kind = STOP_EMPHASIS, .mark = mark, .len = len};
    unsigned in = sp->in;
    size_t start = sp->at;

    if (last_closing(sp, mark, len) < start)
        return NULL;
    cmark_node *node = kramdown_node_new(sp->k->pool, len == 2 ? KRAMDOWN_STRONG : KRAMDOWN_EM);
    sp->in |= len == 2 ? SPAN_IN_STRONG : SPAN_IN_EM;
    bool found = span_parse(sp, node, &stop);
    sp->in = in;
    if (found) {
        sp->at += len;
        return node;
    }
    kramdown_free(node);
    kramdown_spend(sp->k, sp->s.len - start);
    return NULL;
}

void span_emphasis(struct spans *sp)
{
    size_t start = sp->at;
    char mark = sp->s.at[start], next;
    size_t len = kramdown_char(sp->s, start + 1) == mark ? 2 : 1;
    cmark_node *node = NULL;

    next = kramdown_char(sp->s, start + len);
    if ((mark == '_' && letter_before(sp->s, start)) || (start + len < sp->s.len && char_is_space(next)) ||
        (sp->in & (len == 2 ? SPAN_IN_STRONG : SPAN_IN_EM)) != 0) {
        span_text(sp, len);
        return;
    }
    sp->at = start + len;
    node = attempt(sp, mark, len);
    if (node == NULL && len == 2 && kramdown_kind_of(sp->tree) != KRAMDOWN_EM) {
        sp->at = start + 1;
        node = attempt(sp, mark, 1);
    }
    if (node != NULL) {
        kramdown_append(sp->tree, node);
    } else {
        sp->at = start;
        span_text(sp, len);
    }
}
