/* kramdown_tag.c - see kramdown_tag.h */
#include "markdown/kramdown_tag.h"

#include "markdown/kramdown_line.h"

#include <stdlib.h>
#include <string.h>

#define ATTRIBUTES_MAX 500u /* of a tag: what has more is text */

enum { SPAN = 1, BLOCK = 2, VOID = 4, AS_BLOCK = 8, AS_SPAN = 16, AS_RAW = 32 };

/* Sorted by name. What an element is for a paragraph, and what its content is read as with markdown="1";
 * script and textarea are both, so neither. */
static const struct known {
    const char *name;
    unsigned is;
} known[] = {
    {"a", SPAN | AS_SPAN},
    {"abbr", SPAN | AS_SPAN},
    {"acronym", SPAN | AS_SPAN},
    {"address", BLOCK | AS_BLOCK},
    {"applet", BLOCK | AS_BLOCK},
    {"area", VOID},
    {"article", BLOCK | AS_BLOCK},
    {"aside", BLOCK | AS_BLOCK},
    {"b", SPAN | AS_SPAN},
    {"base", VOID},
    {"bdo", SPAN | AS_SPAN},
    {"big", SPAN | AS_SPAN},
    {"blockquote", BLOCK | AS_BLOCK},
    {"body", BLOCK | AS_BLOCK},
    {"br", SPAN | VOID},
    {"button", SPAN | AS_SPAN},
    {"caption", BLOCK | AS_SPAN},
    {"cite", SPAN | AS_SPAN},
    {"code", SPAN | AS_RAW},
    {"col", BLOCK | VOID},
    {"colgroup", BLOCK},
    {"command", VOID},
    {"dd", BLOCK | AS_BLOCK},
    {"del", SPAN | AS_SPAN},
    {"details", AS_BLOCK},
    {"dfn", SPAN | AS_SPAN},
    {"div", BLOCK | AS_BLOCK},
    {"dl", BLOCK | AS_BLOCK},
    {"dt", BLOCK | AS_SPAN},
    {"em", SPAN | AS_SPAN},
    {"embed", VOID},
    {"fieldset", BLOCK | AS_BLOCK},
    {"figcaption", BLOCK | AS_BLOCK},
    {"figure", AS_BLOCK},
    {"footer", BLOCK | AS_BLOCK},
    {"form", BLOCK | AS_BLOCK},
    {"h1", BLOCK | AS_SPAN},
    {"h2", BLOCK | AS_SPAN},
    {"h3", BLOCK | AS_SPAN},
    {"h4", BLOCK | AS_SPAN},
    {"h5", BLOCK | AS_SPAN},
    {"h6", BLOCK | AS_SPAN},
    {"head", BLOCK},
    {"header", BLOCK | AS_BLOCK},
    {"hgroup", BLOCK | AS_BLOCK},
    {"hr", BLOCK | VOID},
    {"html", BLOCK},
    {"i", SPAN | AS_SPAN},
    {"iframe", BLOCK | AS_BLOCK},
    {"img", SPAN | VOID},
    {"input", SPAN | VOID},
    {"ins", SPAN | AS_SPAN},
    {"kbd", SPAN | AS_RAW},
    {"keygen", VOID},
    {"label", SPAN | AS_SPAN},
    {"legend", BLOCK | AS_SPAN},
    {"li", BLOCK | AS_BLOCK},
    {"link", VOID},
    {"main", BLOCK | AS_BLOCK},
    {"map", BLOCK | AS_BLOCK},
    {"mark", SPAN},
    {"math", AS_RAW},
    {"menu", BLOCK | AS_BLOCK},
    {"meta", VOID},
    {"nav", BLOCK | AS_BLOCK},
    {"noscript", AS_BLOCK},
    {"object", AS_BLOCK},
    {"ol", BLOCK},
    {"optgroup", BLOCK | AS_SPAN},
    {"option", SPAN | AS_RAW},
    {"p", BLOCK | AS_SPAN},
    {"param", VOID},
    {"pre", BLOCK | AS_RAW},
    {"q", SPAN | AS_SPAN},
    {"rb", SPAN | AS_SPAN},
    {"rbc", SPAN | AS_SPAN},
    {"rp", SPAN | AS_SPAN},
    {"rt", SPAN | AS_SPAN},
    {"rtc", SPAN | AS_SPAN},
    {"ruby", SPAN | AS_SPAN},
    {"samp", SPAN | AS_RAW},
    {"script", AS_RAW},
    {"section", BLOCK | AS_BLOCK},
    {"select", SPAN | AS_SPAN},
    {"small", SPAN | AS_SPAN},
    {"source", VOID},
    {"span", SPAN | AS_SPAN},
    {"strong", SPAN | AS_SPAN},
    {"style", AS_RAW},
    {"sub", SPAN | AS_SPAN},
    {"summary", BLOCK | AS_BLOCK},
    {"sup", SPAN | AS_SPAN},
    {"table", BLOCK},
    {"tbody", BLOCK},
    {"td", BLOCK | AS_BLOCK},
    {"textarea", AS_RAW},
    {"tfoot", BLOCK},
    {"th", BLOCK | AS_SPAN},
    {"thead", BLOCK},
    {"tr", BLOCK},
    {"track", VOID},
    {"tt", SPAN | AS_SPAN},
    {"u", SPAN},
    {"ul", BLOCK},
    {"var", SPAN | AS_RAW},
    {"wbr", VOID},
};

static int compare_name(const void *key, const void *item)
{
    return str_cmp(*(const struct str *)key, str_of(((const struct known *)item)->name));
}

