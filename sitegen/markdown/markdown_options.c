/* markdown_options.c - see markdown_options.h */
#include "markdown/markdown_options.h"

#include "markdown/kramdown_entity.h"

#include <stdlib.h>

static const char *const symbol_names[KRAMDOWN_SYMBOL_COUNT] = {
    "mdash", "ndash", "hellip", "laquo_space", "raquo_space", "laquo", "raquo"};

void markdown_options_init(struct markdown_options *options, enum markdown_dialect dialect)
{
    *options = (struct markdown_options){
        .dialect = dialect,
        .kramdown = {.gfm = true,
                     .gfm_paragraph_end = true,
                     .auto_ids = true,
                     .auto_id_prefix = STR(""),
                     .parse_span_html = true,
                     .footnote_nr = 1,
                     .footnote_backlink = STR("&#8617;"),
                     .footnote_prefix = STR(""),
                     .toc_levels = 0x7e,
                     .smart_quotes = {0x2018, 0x2019, 0x201c, 0x201d},
                     .math = true,
                     .highlight_blocks = true,
                     .highlight_spans = true,
                     .highlight_plain = true,
                     .default_lang = STR("plaintext"),
                     .code_class = STR("highlight"),
                     .block_numbers = {.first = 1},
                     .span_numbers = {.first = 1}},
    };
    cmark_options_init(&options->cmark, dialect == MARKDOWN_GHPAGES || dialect == MARKDOWN_GFM);
}

bool markdown_dialect_of(struct str name, enum markdown_dialect *dialect)
{
    static const struct {
        const char *name;
        enum markdown_dialect dialect;
    } dialects[] = {{"kramdown", MARKDOWN_KRAMDOWN},         {"discount", MARKDOWN_DISCOUNT},
                    {"rdiscount", MARKDOWN_DISCOUNT},        {"commonmark", MARKDOWN_COMMONMARK},
                    {"commonmarkghpages", MARKDOWN_GHPAGES}, {"gfm", MARKDOWN_GFM}};

    for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
        if (str_is_nocase(name, dialects[i].name)) {
            *dialect = dialects[i].dialect;
            return true;
        }
    }
    return false;
}

/* kramdown's values are YAML's, or texts that say the same ("{::options}"). */
static bool truth(struct value value)
{
    if (value.kind == VALUE_STRING)
        return str_trim(value.string).len > 0 && !str_is_nocase(str_trim(value.string), "false");
    return value_truthy(value);
}

/* ":name" and "name" are the same; nil and "nil" are none. */
static struct str symbol(struct value value)
{
    struct str name = value.kind == VALUE_STRING ? str_trim(value.string) : STR("");

    if (str_starts(name, ":"))
        name = str_from(name, 1);
    return str_is(name, "nil") ? STR("") : name;
}

static bool integer(struct value value, int64_t *number, struct pool *pool)
{
    char *end;

    if (value.kind == VALUE_INT) {
        *number = value.integer;
        return true;
    }
    const char *digits = pool_copy(pool, str_trim(value.kind == VALUE_STRING ? value.string : STR("")));
    *number = strtoll(digits, &end, 10);
    return end != digits && *end == '\0';
}

/* The next part of "a,b,c"; *rest moves on. */
static struct str next_part(struct str *rest)
{
    size_t len = str_find_char(*rest, ',');
    struct str part = str_trim(str_head(*rest, len));

    *rest = str_from(*rest, len + 1);
    return part;
}

/* "1..3", "1,2,5", [1, 2, 5] */
static bool set_toc_levels(struct kramdown_options *options, struct value value, struct pool *pool)
{
    unsigned levels = 0;
    int64_t level;

    if (value.kind == VALUE_STRING) {
        struct str s = value.string;
        if (s.len == 4 && str_is(str_head(str_from(s, 1), 2), "..")) {
            for (int i = s.at[0] - '0'; i <= s.at[3] - '0' && i <= 6; i++)
                levels |= i >= 1 ? 1u << i : 0;
        } else {
            for (struct str rest = s; rest.len > 0;)
                if (integer(value_str(next_part(&rest)), &level, pool) && level >= 1 && level <= 6)
                    levels |= 1u << level;
        }
    } else if (value.kind == VALUE_ARRAY) {
        for (size_t i = 0; i < value.array->count; i++)
            if (integer(value.array->items[i], &level, pool) && level >= 1 && level <= 6)
                levels |= 1u << level;
    } else {
        return false;
    }
    options->toc_levels = levels;
    return true;
}

