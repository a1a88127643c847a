/* html.c - see html.h */
#include "html.h"

static bool is_name_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '-' || c == ':' || c == '_';
}

/* The offset behind the '>' that ends the tag whose attributes start at at; 0: there is none. A quote hides a
 * '>' where it opens a value, behind '=', and nowhere else (HTML, 13.2.5.32 to 13.2.5.39). */
static size_t tag_end(struct str s, size_t at)
{
    bool behind_equals = false;

    for (; at < s.len; at++) {
        char c = s.at[at];
        if (c == '>')
            return at + 1;
        if (behind_equals && (c == '"' || c == '\''))
            at += 1 + str_find_char(str_from(s, at + 1), c);
        behind_equals = c == '=' || (behind_equals && char_is_space(c));
    }
    return 0;
}

/* The offset of the end tag of an element whose content is no markup; the end when there is none. */
static size_t raw_end(struct str s, size_t at, struct str name)
{
    for (; at < s.len; at++) {
        at += str_find_char(str_from(s, at), '<');
        struct str rest = str_from(s, at);
        if (rest.len > 2 + name.len && rest.at[1] == '/' && !is_name_char(rest.at[2 + name.len]) &&
            str_eq_nocase(str_head(str_from(rest, 2), name.len), name))
            return at;
    }
    return s.len;
}

bool html_holds_text(struct str name)
{
    return str_is_nocase(name, "title") || str_is_nocase(name, "textarea");
}

static size_t skip_raw_element(struct str s, size_t at, const struct html_tag *tag)
{
    static const char *const names[] = {"script", "style", "iframe", "xmp", "noembed", "noframes", NULL};

    if (tag->is_end)
        return at;
    for (size_t i = 0; names[i] != NULL; i++)
        if (str_is_nocase(tag->name, names[i]))
            return raw_end(s, at, tag->name);
    return html_holds_text(tag->name) ? raw_end(s, at, tag->name) : at;
}

/* Behind a comment, a declaration, or what browsers take for a comment; the end where it does not end. */
static size_t skip_comment(struct str s, size_t open)
{
    struct str rest = str_from(s, open + 2);

    if (str_starts(rest, "--")) {
        size_t end = str_find(rest, STR("-->"));
        return end < rest.len ? open + 2 + end + 3 : s.len;
    }
    return open + 2 + str_find_char(rest, '>');
}

bool html_next_tag(struct str s, size_t *at, struct html_tag *tag)
{
    while (*at < s.len) {
        size_t open = *at + str_find_char(str_from(s, *at), '<');
        if (open + 1 >= s.len)
            break;
        char next = s.at[open + 1];
        tag->is_end = next == '/';
        size_t name = open + 1 + tag->is_end, len = 0;
        if (name < s.len && char_is_alpha(s.at[name]))
            for (len = 1; name + len < s.len && is_name_char(s.at[name + len]); len++)
                ;
        if (len == 0) {
            *at = next == '!' || next == '?' || next == '/' ? skip_comment(s, open) : open + 1;
            continue;
        }
        size_t end = tag_end(s, name + len);
        if (end == 0)
            break; /* as browsers do it: what does not end takes the rest with it */
        tag->whole = str_head(str_from(s, open), end - open);
        tag->name = str_head(str_from(s, name), len);
        tag->attributes = str_head(str_from(s, name + len), end - 1 - (name + len));
        *at = skip_raw_element(s, end, tag);
        return true;
    }
    *at = s.len;
    return false;
}