static unsigned look_up(struct str name)
{
    const struct known *found =
        bsearch(&name, known, sizeof(known) / sizeof(known[0]), sizeof(known[0]), compare_name);

    return found != NULL ? found->is : 0;
}

bool kramdown_is_known_tag(struct str name)
{
    return look_up(name) != 0;
}

bool kramdown_is_span_tag(struct str name)
{
    return (look_up(name) & SPAN) != 0;
}

bool kramdown_is_block_tag(struct str name)
{
    return (look_up(name) & BLOCK) != 0;
}

bool kramdown_is_void_tag(struct str name)
{
    return (look_up(name) & VOID) != 0;
}

enum kramdown_model kramdown_tag_model(struct str name)
{
    unsigned is = look_up(name);

    return is & AS_BLOCK ? KRAMDOWN_MODEL_BLOCK : is & AS_SPAN ? KRAMDOWN_MODEL_SPAN : KRAMDOWN_MODEL_RAW;
}

struct str kramdown_tag_known_name(struct pool *pool, struct str name)
{
    char *lower = pool_copy(pool, name);

    for (size_t i = 0; i < name.len; i++)
        lower[i] = char_lower(lower[i]);
    return look_up((struct str){lower, name.len}) != 0 ? (struct str){lower, name.len} : name;
}

/* From behind '=' on: word characters, or anything in quotes. Offset behind the value, KRAMDOWN_NONE: none.
 */
static size_t attribute_value(struct str s, size_t at, struct str *value)
{
    char quote = kramdown_char(s, at);
    size_t end = at;

    if (quote == '"' || quote == '\'') {
        size_t len = str_find_char(str_from(s, at + 1), quote);
        *value = str_head(str_from(s, at + 1), len);
        return at + 1 + len < s.len ? at + len + 2 : KRAMDOWN_NONE;
    }
    while (kramdown_is_word_at(s, end))
        end += utf8_len(str_from(s, end));
    *value = str_head(str_from(s, at), end - at);
    return end > at ? end : KRAMDOWN_NONE;
}

/* One attribute from at on, without the white space before it. */
static size_t attribute(struct str s, size_t at, struct str *name, struct str *value)
{
    size_t end = kramdown_tag_name(s, at);

    if (end == KRAMDOWN_NONE)
        return end;
    *name = str_head(str_from(s, at), end - at);
    *value = STR("");
    size_t equals = kramdown_spaces(s, end);
    if (kramdown_char(s, equals) != '=')
        return end;
    size_t behind = attribute_value(s, kramdown_spaces(s, equals + 1), value);
    return behind != KRAMDOWN_NONE ? behind : end;
}

bool kramdown_start_tag(struct str s, size_t at, struct kramdown_tag *tag)
{
    struct str name, value;

    if (kramdown_char(s, at) != '<')
        return false;
    size_t end = kramdown_tag_name(s, at + 1);
    if (end == KRAMDOWN_NONE)
        return false;
    tag->name = str_head(str_from(s, at + 1), end - (at + 1));
    size_t attributes = end;
    for (unsigned count = 0; count < ATTRIBUTES_MAX; count++) {
        size_t next = kramdown_spaces(s, end);
        size_t behind = next > end ? attribute(s, next, &name, &value) : KRAMDOWN_NONE;
        if (behind == KRAMDOWN_NONE)
            break;
        end = behind;
    }
    tag->attributes = str_head(str_from(s, attributes), end - attributes);
    end = kramdown_spaces(s, end);
    tag->closed = kramdown_char(s, end) == '/';
    tag->end = end + tag->closed + 1;
    return kramdown_char(s, end + tag->closed) == '>';
}

bool kramdown_end_tag(struct str s, size_t at, struct kramdown_tag *tag)
{
    if (kramdown_char(s, at) != '<' || kramdown_char(s, at + 1) != '/')
        return false;
    size_t end = kramdown_tag_name(s, at + 2);
    if (end == KRAMDOWN_NONE)
        return false;
    tag->name = str_head(str_from(s, at + 2), end - (at + 2));
    tag->attributes = STR("");
    tag->closed = false;
    end = kramdown_spaces(s, end);
    tag->end = end + 1;
    return kramdown_char(s, end) == '>';
}

void kramdown_tag_attributes(struct pool *pool, const struct kramdown_tag *tag, bool is_known,
                             struct kramdown_attrs *attrs)
{
    struct str s = tag->attributes, name, value;
    size_t at = kramdown_spaces(s, 0);

    while (at < s.len) {
        size_t end = attribute(s, at, &name, &value);
        if (end == KRAMDOWN_NONE)
            return;
        if (is_known) {
            char *lower = pool_copy(pool, name);
            for (size_t i = 0; i < name.len; i++)
                lower[i] = char_lower(lower[i]);
            name.at = lower;
        }
        kramdown_attr_set(pool, attrs, name, value);
        at = kramdown_spaces(s, end);
    }
}

size_t kramdown_find_end_tag(struct str s, size_t at, struct str name, bool is_known,
                             struct kramdown_tag *tag)
{
    for (; at < s.len; at++) {
        at += str_find_char(str_from(s, at), '<');
        struct str found = str_head(str_from(s, at + 2), name.len);
        if (kramdown_char(s, at + 1) != '/' || found.len != name.len)
            continue;
        size_t end = kramdown_spaces(s, at + 2 + name.len);
        bool same = true;
        for (size_t i = 0; same && i < name.len; i++)
            same = is_known ? char_lower(found.at[i]) == char_lower(name.at[i]) : found.at[i] == name.at[i];
        if (!same || kramdown_char(s, end) != '>')
            continue;
        *tag = (struct kramdown_tag){.name = found, .end = end + 1};
        return at;
    }
    return s.len;
}