static bool quote_char(struct value value, uint32_t *c, struct pool *pool)
{
    int64_t number;

    if (integer(value, &number, pool)) {
        *c = (uint32_t)number;
        return number > 0 && number < 0x110000;
    }
    return value.kind == VALUE_STRING && kramdown_entity(value.string, c);
}

static bool set_smart_quotes(struct kramdown_options *options, struct value value, struct pool *pool)
{
    struct str rest = value.kind == VALUE_STRING ? value.string : STR("");
    uint32_t quotes[4];

    for (size_t i = 0; i < 4; i++) {
        struct value one = value_str(next_part(&rest));
        if (value.kind == VALUE_ARRAY && i < value.array->count)
            one = value.array->items[i];
        if (!quote_char(one, &quotes[i], pool))
            return false;
    }
    for (size_t i = 0; i < 4; i++)
        options->smart_quotes[i] = quotes[i];
    return true;
}

static bool set_symbols(struct kramdown_options *options, struct value value, struct pool *pool)
{
    for (size_t i = 0; i < KRAMDOWN_SYMBOL_COUNT; i++) {
        struct value text = value_get(value, symbol_names[i]);
        if (text.kind != VALUE_NIL)
            options->symbols[i] = value_to_str(text, pool);
    }
    return value.kind == VALUE_HASH;
}

static bool set_entity_output(struct kramdown_options *options, struct value value)
{
    static const char *const names[] = {"as_char", "as_input", "numeric", "symbolic"};

    for (unsigned i = 0; i < 4; i++) {
        if (str_is(symbol(value), names[i])) {
            options->entity_output = (enum kramdown_entity_output)i;
            return true;
        }
    }
    return false;
}

static bool lists(struct value value, const char *name)
{
    if (value.kind == VALUE_ARRAY)
        for (size_t i = 0; i < value.array->count; i++)
            if (str_is(symbol(value.array->items[i]), name))
                return true;
    for (struct str rest = value.kind == VALUE_STRING ? value.string : STR(""); rest.len > 0;)
        if (str_is(next_part(&rest), name))
            return true;
    return false;
}

/* rouge, whose markup ours is, or nothing. */
static void set_highlighter(struct kramdown_options *options, struct value value)
{
    options->highlight_blocks = options->highlight_spans = str_is(symbol(value), "rouge");
}

/* As of the hash that says it, unless it says nothing. */
static void set_line_numbers(struct kramdown_line_numbers *numbers, struct value value, struct pool *pool)
{
    struct value shown = value_get(value, "line_numbers");
    int64_t first;

    if (shown.kind != VALUE_NIL)
        numbers->shown = truth(shown);
    if (integer(value_get(value, "start_line"), &first, pool))
        numbers->first = first;
}

static void set_highlighter_options(struct kramdown_options *options, struct value value, struct pool *pool)
{
    struct value lang = value_get(value, "default_lang"), class = value_get(value, "css_class");
    struct value guess = value_get(value, "guess_lang");

    if (truth(value_get(value, "disable")))
        options->highlight_blocks = options->highlight_spans = false;
    if (truth(value_get(value_get(value, "block"), "disable")))
        options->highlight_blocks = false;
    if (truth(value_get(value_get(value, "span"), "disable")))
        options->highlight_spans = false;
    if (lang.kind != VALUE_NIL)
        options->default_lang = value_to_str(lang, pool);
    if (class.kind == VALUE_STRING)
        options->code_class = class.string;
    if (guess.kind != VALUE_NIL)
        options->highlight_plain = truth(guess);
    set_line_numbers(&options->block_numbers, value, pool);
    set_line_numbers(&options->block_numbers, value_get(value, "block"), pool);
    set_line_numbers(&options->span_numbers, value, pool);
    set_line_numbers(&options->span_numbers, value_get(value, "span"), pool);
}

static bool set_bool(struct kramdown_options *options, struct str name, struct value value)
{
    const struct {
        const char *name;
        bool *option;
    } bools[] = {
        {"auto_ids", &options->auto_ids},
        {"auto_id_stripping", &options->auto_id_stripping},
        {"hard_wrap", &options->hard_wrap},
        {"parse_block_html", &options->parse_block_html},
        {"parse_span_html", &options->parse_span_html},
        {"footnote_backlink_inline", &options->footnote_backlink_inline},
        {"guess_lang", &options->highlight_plain},
    };

    for (size_t i = 0; i < sizeof(bools) / sizeof(bools[0]); i++) {
        if (str_is(name, bools[i].name)) {
            *bools[i].option = truth(value);
            return true;
        }
    }
    return false;
}

