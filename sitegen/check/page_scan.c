/* page_scan.c - see page_scan.h */
#include "check/page_scan.h"

#include "html.h"

#include <string.h>

#define LINKS_MAX 6u /* attributes of one element that are looked at */

/* HTML, "attributes" in the index: those whose value is a URL, but for cite, ping and itemtype, which
 * nobody follows. Those of SVG that are links. */
static const struct element {
    const char *name;
    const char *links[4];
} elements[] = {
    {"a", {"href", "xlink:href"}},
    {"area", {"href"}},
    {"audio", {"src"}},
    {"embed", {"src"}},
    {"form", {"action"}},
    {"iframe", {"src"}},
    {"image", {"href", "xlink:href"}},
    {"img", {"src"}},
    {"input", {"src"}},
    {"link", {"href"}},
    {"object", {"data"}},
    {"script", {"src"}},
    {"source", {"src"}},
    {"track", {"src"}},
    {"use", {"href", "xlink:href"}},
    {"video", {"src", "poster"}},
};

/* One tag while its attributes are read. */
struct scanned_tag {
    const struct element *element; /* NULL: it refers to nothing */
    struct str links[LINKS_MAX];
    size_t link_count;
    struct str srcset;
    bool is_ignored;
    bool is_posted; /* a form's address answers to POST: no page */
    bool has_alt;
    bool is_hidden;
};

static const struct element *element_of(struct str name)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (elements[i].name[0] == char_lower(name.at[0]) && str_is_nocase(name, elements[i].name))
            return &elements[i];
    return NULL;
}

static bool is_link(const struct element *element, struct str name)
{
    for (size_t i = 0; i < 4 && element->links[i] != NULL; i++)
        if (str_is_nocase(name, element->links[i]))
            return true;
    return false;
}

static bool is_element(const struct scanned_tag *scanned, const char *name)
{
    return scanned->element != NULL && str_is(str_of(scanned->element->name), name);
}

static void read_attribute(struct scanned_tag *scanned, struct str name, struct str value)
{
    if (str_is_nocase(name, "data-proofer-ignore"))
        scanned->is_ignored = true;
    if (scanned->element == NULL)
        return;
    if (is_link(scanned->element, name)) {
        if (scanned->link_count < LINKS_MAX)
            scanned->links[scanned->link_count++] = str_trim(value);
    } else if (str_is_nocase(name, "srcset") &&
               (is_element(scanned, "img") || is_element(scanned, "source"))) {
        scanned->srcset = value;
    } else if (str_is_nocase(name, "alt")) {
        scanned->has_alt = true;
    } else if (str_is_nocase(name, "method")) {
        scanned->is_posted = !str_is_nocase(str_trim(value), "get");
    } else if (str_is_nocase(name, "aria-hidden") || str_is_nocase(name, "role")) {
        scanned->is_hidden |= str_is_nocase(value, "true") || str_is_nocase(value, "presentation") ||
                              str_is_nocase(value, "none");
    }
}

/* "a.png 1x, b.png 2x": a comma ends an entry where it ends its address or stands behind its descriptor. */
static void scan_srcset(struct str set, page_scan_found *found, void *context)
{
    while (set.len > 0) {
        while (set.len > 0 && (char_is_space(set.at[0]) || set.at[0] == ','))
            set = str_from(set, 1);
        size_t len = 0;
        while (len < set.len && !char_is_space(set.at[len]))
            len++;
        struct str link = str_head(set, len);
        set = str_from(set, len);
        if (str_ends(link, ","))
            link.len--;
        else
            set = str_from(set, str_find_char(set, ','));
        if (link.len > 0)
            found(context, PAGE_SCAN_LINK, link);
    }
}

static void report(const struct scanned_tag *scanned, page_scan_found *found, void *context)
{
    if (scanned->is_ignored || scanned->is_posted)
        return;
    for (size_t i = 0; i < scanned->link_count; i++)
        found(context, PAGE_SCAN_LINK, scanned->links[i]);
    scan_srcset(scanned->srcset, found, context);
    if (is_element(scanned, "img") && !scanned->has_alt && !scanned->is_hidden)
        found(context, PAGE_SCAN_BARE_IMG, scanned->link_count > 0 ? scanned->links[0] : STR(""));
}

static void scan_tag(const struct html_tag *tag, page_scan_found *found, void *context)
{
    struct scanned_tag scanned = {.element = element_of(tag->name), .srcset = STR("")};
    bool is_base = str_is_nocase(tag->name, "base"), is_meta = str_is_nocase(tag->name, "meta");
    struct str rest = tag->attributes, name, value;

    while (html_next_attribute(&rest, &name, &value)) {
        if (str_is_nocase(name, "id") && value.len > 0)
            found(context, PAGE_SCAN_ID, value);
        else if (str_is_nocase(name, "name") && value.len > 0 && is_element(&scanned, "a"))
            found(context, PAGE_SCAN_ANCHOR, value);
        else if (is_base && str_is_nocase(name, "href"))
            found(context, PAGE_SCAN_BASE, str_trim(value));
        else if (is_meta && str_is_nocase(name, "http-equiv") && str_is_nocase(str_trim(value), "refresh"))
            found(context, PAGE_SCAN_REFRESH, value);
        else
            read_attribute(&scanned, name, value);
    }
    report(&scanned, found, context);
}

void page_scan(struct str html, page_scan_found *found, void *context)
{
    struct html_tag tag;
    size_t at = 0;

    while (html_next_tag(html, &at, &tag))
        if (!tag.is_end && tag.attributes.len > 0)
            scan_tag(&tag, found, context);
        else if (!tag.is_end && str_is_nocase(tag.name, "img"))
            found(context, PAGE_SCAN_BARE_IMG, STR(""));
}
