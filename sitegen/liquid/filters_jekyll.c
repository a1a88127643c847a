/* filters_jekyll.c - Jekyll's filters over text, and what leaves Liquid: Markdown, Sass, JSON. See filters.h.
 */
#include "content/slug.h"
#include "liquid/filters.h"
#include "liquid/smartify.h"

#include <utf8proc.h>

static struct value run_markdownify(struct filter_call *call)
{
    if (call->host->markdown == NULL) {
        call->error = "there is no Markdown here";
        return value_nil;
    }
    return value_str(call->host->markdown(call->host->context, filter_text(call), call->pool));
}

static struct value run_smartify(struct filter_call *call)
{
    struct text text = {0};

    smartify(&text, filter_text(call));
    return filter_finish(call, &text);
}

static struct value compile_sass(struct filter_call *call, bool is_scss)
{
    struct str css = STR("");

    if (call->host->sass == NULL)
        call->error = "there is no Sass here";
    else if (!call->host->sass(call->host->context, filter_text(call), is_scss, call->pool, &css))
        call->error = pool_printf(call->pool, "%.*s", STR_ARG(css));
    return value_str(css);
}

static struct value run_sassify(struct filter_call *call)
{
    return compile_sass(call, false);
}

static struct value run_scssify(struct filter_call *call)
{
    return compile_sass(call, true);
}

static struct value run_slugify(struct filter_call *call)
{
    struct text text = {0};
    bool has_mode = call->arg_count > 0 && call->args[0].kind != VALUE_NIL;

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    slug_add(&text, filter_text(call), has_mode ? slug_mode(filter_arg_text(call, 0, "")) : SLUG_DEFAULT,
             false);
    return filter_finish(call, &text);
}

/* As an attribute's value, without the quotes around it. */
static void add_xml(struct text *text, struct str s)
{
    static const struct {
        char c;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};

    for (size_t i = 0; i < s.len; i++) {
        const char *entity = NULL;
        for (size_t j = 0; j < sizeof(entities) / sizeof(entities[0]); j++)
            if (s.at[i] == entities[j].c)
                entity = entities[j].entity;
        if (entity != NULL)
            text_add_c(text, entity);
        else
            text_add_char(text, s.at[i]);
    }
}

static struct value run_xml_escape(struct filter_call *call)
{
    struct text text = {0};

    add_xml(&text, filter_text(call));
    return filter_finish(call, &text);
}

/* With the texts that are made when they are asked for; what leads to other pages stays out, or it would
 * go on. */
static struct value made(struct value hash, struct pool *pool)
{
    struct value copy = value_hash(pool);

    for (size_t i = 0; i < hash.hash->count; i++) {
        struct value value = value_force(hash.hash->entries[i].value, pool);
        if (value.kind == VALUE_HASH && hash.hash->entries[i].value.kind == VALUE_LAZY)
            value = value_nil;
        hash_set(copy.hash, hash.hash->entries[i].key, value);
    }
    return copy;
}

static struct value run_inspect(struct filter_call *call)
{
    struct text inspected = {0}, text = {0};

    print_inspect(call->input.kind == VALUE_HASH ? made(call->input, call->pool) : call->input, &inspected);
    add_xml(&text, text_str(&inspected));
    text_free(&inspected);
    return filter_finish(call, &text);
}

static struct value run_jsonify(struct filter_call *call)
{
    struct text text = {0};

    print_json(call->input, call->pool, &text);
    return filter_finish(call, &text);
}

/* One blank for each run of white space, none at the ends. */
static struct value run_normalize_whitespace(struct filter_call *call)
{
    struct str s = str_trim(filter_text(call));
    struct text text = {0};

    for (size_t i = 0; i < s.len; i++) {
        if (!char_is_space(s.at[i]))
            text_add_char(&text, s.at[i]);
        else if (!char_is_space(s.at[i - 1]))
            text_add_char(&text, ' ');
    }
    return filter_finish(call, &text);
}

