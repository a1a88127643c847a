/* source_place.c - see source_place.h */
#include "check/source_place.h"

#include "content/urls.h"
#include "html.h"
#include "value.h"

#include <string.h>

#define SPELLINGS_MAX 10u
#define PIECE_MIN     4u /* bytes: a shorter piece of a link says too little */

/* A character of an address where it is set off from what stands around it. */
static bool is_word_char(char c)
{
    return (unsigned char)c > ' ' && c != 0x7f && strchr("\"'()<>[]{}|`\\^,*", c) == NULL;
}

static bool is_plain_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_alpha(s.at[i]) && !char_is_digit(s.at[i]) && s.at[i] != '-' && s.at[i] != '_')
            return false;
    return true;
}

void source_places_open(struct source_places *places, struct pool *pool)
{
    *places = (struct source_places){.pool = pool, .wanted = value_hash(pool).hash};
}

static void want(struct source_places *places, struct str word)
{
    if (hash_entry(places->wanted, word) != NULL)
        return;
    places->list = pool_grow(places->pool, places->list, places->count, &places->cap, sizeof(*places->list));
    hash_set(places->wanted, pool_str(places->pool, word), value_int((int64_t)places->count));
    memset(places->list[places->count++], 0, sizeof(*places->list));
}

static const struct source_place *places_of(const struct source_places *places, struct str word)
{
    struct value index = hash_get(places->wanted, word);

    return index.kind == VALUE_INT ? places->list[index.integer] : NULL;
}

/* Not every word is looked up as itself: "[#a" is the fragment of an address, "{#a" an id that is defined in
 * Markdown, "id=a" one in HTML. No word holds a bracket. */
static struct str key_of(struct pool *pool, const char *prefix, struct str word)
{
    return str_of(pool_printf(pool, "%s%.*s", prefix, STR_ARG(word)));
}

/* ---------------------------------------------------------------- how a link may be written */

struct spellings {
    struct pool *pool;
    struct str list[SPELLINGS_MAX]; /* the likeliest first */
    size_t count;
};

static struct str longest_piece(struct str s)
{
    struct str longest = STR("");

    for (size_t start = 0, i = 0; i <= s.len; i++) {
        if (i < s.len && is_word_char(s.at[i]))
            continue;
        if (i - start > longest.len)
            longest = str_head(str_from(s, start), i - start);
        start = i + 1;
    }
    return longest;
}

static void add_spelling(struct spellings *spellings, struct str s)
{
    struct str piece = longest_piece(s);

    if (piece.len == 0 || (piece.len < s.len && piece.len < PIECE_MIN))
        return;
    for (size_t i = 0; i < spellings->count; i++)
        if (str_eq(spellings->list[i], piece))
            return;
    if (spellings->count < SPELLINGS_MAX)
        spellings->list[spellings->count++] = piece;
}

static void add_key(struct spellings *spellings, const char *prefix, struct str word)
{
    if (spellings->count < SPELLINGS_MAX && word.len == longest_piece(word).len)
        spellings->list[spellings->count++] = key_of(spellings->pool, prefix, word);
}

/* "/base/a" is "/a" behind relative_url, "https://host/base/a" behind absolute_url. */
static struct str without(struct str link, struct str prefix)
{
    return prefix.len > 0 && str_eq(str_head(link, prefix.len), prefix) ? str_from(link, prefix.len) : link;
}

static struct str unescaped(struct pool *pool, struct str s)
{
    struct text out = {0};

    html_unescape(&out, s);
    return text_finish(&out, pool);
}

static struct str decoded(struct pool *pool, struct str s)
{
    struct text out = {0};

    if (url_decode(&out, s))
        return text_finish(&out, pool);
    text_free(&out);
    return s;
}

/* "a" of "../../a": templates compute the way up. */
static struct str without_dots(struct str path)
{
    while (str_starts(path, "./") || str_starts(path, "../"))
        path = str_from(path, str_find_char(path, '/') + 1);
    return path;
}

/* What a source may have written for it. */
static void spell(struct spellings *spellings, const struct source_link *link)
{
    struct pool *pool = spellings->pool;
    struct str plain = unescaped(pool, link->written), path, suffix;
    struct str short_form = without(without(plain, link->url), link->baseurl);

    add_spelling(spellings, link->written);
    add_spelling(spellings, plain);
    add_spelling(spellings, decoded(pool, plain));
    add_spelling(spellings, short_form);
    url_split(short_form, &path, &suffix);
    size_t hash = str_find_char(suffix, '#');
    if (link->has_page) {
        add_spelling(spellings, str_from(suffix, hash)); /* {% link page.md %}#part */
        add_key(spellings, "[", str_from(suffix, hash)); /* page.md#part */
        return;
    }
    add_spelling(spellings, path);
    add_spelling(spellings, without_dots(path));
    if (str_starts(path, "/") && path.len > PIECE_MIN)
        add_spelling(spellings, str_from(path, 1));
    add_spelling(spellings, decoded(pool, path));
}