static bool set_text(struct kramdown_options *options, struct str name, struct value value, struct pool *pool)
{
    const struct {
        const char *name;
        struct str *option;
    } texts[] = {
        {"auto_id_prefix", &options->auto_id_prefix},
        {"footnote_prefix", &options->footnote_prefix},
        {"footnote_backlink", &options->footnote_backlink},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (str_is(name, texts[i].name)) {
            *texts[i].option = value_to_str(value, pool);
            return true;
        }
    }
    return false;
}

bool kramdown_option_set(struct kramdown_options *options, struct str name, struct value value,
                         struct pool *pool)
{
    int64_t number;

    if (set_bool(options, name, value) || set_text(options, name, value, pool))
        return true;
    if (str_is(name, "footnote_nr"))
        return integer(value, &options->footnote_nr, pool);
    if (str_is(name, "toc_levels"))
        return set_toc_levels(options, value, pool);
    if (str_is(name, "smart_quotes"))
        return set_smart_quotes(options, value, pool);
    if (str_is(name, "typographic_symbols"))
        return set_symbols(options, value, pool);
    if (str_is(name, "entity_output"))
        return set_entity_output(options, value);
    if (str_is(name, "gfm_quirks")) {
        options->gfm_paragraph_end = lists(value, "paragraph_end");
        options->gfm_no_typographic = lists(value, "no_auto_typographic");
    } else if (str_is(name, "math_engine"))
        options->math = str_is(symbol(value), "mathjax");
    else if (str_is(name, "header_offset") && integer(value, &number, pool) && number > -7 && number < 7)
        options->header_offset = (int)number;
    else if (str_is(name, "syntax_highlighter"))
        set_highlighter(options, value);
    else if (str_is(name, "syntax_highlighter_opts"))
        set_highlighter_options(options, value, pool);
    else if (str_is(name, "link_defs") && value.kind == VALUE_HASH)
        options->link_defs = value;
    else
        return false;
    return true;
}

static void read_input(struct kramdown_options *options, struct value value)
{
    if (value.kind == VALUE_STRING)
        options->gfm = str_is(value.string, "GFM") || str_is(value.string, "gfm");
}

/* What versions of long ago called their highlighter's options; they win over today's. */
static void set_coderay(struct kramdown_options *options, struct value coderay)
{
    struct value given = value_get(coderay, "coderay_line_numbers");
    bool shown = true;

    if (coderay.kind != VALUE_HASH || coderay.hash->count == 0)
        return;
    if (hash_entry(coderay.hash, STR("line_numbers")) != NULL)
        shown = truth(value_get(coderay, "line_numbers"));
    if (hash_entry(coderay.hash, STR("coderay_line_numbers")) != NULL)
        shown = truth(given);
    options->block_numbers.shown = options->span_numbers.shown = shown;
}

bool markdown_options_read(struct markdown_options *options, struct value config, struct pool *pool)
{
    struct value dialect = value_get(config, "markdown"), highlighter = value_get(config, "highlighter");
    struct value own = value_get(config, "kramdown");
    struct kramdown_options *kramdown = &options->kramdown;

    if (highlighter.kind == VALUE_STRING)
        set_highlighter(kramdown, highlighter);
    read_input(kramdown, value_get(own, "input"));
    for (size_t i = 0; own.kind == VALUE_HASH && i < own.hash->count; i++)
        if (own.hash->entries[i].value.kind != VALUE_NIL ||
            str_is(own.hash->entries[i].key, "math_engine")) /* which can be none */
            kramdown_option_set(kramdown, own.hash->entries[i].key, own.hash->entries[i].value, pool);
    set_coderay(kramdown, value_get(own, "coderay"));
    if (dialect.kind == VALUE_STRING && !markdown_dialect_of(dialect.string, &options->dialect))
        return false;
    cmark_options_init(&options->cmark,
                       options->dialect == MARKDOWN_GHPAGES || options->dialect == MARKDOWN_GFM);
    cmark_options_read(&options->cmark, value_get(config, "commonmark"));
    return true;
}
