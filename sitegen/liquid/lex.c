/* lex.c - see lex.h */
#include "liquid/lex.h"

static bool is_name_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The offset of the next {{ or {%, or the end. */
static size_t find_open(struct str s, size_t at)
{
    while (at + 1 < s.len) {
        at += str_find_char(str_from(s, at), '{');
        if (at + 1 < s.len && (s.at[at + 1] == '{' || s.at[at + 1] == '%'))
            return at;
        at++;
    }
    return s.len;
}

/* The offset of the brace that must be the first of the two that close an output, even in quotes: so it is in
 * the reference, and an output that lacks a brace does not swallow what follows. */
static size_t find_brace(struct str s, size_t at)
{
    return at + str_find_char(str_from(s, at), '}');
}

static size_t find_tag_end(struct str s, size_t at)
{
    return at + str_find(str_from(s, at), STR("%}"));
}

static void next_text(struct chunk_lexer *lexer, struct chunk *chunk, size_t open)
{
    struct str text = str_head(str_from(lexer->source, lexer->at), open - lexer->at);

    if (lexer->trim_start)
        text = str_trim_start(text);
    if (open + 2 < lexer->source.len && lexer->source.at[open + 2] == '-')
        text = str_trim_end(text);
    lexer->trim_start = false;
    lexer->at = open;
    *chunk = (struct chunk){.kind = CHUNK_TEXT, .text = text, .start = (size_t)(text.at - lexer->source.at)};
    chunk->text_start = chunk->start;
    chunk->end = open;
}

static void split_name(struct chunk *chunk, struct str s)
{
    size_t len = 0;

    while (len < chunk->text.len && is_name_char(chunk->text.at[len]))
        len++;
    if (chunk->text.len > 0 && chunk->text.at[0] == '#') /* {% # a comment %} */
        len = 1;
    chunk->name = str_head(chunk->text, len);
    chunk->text = str_trim_start(str_from(chunk->text, len));
    chunk->text_start = (size_t)(chunk->text.at - s.at);
}

/* The next line that is not empty, as a tag. */
static void next_line(struct chunk_lexer *lexer, struct chunk *chunk)
{
    struct str s = lexer->source, line = {0};

    while (lexer->at < s.len && line.len == 0) {
        struct str rest = str_from(s, lexer->at);
        line = str_head(rest, str_find_char(rest, '\n'));
        lexer->at += line.len + (line.len < rest.len);
        line = str_trim(line);
    }
    *chunk = (struct chunk){.kind = CHUNK_END, .start = lexer->at, .end = lexer->at, .text_start = lexer->at};
    if (line.len == 0)
        return;
    chunk->kind = CHUNK_TAG;
    chunk->text = line;
    chunk->start = (size_t)(line.at - s.at);
    chunk->end = chunk->start + line.len;
    split_name(chunk, s);
}

/* Read the {{ output }} or {% tag %} at open. */
static void next_markup(struct chunk_lexer *lexer, struct chunk *chunk, size_t open)
{
    struct str s = lexer->source;
    bool is_tag = s.at[open + 1] == '%';
    size_t start = open + 2, end = is_tag ? find_tag_end(s, start) : find_brace(s, start);

    *chunk = (struct chunk){.kind = CHUNK_UNCLOSED, .start = open, .text_start = open};
    if (end + 1 >= s.len || (!is_tag && s.at[end + 1] != '}')) {
        lexer->at = chunk->end = end + 1 < s.len ? end : s.len;
        lexer->trim_start = false;
        return;
    }
    lexer->at = chunk->end = end + 2;
    if (start < end && s.at[start] == '-')
        start++;
    lexer->trim_start = start < end && s.at[end - 1] == '-';
    if (lexer->trim_start)
        end--;
    struct str whole = {s.at + start, end - start};
    chunk->kind = is_tag ? CHUNK_TAG : CHUNK_OUTPUT;
    chunk->text = str_trim(whole);
    chunk->text_start = (size_t)(chunk->text.at - s.at);
    if (is_tag)
        split_name(chunk, s);
}

void chunk_next(struct chunk_lexer *lexer, struct chunk *chunk)
{
    struct str s = lexer->source;

    if (lexer->is_lines) {
        next_line(lexer, chunk);
        return;
    }
    size_t open = find_open(s, lexer->at);
    if (open > lexer->at) {
        next_text(lexer, chunk, open);
        return;
    }
    *chunk = (struct chunk){.kind = CHUNK_END, .start = lexer->at, .end = lexer->at, .text_start = lexer->at};
    if (open < s.len)
        next_markup(lexer, chunk, open);
}

/* The next tag, whatever stands before it; false at the end. */
static bool next_tag(struct chunk_lexer *lexer, struct chunk *chunk)
{
    if (!lexer->is_lines) {
        lexer->at += str_find(str_from(lexer->source, lexer->at), STR("{%"));
        if (lexer->at >= lexer->source.len)
            return false;
    }
    chunk_next(lexer, chunk);
    return chunk->kind == CHUNK_TAG;
}

/* Whether the tag whose {% stands at open has this name; its end need not be looked for then. */
static bool is_tag_named(struct str s, size_t open, const char *name)
{
    struct str rest = str_from(s, open + 2);

    if (str_starts(rest, "-"))
        rest = str_from(rest, 1);
    rest = str_trim_start(rest);
    size_t len = str_of(name).len;
    return str_starts(rest, name) && (len == rest.len || !is_name_char(rest.at[len]));
}

static bool skip_raw_lines(struct chunk_lexer *lexer, const char *name, struct str *raw)
{
    size_t start = lexer->at;
    struct chunk chunk;

    do
        next_line(lexer, &chunk);
    while (chunk.kind == CHUNK_TAG && !str_is(chunk.name, name));
    *raw = str_head(str_from(lexer->source, start), chunk.start - start);
    return chunk.kind == CHUNK_TAG;
}

bool chunk_skip_raw(struct chunk_lexer *lexer, const char *name, struct str *raw)
{
    struct str s = lexer->source;
    size_t start = lexer->at;
    struct chunk chunk;

    if (lexer->is_lines)
        return skip_raw_lines(lexer, name, raw);
    for (size_t open = start; open < s.len; open += 2) {
        open += str_find(str_from(s, open), STR("{%"));
        if (open >= s.len || !is_tag_named(s, open, name))
            continue;
        lexer->at = open;
        next_markup(lexer, &chunk, open);
        *raw = str_head(str_from(s, start), open - start);
        return chunk.kind == CHUNK_TAG;
    }
    lexer->at = s.len;
    *raw = str_from(s, start);
    return false;
}

bool chunk_skip_comment(struct chunk_lexer *lexer)
{
    size_t depth = 1;
    struct chunk chunk;
    struct str raw;

    while (depth > 0 && next_tag(lexer, &chunk)) {
        if (str_is(chunk.name, "comment"))
            depth++;
        else if (str_is(chunk.name, "endcomment"))
            depth--;
        else if (str_is(chunk.name, "raw") && !chunk_skip_raw(lexer, "endraw", &raw))
            return false;
    }
    return depth == 0;
}

static struct token make(struct token_lexer *lexer, enum token_kind kind, size_t len)
{
    struct token token = {kind, str_head(str_from(lexer->markup, lexer->at), len), lexer->base + lexer->at};

    lexer->at += len;
    return token;
}

static struct token next_string(struct token_lexer *lexer, struct str rest)
{
    size_t len = str_find_char(str_from(rest, 1), rest.at[0]);

    if (len + 1 >= rest.len)
        return make(lexer, TOKEN_BAD, rest.len);
    struct token token = make(lexer, TOKEN_STRING, len + 2);
    token.text = str_head(str_from(token.text, 1), len);
    return token;
}

static struct token next_number(struct token_lexer *lexer, struct str rest)
{
    size_t len = rest.at[0] == '-';
    enum token_kind kind = TOKEN_INT;

    while (len < rest.len && char_is_digit(rest.at[len]))
        len++;
    /* "1..5" is a range, and no number with two points. */
    if (len + 1 < rest.len && rest.at[len] == '.' && char_is_digit(rest.at[len + 1])) {
        kind = TOKEN_FLOAT;
        len++;
        while (len < rest.len && char_is_digit(rest.at[len]))
            len++;
    }
    return make(lexer, kind, len);
}

static struct token next_name(struct token_lexer *lexer, struct str rest)
{
    size_t len = 1;

    while (len < rest.len && (is_name_char(rest.at[len]) || rest.at[len] == '-'))
        len++;
    if (len < rest.len && rest.at[len] == '?')
        len++;
    return make(lexer, TOKEN_NAME, len);
}

static struct token next_operator(struct token_lexer *lexer, struct str rest)
{
    static const char *const compares[] = {"==", "!=", "<>", "<=", ">=", "<", ">"};
    static const struct str singles = {"|:,.[]()=-", 10};

    for (size_t i = 0; i < sizeof(compares) / sizeof(compares[0]); i++)
        if (str_starts(rest, compares[i]))
            return make(lexer, TOKEN_COMPARE, str_of(compares[i]).len);
    if (str_starts(rest, ".."))
        return make(lexer, TOKEN_DOTS, 2);
    if (str_find_char(singles, rest.at[0]) < singles.len)
        return make(lexer, TOKEN_CHAR, 1);
    return make(lexer, TOKEN_BAD, utf8_len(rest));
}

struct token token_next(struct token_lexer *lexer)
{
    while (lexer->at < lexer->markup.len && char_is_space(lexer->markup.at[lexer->at]))
        lexer->at++;
    struct str rest = str_from(lexer->markup, lexer->at);
    if (rest.len == 0)
        return make(lexer, TOKEN_END, 0);
    if (rest.at[0] == '"' || rest.at[0] == '\'')
        return next_string(lexer, rest);
    if (char_is_digit(rest.at[0]) || (rest.at[0] == '-' && rest.len > 1 && char_is_digit(rest.at[1])))
        return next_number(lexer, rest);
    if (is_name_char(rest.at[0]))
        return next_name(lexer, rest);
    return next_operator(lexer, rest);
}