bool html_next_attribute(struct str *rest, struct str *name, struct str *value)
{
    size_t len = 0;

    while (rest->len > 0 && (char_is_space(rest->at[0]) || rest->at[0] == '/'))
        *rest = str_from(*rest, 1);
    while (len < rest->len && !char_is_space(rest->at[len]) && rest->at[len] != '=' && rest->at[len] != '/')
        len++;
    *name = str_head(*rest, len);
    *value = STR("");
    *rest = str_trim_start(str_from(*rest, len));
    if (rest->len == 0 || rest->at[0] != '=')
        return name->len > 0;
    *rest = str_trim_start(str_from(*rest, 1));
    if (rest->len > 0 && (rest->at[0] == '"' || rest->at[0] == '\'')) {
        size_t end = str_find_char(str_from(*rest, 1), rest->at[0]);
        *value = str_head(str_from(*rest, 1), end);
        *rest = str_from(*rest, end + 2);
        return true;
    }
    for (len = 0; len < rest->len && !char_is_space(rest->at[len]); len++)
        ;
    *value = str_head(*rest, len);
    *rest = str_from(*rest, len);
    return true;
}

bool html_attribute(const struct html_tag *tag, const char *name, struct str *value)
{
    struct str rest = tag->attributes, found;

    while (rest.len > 0 && html_next_attribute(&rest, &found, value))
        if (str_is_nocase(found, name))
            return true;
    return false;
}

/* Text between two tags, without the comments in it. */
static void add_text(struct text *out, struct str between)
{
    while (between.len > 0) {
        size_t comment = str_find(between, STR("<!--"));
        text_add(out, str_head(between, comment));
        between = str_from(between, comment);
        between = str_from(between, str_find(between, STR("-->")) + 3);
    }
}

void html_strip(struct text *out, struct str html)
{
    size_t at = 0, text_start = 0;
    struct html_tag tag;

    while (html_next_tag(html, &at, &tag)) {
        size_t tag_start = (size_t)(tag.whole.at - html.at);
        if (tag_start > text_start)
            add_text(out, str_head(str_from(html, text_start), tag_start - text_start));
        text_start = !tag.is_end && html_holds_text(tag.name) ? tag_start + tag.whole.len : at;
    }
    add_text(out, str_from(html, text_start));
}

static void add_utf8(struct text *out, uint32_t c)
{
    if (c < 0x80) {
        text_add_char(out, (char)c);
    } else if (c < 0x800) {
        text_add_char(out, (char)(0xc0 | c >> 6));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        text_add_char(out, (char)(0xe0 | c >> 12));
        text_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    } else {
        text_add_char(out, (char)(0xf0 | c >> 18));
        text_add_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
        text_add_char(out, (char)(0x80 | (c & 0x3f)));
    }
}

/* What stands between '&' and ';' as a character; 0 when it is not known. */
static uint32_t entity_char(struct str name)
{
    /* The five of XML, and those that Markdown's typography makes. */
    static const struct {
        const char *name;
        uint32_t c;
    } entities[] = {{"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
                    {"apos", '\''},    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201c},
                    {"rdquo", 0x201d}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026},
                    {"nbsp", 0xa0},    {"copy", 0xa9},    {"reg", 0xae},     {"trade", 0x2122},
                    {"frac12", 0xbd},  {"frac14", 0xbc},  {"frac34", 0xbe}};
    uint32_t c = 0;

    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
        if (str_is(name, entities[i].name))
            return entities[i].c;
    if (name.len < 2 || name.len > 8 || name.at[0] != '#')
        return 0;
    bool hex = char_lower(name.at[1]) == 'x';
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char digit = char_lower(name.at[i]);
        if (!char_is_digit(digit) && !(hex && digit >= 'a' && digit <= 'f'))
            return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)(char_is_digit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? c : 0;
}

void html_unescape(struct text *out, struct str text)
{
    while (text.len > 0) {
        size_t amp = str_find_char(text, '&');
        text_add(out, str_head(text, amp));
        text = str_from(text, amp);
        if (text.len == 0)
            break;
        size_t end = str_find_char(str_head(text, 12), ';');
        uint32_t c = end < text.len && end < 12 ? entity_char(str_head(str_from(text, 1), end - 1)) : 0;
        if (c != 0)
            add_utf8(out, c);
        else
            text_add_char(out, '&');
        text = str_from(text, c != 0 ? end + 1 : 1);
    }
}
