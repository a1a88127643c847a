/* toc_read.c - which headings a page has. See toc.h. */
#include "plugins/toc.h"

#include "content/slug.h"
#include "content/urls.h"
#include "html.h"

#include <utf8proc.h>

static unsigned level_option(const struct toc *toc, const char *key, unsigned otherwise)
{
    struct value value = value_get(toc->config, key);

    return value.kind == VALUE_INT && value.integer >= 1 && value.integer <= 6 ? (unsigned)value.integer
                                                                               : otherwise;
}

struct str toc_option(const struct toc *toc, const char *key, const char *otherwise)
{
    struct value value = value_get(toc->config, key);

    return value.kind == VALUE_STRING ? value.string : str_of(otherwise);
}

static bool has_class(const struct html_tag *tag, struct str wanted)
{
    struct str classes;

    if (!html_attribute(tag, "class", &classes))
        return false;
    while ((classes = str_trim_start(classes)).len > 0) {
        size_t len = 0;
        while (len < classes.len && !char_is_space(classes.at[len]))
            len++;
        if (str_eq(str_head(classes, len), wanted))
            return true;
        classes = str_from(classes, len);
    }
    return false;
}

/* An element whose headings are no part of the table. */
static bool is_left_out(const struct toc *toc, const struct html_tag *tag)
{
    struct value classes = value_get(toc->config, "no_toc_section_class");

    for (size_t i = 0; classes.kind == VALUE_ARRAY && i < classes.array->count; i++)
        if (has_class(tag, value_to_str(classes.array->items[i], toc->pool)))
            return true;
    return classes.kind != VALUE_ARRAY &&
           has_class(tag, toc_option(toc, "no_toc_section_class", "no_toc_section"));
}

static bool is_word(utf8proc_int32_t c)
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
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return false;
    }
}

/* "One & two" is "one--two": in lower case, without punctuation, blanks as '-'. */
static struct str made_id(struct toc *toc, struct str plain)
{
    struct text lower = {0}, kept = {0}, id = {0};

    slug_lower(&lower, plain);
    for (struct str s = text_str(&lower); s.len > 0;) {
        utf8proc_int32_t c = -1;
        size_t len = utf8_len(s);
        utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)len, &c);
        if (s.at[0] == ' ')
            text_add_char(&kept, '-');
        else if (s.at[0] == '-' || (c >= 0 && is_word(c)))
            text_add(&kept, str_head(s, len));
        s = str_from(s, len);
    }
    url_encode_query(&id, text_str(&kept));
    text_free(&lower);
    text_free(&kept);
    struct str made = text_finish(&id, toc->pool);
    struct value seen = hash_get(toc->ids, made);
    int64_t count = seen.kind == VALUE_INT ? seen.integer : 0;
    hash_set(toc->ids, made, value_int(count + 1));
    return count == 0 ? made : str_of(pool_printf(toc->pool, "%.*s-%lld", STR_ARG(made), (long long)count));
}

static bool is_heading_name(struct str name)
{
    return name.len == 2 && (name.at[0] == 'h' || name.at[0] == 'H') && name.at[1] >= '1' &&
           name.at[1] <= '6';
}

/* What stands in a heading: up to its end tag, or to the next heading where it has none. */
static struct str inner_html(struct str html, size_t inner_at)
{
    size_t at = inner_at;
    struct html_tag tag;

    while (html_next_tag(html, &at, &tag))
        if (is_heading_name(tag.name))
            return str_head(str_from(html, inner_at), (size_t)(tag.whole.at - html.at) - inner_at);
    return STR("");
}

static void add_heading(struct toc *toc, const struct html_tag *tag, size_t inner_at)
{
    struct text stripped = {0}, plain = {0}, escaped = {0};
    struct heading heading = {.level = (unsigned)(tag->name.at[1] - '0'), .inner_at = inner_at};

    html_strip(&stripped, inner_html(toc->html, inner_at));
    html_unescape(&plain, text_str(&stripped));
    text_add_escaped(&escaped, text_str(&plain));
    if (!html_attribute(tag, "id", &heading.id) || heading.id.len == 0)
        heading.id = made_id(toc, text_str(&plain));
    heading.text = text_finish(&escaped, toc->pool);
    text_free(&stripped);
    text_free(&plain);
    toc->headings = pool_grow(toc->pool, toc->headings, toc->count, &toc->cap, sizeof(heading));
    toc->headings[toc->count++] = heading;
}

static bool is_heading(const struct toc *toc, const struct html_tag *tag)
{
    if (tag->is_end || !is_heading_name(tag->name))
        return false;
    unsigned level = (unsigned)(tag->name.at[1] - '0');
    return level >= level_option(toc, "min_level", 1) && level <= level_option(toc, "max_level", 6) &&
           !has_class(tag, STR("no_toc"));
}

struct toc toc_read(struct page *page, struct pool *pool, struct str html)
{
    struct toc toc = {.pool = pool, .config = value_get(page->site->config, "toc"), .html = html};
    struct str skipped = STR(""); /* the name of the element that is left out */
    size_t at = 0, depth = 0;
    struct html_tag tag;

    toc.ids = value_hash(pool).hash;
    while (html_next_tag(html, &at, &tag)) {
        if (depth > 0) {
            if (str_eq(tag.name, skipped) && !str_ends(tag.attributes, "/"))
                depth += tag.is_end ? (size_t)-1 : 1;
        } else if (is_heading(&toc, &tag)) {
            add_heading(&toc, &tag, (size_t)(tag.whole.at - html.at) + tag.whole.len);
        } else if (!tag.is_end && is_left_out(&toc, &tag)) {
            skipped = tag.name;
            depth = 1;
        }
    }
    return toc;
}