/* Han, Kana and Hangul, where a character is a word (Unicode 15, Scripts.txt). */
static bool is_cjk(int32_t c)
{
    static const int32_t ranges[][2] = {
        {0x1100, 0x11ff},   {0x2e80, 0x2fd5},   {0x3005, 0x3005}, {0x3007, 0x3007}, {0x3021, 0x3029},
        {0x302e, 0x302f},   {0x3038, 0x303b},   {0x3041, 0x3096}, {0x309d, 0x309f}, {0x30a1, 0x30fa},
        {0x30fd, 0x30ff},   {0x3131, 0x318e},   {0x31f0, 0x321e}, {0x3260, 0x327e}, {0x32d0, 0x32fe},
        {0x3300, 0x3357},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff}, {0xa960, 0xa97c}, {0xac00, 0xd7fb},
        {0xf900, 0xfad9},   {0xff66, 0xff6f},   {0xff71, 0xff9d}, {0xffa0, 0xffdc}, {0x1b000, 0x1b167},
        {0x20000, 0x2fa1d}, {0x30000, 0x323af},
    };

    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

/* Words parted by white space; and, apart from them, characters that are words. */
struct words {
    int64_t spaced; /* by white space alone */
    int64_t parted; /* by white space and by CJK characters */
    int64_t cjk;
};

static struct words count_words(struct str s)
{
    struct words words = {0};
    bool in_spaced = false, in_parted = false;

    for (size_t len; s.len > 0; s = str_from(s, len)) {
        utf8proc_int32_t c = (unsigned char)s.at[0];
        len = utf8_len(s);
        if (len > 1)
            utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)len, &c);
        bool is_space = char_is_space(s.at[0]), is_word = !is_space && !is_cjk(c);
        words.cjk += !is_space && !is_word;
        words.spaced += !is_space && !in_spaced;
        words.parted += is_word && !in_parted;
        in_spaced = !is_space;
        in_parted = is_word;
    }
    return words;
}

static struct value run_number_of_words(struct filter_call *call)
{
    struct str mode = filter_arg_text(call, 0, "");
    struct words words = count_words(filter_text(call));

    if (str_is(mode, "cjk") || (str_is(mode, "auto") && words.cjk > 0))
        return value_int(words.cjk + words.parted);
    return value_int(words.spaced);
}

static struct value run_to_integer(struct filter_call *call)
{
    struct value input = call->input;

    switch (input.kind) {
    case VALUE_INT:
        return input;
    case VALUE_BOOL:
        return value_int(input.boolean);
    case VALUE_FLOAT:
        if (input.real > -9e18 && input.real < 9e18)
            return value_int((int64_t)input.real);
        call->error = "the number is too large";
        return value_nil;
    case VALUE_STRING:
        return value_int(filter_leading_int(input.string));
    case VALUE_TIME:
        return value_int(input.time_s);
    case VALUE_NIL:
        return value_int(0);
    default:
        call->error = pool_printf(call->pool, "%s is no number", filter_kind_name(input));
        return value_nil;
    }
}

const struct filter_def filters_jekyll[] = {
    {"inspect", run_inspect, 0, 0, FILTER_EXP_NONE},
    {"jsonify", run_jsonify, 0, 0, FILTER_EXP_NONE},
    {"markdownify", run_markdownify, 0, 0, FILTER_EXP_NONE},
    {"normalize_whitespace", run_normalize_whitespace, 0, 0, FILTER_EXP_NONE},
    {"number_of_words", run_number_of_words, 0, 1, FILTER_EXP_NONE},
    {"sassify", run_sassify, 0, 0, FILTER_EXP_NONE},
    {"scssify", run_scssify, 0, 0, FILTER_EXP_NONE},
    {"slugify", run_slugify, 0, 1, FILTER_EXP_NONE},
    {"smartify", run_smartify, 0, 0, FILTER_EXP_NONE},
    {"to_integer", run_to_integer, 0, 0, FILTER_EXP_NONE},
    {"xml_escape", run_xml_escape, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