void source_places_want_link(struct source_places *places, const struct source_link *link)
{
    struct spellings spellings = {.pool = places->pool};

    spell(&spellings, link);
    for (size_t i = 0; i < spellings.count; i++)
        want(places, spellings.list[i]);
}

struct source_place source_places_of_link(const struct source_places *places, const struct source_link *link)
{
    struct spellings spellings = {.pool = places->pool};

    spell(&spellings, link);
    for (size_t i = 0; i < spellings.count; i++) {
        const struct source_place *found = places_of(places, spellings.list[i]);
        if (found != NULL && found[0].file != NULL)
            return found[0];
    }
    return (struct source_place){0};
}

void source_places_want_id(struct source_places *places, struct str id)
{
    want(places, key_of(places->pool, "id=", id));
    want(places, key_of(places->pool, "{#", id));
}

struct source_place source_places_of_id(const struct source_places *places, struct str id)
{
    const char *const prefixes[] = {"id=", "{#"};
    struct source_place best = {0};

    for (size_t i = 0; i < 2; i++) {
        const struct source_place *found = places_of(places, key_of(places->pool, prefixes[i], id));
        if (found[1].file != NULL)
            return found[1];
        if (best.file == NULL)
            best = found[0];
    }
    return best;
}

/* ---------------------------------------------------------------- reading a source */

struct reader {
    struct source_places *places;
    const char *file;
    struct str source;
    size_t at; /* of which line and column are known */
    unsigned line;
    unsigned column;
    struct text key;
};

static void move_to(struct reader *r, size_t offset)
{
    for (; r->at < offset; r->at++) {
        if (r->source.at[r->at] == '\n') {
            r->line++;
            r->column = 1;
        } else if (((unsigned char)r->source.at[r->at] & 0xc0) != 0x80) {
            r->column++;
        }
    }
}

static void look_up(struct reader *r, struct str word, size_t offset)
{
    const struct hash_entry *entry = hash_entry(r->places->wanted, word);

    if (entry == NULL)
        return;
    struct source_place *found = r->places->list[entry->value.integer];
    size_t slot = found[0].file == NULL ? 0 : 1;
    if (found[slot].file != NULL)
        return;
    move_to(r, offset);
    found[slot] = (struct source_place){r->file, r->line, r->column};
}

/* What looks like any word of a sentence is an address only where something says so. */
static bool is_set_off(const struct reader *r, size_t start)
{
    size_t at = start;

    if (at > 0 && strchr("\"'(=<", r->source.at[at - 1]) != NULL)
        return true;
    while (at > 0 && (r->source.at[at - 1] == ' ' || r->source.at[at - 1] == '\t'))
        at--;
    return at > 0 && at < start && r->source.at[at - 1] == ':';
}

static void look_up_key(struct reader *r, const char *prefix, struct str word, size_t offset)
{
    text_clear(&r->key);
    text_add_c(&r->key, prefix);
    text_add(&r->key, word);
    look_up(r, text_str(&r->key), offset);
}

static bool is_behind(const struct reader *r, size_t offset, const char *before)
{
    size_t len = strlen(before);

    return offset >= len && str_is_nocase(str_head(str_from(r->source, offset - len), len), before);
}

static void look_up_id(struct reader *r, struct str word, size_t offset)
{
    if (is_behind(r, offset, "id=\"") || is_behind(r, offset, "id='"))
        look_up_key(r, "id=", word, offset);
    if (word.at[0] == '#' && offset > 0 && strchr("{: ", r->source.at[offset - 1]) != NULL)
        look_up_key(r, "{", word, offset);
}

static void read_word(struct reader *r, size_t start, size_t end)
{
    while (start < end && r->source.at[start] == ':')
        start++;
    struct str word = str_head(str_from(r->source, start), end - start), path, suffix;
    if (word.len == 0)
        return;
    look_up_id(r, word, start);
    if (!is_plain_word(word) || is_set_off(r, start))
        look_up(r, word, start);
    url_split(word, &path, &suffix);
    if (path.len > 0 && suffix.len > 0)
        look_up(r, path, start);
    if (path.len > 0 && suffix.len > 0 && suffix.at[0] == '#')
        look_up_key(r, "[", suffix, start);
    size_t equals = str_find_char(word, '=') + 1; /* href=a */
    if (equals < word.len)
        look_up(r, str_from(word, equals), start + equals);
}

void source_places_read(struct source_places *places, const char *file, struct str source, size_t start)
{
    struct reader r = {.places = places, .file = file, .source = source, .line = 1, .column = 1};

    for (size_t at = start, end; at < source.len; at = end + 1) {
        for (end = at; end < source.len && is_word_char(source.at[end]); end++)
            ;
        if (end > at)
            read_word(&r, at, end);
    }
    text_free(&r.key);
}
