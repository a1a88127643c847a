/* smartify.c - see smartify.h. The rules and their order are kramdown's (parser/kramdown/smart_quotes.rb,
 * typographic_symbol.rb). */
#include "liquid/smartify.h"

#define LSQUO "\xe2\x80\x98"
#define RSQUO "\xe2\x80\x99"
#define LDQUO "\xe2\x80\x9c"
#define RDQUO "\xe2\x80\x9d"

static char at(struct str s, size_t i)
{
    return i < s.len ? s.at[i] : '\0';
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && str_find_char(str_of(set), c) < str_of(set).len;
}

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

static void add_quote(struct text *out, char quote, bool is_open)
{
    text_add_c(out, quote == '"' ? is_open ? LDQUO : RDQUO : is_open ? LSQUO : RSQUO);
}

/* Whether the quote before next stands before emphasis, or before punctuation that no word follows. */
static bool before_emphasis(struct str s, size_t next)
{
    for (size_t marks = 0; marks < 2 && is_one_of(at(s, next), "_*"); marks++) {
        char behind = at(s, ++next);
        if (behind != '\0' && !char_is_space(behind))
            return true;
    }
    return false;
}

static bool before_punctuation(struct str s, size_t next)
{
    char c = at(s, next);

    if (!is_one_of(c, "!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~"))
        return false;
    if (at(s, next + 1) == '.' && at(s, next + 2) == '.')
        return false;
    return is_word(c) == is_word(at(s, next + 1));
}

/* Before blanks, the end, and the s of "rock 'n' roll's". */
static bool before_end(struct str s, size_t next)
{
    char c = at(s, next);

    return c == '\0' || char_is_space(c) || (c == 's' && !is_word(at(s, next + 1)));
}

/* Both quotes of "' or '" before a word, or the apostrophe of '80s. Returns how many bytes were read. */
static size_t add_pair(struct text *out, struct str s, size_t i)
{
    char quote = s.at[i], next = at(s, i + 1);

    if (is_quote(next) && next != quote && is_word(at(s, i + 2))) {
        add_quote(out, quote, true);
        add_quote(out, next, true);
        return 2;
    }
    if (quote == '\'' && char_is_digit(next) && char_is_digit(at(s, i + 2)) && at(s, i + 3) == 's') {
        add_quote(out, quote, false);
        return 1;
    }
    return 0;
}

/* The quote at s[i]; before: the plain character in front of it, NUL when there is none. Returns how many
 * bytes were read. */
static size_t add_quotes(struct text *out, struct str s, size_t i, char before)
{
    char quote = s.at[i], next = at(s, i + 1);
    size_t len;

    if (before == '\0' && (before_emphasis(s, i + 1) || before_punctuation(s, i + 1))) {
        add_quote(out, quote, before_emphasis(s, i + 1));
        return 1;
    }
    if ((before == '\0' || char_is_space(before)) && (len = add_pair(out, s, i)) > 0)
        return len;
    if (before == '\0' && is_quote(next)) {
        text_add_char(out, quote);
        add_quote(out, next, false);
        return 2;
    }
    if (before == '\0')
        add_quote(out, quote, !before_end(s, i + 1));
    else if (char_is_space(before) && is_word(next))
        add_quote(out, quote, true);
    else
        add_quote(out, quote, is_one_of(before, " \t\r\n[{(-"));
    return 1;
}

/* Dashes, dots and angles. Returns how many bytes were read, 0 when it is none of them. */
static size_t add_symbol(struct text *out, struct str s)
{
    static const char *const symbols[][2] = {
        {"---", "\xe2\x80\x94"},     {"--", "\xe2\x80\x93"}, {"...", "\xe2\x80\xa6"},
        {"\\<<", "&lt;&lt;"},        {"\\>>", "&gt;&gt;"},   {"<< ", "\xc2\xab\xc2\xa0"},
        {" >>", "\xc2\xa0\xc2\xbb"}, {"<<", "\xc2\xab"},     {">>", "\xc2\xbb"},
    };

    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        if (str_starts(s, symbols[i][0])) {
            text_add_c(out, symbols[i][1]);
            return str_of(symbols[i][0]).len;
        }
    }
    return 0;
}

/* The length of the tag or entity that s starts with, 0 when it starts with none. *no_tags: there is no > any
 * more. */
static size_t markup_len(struct str s, bool *no_tags)
{
    size_t len = 1;

    if (s.at[0] == '&') {
        while (len < s.len && len < 40 &&
               (char_is_alpha(s.at[len]) || char_is_digit(s.at[len]) || s.at[len] == '#'))
            len++;
        return len > 1 && at(s, len) == ';' ? len + 1 : 0;
    }
    if (s.at[0] != '<' || *no_tags || !(char_is_alpha(at(s, 1)) || is_one_of(at(s, 1), "/!?")))
        return 0;
    len = str_find_char(s, '>');
    *no_tags = len >= s.len;
    return *no_tags ? 0 : len + 1;
}

void smartify(struct text *out, struct str s)
{
    size_t plain_from = 0; /* what stands from here on is plain so far */
    bool no_tags = false;

    if (str_ends(s, "\n"))
        s.len--;
    for (size_t i = 0; i < s.len;) {
        struct str rest = str_from(s, i);
        size_t len = markup_len(rest, &no_tags);
        if (len > 0)
            text_add(out, str_head(rest, len));
        else if (is_quote(s.at[i]))
            len = add_quotes(out, s, i, i > plain_from && s.at[i - 1] != '\\' ? s.at[i - 1] : '\0');
        else
            len = add_symbol(out, rest);
        if (len > 0) {
            i += len;
            plain_from = i;
            continue;
        }
        if (is_one_of(s.at[i], "&<>"))
            text_add_c(out, s.at[i] == '&' ? "&amp;" : s.at[i] == '<' ? "&lt;" : "&gt;");
        else
            text_add_char(out, s.at[i]);
        i++;
    }
}
