/* slug.c - see slug.h */
#include "content/slug.h"

#include <string.h>
#include <utf8proc.h>

#define INVALID (-1) /* a byte that is not UTF-8 */

/* The first character of s, which is not empty; *len is its bytes. */
static int32_t first_char(struct str s, size_t *len)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)(s.len < 4 ? s.len : 4), &c);

    *len = used > 0 ? (size_t)used : 1;
    return used > 0 ? c : INVALID;
}

static void add_char(struct text *out, int32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t len = utf8proc_encode_char(c, bytes);

    if (len > 0)
        text_add(out, (struct str){(const char *)bytes, (size_t)len});
}

static bool is_letter_or_digit(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
        return true;
    default:
        return false;
    }
}

static bool stays(int32_t c, enum slug_mode mode)
{
    bool is_ascii = c >= 0 && c < 128;

    switch (mode) {
    case SLUG_NONE:
        return true;
    case SLUG_RAW:
        return !(is_ascii && char_is_space((char)c));
    case SLUG_ASCII:
        return is_ascii && (char_is_alpha((char)c) || char_is_digit((char)c));
    case SLUG_PRETTY:
        if (is_ascii && c != 0 && strchr("._~!$&'()+,;=@", (char)c) != NULL)
            return true;
        break;
    default:
        break;
    }
    return c != INVALID && is_letter_or_digit(c);
}

enum slug_mode slug_mode(struct str name)
{
    static const struct {
        const char *name;
        enum slug_mode mode;
    } modes[] = {{"", SLUG_DEFAULT},      {"raw", SLUG_RAW},     {"default", SLUG_DEFAULT},
                 {"pretty", SLUG_PRETTY}, {"ascii", SLUG_ASCII}, {"latin", SLUG_LATIN}};

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
        if (str_is(name, modes[i].name))
            return modes[i].mode;
    return SLUG_NONE;
}

/* Latin letters that no decomposition gives. */
static const char *transliterated(int32_t c)
{
    static const struct {
        int32_t c;
        const char *ascii;
    } letters[] = {{0xc6, "AE"},  {0xd0, "D"},   {0xd8, "O"},   {0xde, "Th"}, {0xdf, "ss"}, {0xe6, "ae"},
                   {0xf0, "d"},   {0xf8, "o"},   {0xfe, "th"},  {0x110, "D"}, {0x111, "d"}, {0x126, "H"},
                   {0x127, "h"},  {0x131, "i"},  {0x138, "k"},  {0x141, "L"}, {0x142, "l"}, {0x14a, "NG"},
                   {0x14b, "ng"}, {0x152, "OE"}, {0x153, "oe"}, {0x166, "T"}, {0x167, "t"}};

    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
        if (letters[i].c == c)
            return letters[i].ascii;
    return NULL;
}

/* Accents off: the base letter of a Latin letter's decomposition. */
static void add_latin(struct text *out, int32_t c)
{
    utf8proc_int32_t parts[8];

    if (c < 128) {
        add_char(out, c);
        return;
    }
    if (transliterated(c) != NULL) {
        text_add_c(out, transliterated(c));
        return;
    }
    utf8proc_ssize_t count = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, NULL);
    add_char(out, count > 0 && parts[0] < 128 ? parts[0] : '?');
}

static void add_slug(struct text *out, struct str name, enum slug_mode mode, bool keep_case)
{
    bool pending = false; /* a '-' is due before the next letter */
    size_t start = out->len, len;

    for (; name.len > 0; name = str_from(name, len)) {
        int32_t c = first_char(name, &len);
        if (c == '-' || !stays(c, mode)) {
            pending = true;
            if (mode == SLUG_RAW && c == '-') {
                text_add_char(out, '-');
                pending = false;
            }
            continue;
        }
        if (pending && out->len > start)
            text_add_char(out, '-');
        pending = false;
        if (c == INVALID)
            text_add(out, str_head(name, len));
        else
            add_char(out, keep_case ? c : utf8proc_tolower(c));
    }
}

void slug_add(struct text *out, struct str name, enum slug_mode mode, bool keep_case)
{
    struct text latin = {0};
    size_t len;

    if (mode == SLUG_NONE) {
        if (keep_case)
            text_add(out, name);
        else
            slug_lower(out, name);
        return;
    }
    if (mode != SLUG_LATIN) {
        add_slug(out, name, mode, keep_case);
        return;
    }
    for (; name.len > 0; name = str_from(name, len))
        add_latin(&latin, first_char(name, &len));
    add_slug(out, text_str(&latin), SLUG_DEFAULT, keep_case);
    text_free(&latin);
}

void slug_lower(struct text *out, struct str s)
{
    size_t len;

    for (; s.len > 0; s = str_from(s, len)) {
        int32_t c = first_char(s, &len);
        if (c == INVALID)
            text_add(out, str_head(s, len));
        else
            add_char(out, utf8proc_tolower(c));
    }
}

void slug_title(struct text *out, struct str slug)
{
    bool is_first = true;
    size_t len;

    while (str_ends(slug, "-"))
        slug.len--;
    for (; slug.len > 0; slug = str_from(slug, len)) {
        int32_t c = first_char(slug, &len);
        if (c == '-') {
            text_add_char(out, ' ');
            is_first = true;
            continue;
        }
        if (c == INVALID)
            text_add(out, str_head(slug, len));
        else
            add_char(out, is_first ? utf8proc_totitle(c) : utf8proc_tolower(c));
        is_first = false;
    }
}
