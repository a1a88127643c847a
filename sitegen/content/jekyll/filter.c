/* filter.c - which files of a folder are content: include, exclude, and names that mean something. See
 * jekyll.h. */
#include "content/glob.h"
#include "content/jekyll/jekyll.h"
#include "files.h"

#include <string.h>

/* A pattern matches as a glob, as the start of the path, or as the folder that it names with a '/' behind it.
 */
static bool matches(struct str pattern, struct str path, bool is_folder)
{
    while (str_starts(pattern, "/"))
        pattern = str_from(pattern, 1);
    if (glob_match(pattern, path))
        return true;
    if (pattern.len > 0 && path.len >= pattern.len && str_eq(str_head(path, pattern.len), pattern))
        return true;
    return is_folder && pattern.len == path.len + 1 && pattern.at[path.len] == '/' &&
           str_eq(str_head(pattern, path.len), path);
}

static bool is_listed(const struct site *site, const char *key, struct str path, bool is_folder)
{
    struct value list = value_get(site->config, key);

    for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
        struct value pattern = list.array->items[i];
        if (pattern.kind == VALUE_STRING && matches(pattern.string, path, is_folder))
            return true;
    }
    return false;
}

/* What is both included and excluded is included. */
static bool is_excluded(const struct site *site, struct str path, bool is_folder)
{
    struct value excluded = value_get(site->config, "exclude"), included = value_get(site->config, "include");

    for (size_t i = 0; excluded.kind == VALUE_ARRAY && i < excluded.array->count; i++) {
        struct value pattern = excluded.array->items[i];
        bool is_taken_back = false;
        for (size_t j = 0; included.kind == VALUE_ARRAY && j < included.array->count; j++)
            is_taken_back |= value_equal(included.array->items[j], pattern);
        if (!is_taken_back && pattern.kind == VALUE_STRING && matches(pattern.string, path, is_folder))
            return true;
    }
    return false;
}

static bool is_special(const char *name)
{
    return name[0] != '\0' && strchr("._#~", name[0]) != NULL;
}

bool jekyll_is_content(const struct site *site, const char *base, const char *entry, bool is_folder)
{
    struct str name = str_of(files_base(entry)), whole = str_of(entry);
    bool included =
        is_listed(site, "include", whole, is_folder) || is_listed(site, "include", name, is_folder);
    struct text path = {0};

    if (*base != '\0') {
        text_add_c(&path, base);
        text_add_char(&path, '/');
    }
    text_add(&path, whole);
    bool excluded = !included && is_excluded(site, text_str(&path), is_folder);
    text_free(&path);
    if (str_ends(whole, ".") || excluded)
        return false;
    return included || !(is_special(entry) || is_special(name.at) || str_ends(whole, "~"));
}
