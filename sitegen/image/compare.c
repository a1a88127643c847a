/* compare.c - see compare.h */
#include "image/compare.h"

#include <string.h>

/* Lines of one kind. */
struct lines {
    struct text *out;
    size_t count;
};

static void add_line(struct lines *lines, const char *what, struct str name, const char *how)
{
    if (lines->count++ >= COMPARE_LINES_MAX)
        return;
    text_printf(lines->out, "  %s ", what);
    inspect_add_plain(lines->out, name);
    text_printf(lines->out, "%s%s\n", *how != '\0' ? ": " : "", how);
}

static size_t end_lines(struct lines *lines, const char *what)
{
    if (lines->count > COMPARE_LINES_MAX)
        text_printf(lines->out, "  and %zu more %s\n", lines->count - COMPARE_LINES_MAX, what);
    return lines->count;
}

/* ---------------------------------------------------------------- what made them */

static size_t compare_maker(struct text *out, const char *name, struct str was, struct str is)
{
    if (str_eq(was, is))
        return 0;
    text_printf(out, "  made by another %s: ", name);
    inspect_add_plain(out, was.len > 0 ? was : STR("none"));
    text_add_c(out, ", here ");
    inspect_add_plain(out, is.len > 0 ? is : STR("none"));
    text_add_char(out, '\n');
    return 1;
}

static struct str version_of(const struct provenance *p, struct str library)
{
    for (size_t i = 0; i < p->library_count; i++)
        if (str_eq(p->libraries[i].name, library))
            return p->libraries[i].text;
    return STR("");
}

/* The libraries here are few; those that an image names and that are not known here say nothing. */
static size_t compare_makers(const struct provenance *was, const struct provenance *is, struct text *out)
{
    size_t count = compare_maker(out, "sitegen", was->sitegen, is->sitegen) +
                   compare_maker(out, "appliance", was->appliance, is->appliance) +
                   compare_maker(out, "compiler", was->compiler, is->compiler);

    for (size_t i = 0; i < is->library_count; i++) {
        struct text name = {0};
        inspect_add_plain(&name, is->libraries[i].name);
        struct str version = version_of(was, is->libraries[i].name);
        count += compare_maker(out, name.bytes, version, is->libraries[i].text);
        text_free(&name);
    }
    return count;
}

/* ---------------------------------------------------------------- lists in the order of their paths */

static size_t compare_sources(const struct provenance *was, const struct provenance *is, struct text *out)
{
    struct lines lines = {.out = out};
    size_t i = 0, j = 0;

    while (i < was->file_count || j < is->file_count) {
        int order = i == was->file_count  ? 1
                    : j == is->file_count ? -1
                                          : str_cmp(was->files[i].path, is->files[j].path);
        if (order < 0)
            add_line(&lines, "source", was->files[i].path, "missing");
        else if (order > 0)
            add_line(&lines, "source", is->files[j].path, "new");
        else if (memcmp(was->files[i].sum.bytes, is->files[j].sum.bytes, DIGEST_LEN) != 0)
            add_line(&lines, "source", was->files[i].path, "changed");
        i += order <= 0;
        j += order >= 0;
    }
    return end_lines(&lines, "sources");
}

static bool body_eq(const struct image_body *a, const struct image_body *b)
{
    return a->is_there == b->is_there && str_eq(a->head, b->head) && str_eq(a->body, b->body);
}

static bool resource_eq(const struct image_resource *a, const struct image_resource *b)
{
    return a->is_redirect == b->is_redirect && body_eq(&a->identity, &b->identity) &&
           body_eq(&a->gzip, &b->gzip);
}

static size_t compare_resources(const struct inspect *was, const struct inspect *is, struct text *out)
{
    struct lines lines = {.out = out};
    size_t i = 0, j = 0;

    while (i < was->count || j < is->count) {
        int order = i == was->count  ? 1
                    : j == is->count ? -1
                                     : str_cmp(was->resources[i].path, is->resources[j].path);
        if (order < 0)
            add_line(&lines, "served", was->resources[i].path, "only in the image");
        else if (order > 0)
            add_line(&lines, "served", is->resources[j].path, "not in the image");
        else if (!resource_eq(&was->resources[i], &is->resources[j]))
            add_line(&lines, "served", was->resources[i].path, "different");
        i += order <= 0;
        j += order >= 0;
    }
    if (!resource_eq(&was->not_found, &is->not_found))
        add_line(&lines, "served", STR("where nothing is (404)"), "different");
    return end_lines(&lines, "paths");
}

size_t compare_images(const struct inspect *was, const struct inspect *is, struct text *out)
{
    return compare_makers(&was->provenance, &is->provenance, out) +
           compare_sources(&was->provenance, &is->provenance, out) + compare_resources(was, is, out);
}
