/* glob.c - see glob.h */
#include "content/glob.h"

/* The set that starts behind '['. Returns the pattern's rest behind ']', with at NULL when there is none. */
static struct str match_set(struct str set, char c, bool *matches)
{
    bool negated = set.len > 0 && (set.at[0] == '^' || set.at[0] == '!'), found = false;
    size_t i = negated;

    for (size_t start = i; i < set.len && (set.at[i] != ']' || i == start); i++) {
        unsigned char first = (unsigned char)set.at[i], last = first;
        if (i + 2 < set.len && set.at[i + 1] == '-' && set.at[i + 2] != ']') {
            last = (unsigned char)set.at[i + 2];
            i += 2;
        }
        found |= (unsigned char)c >= first && (unsigned char)c <= last;
    }
    *matches = found != negated;
    return i < set.len ? str_from(set, i + 1) : (struct str){NULL, 0};
}

/* One character of the pattern, which is no '*', against c. Returns the pattern behind it, at NULL: no. */
static struct str match_one(struct str pattern, char c)
{
    static const struct str no = {NULL, 0};
    bool matches;

    if (pattern.len == 0)
        return no;
    if (pattern.at[0] == '?')
        return str_from(pattern, 1);
    if (pattern.at[0] == '[') {
        struct str rest = match_set(str_from(pattern, 1), c, &matches);
        if (rest.at != NULL)
            return matches ? rest : no;
    }
    if (pattern.at[0] == '\\' && pattern.len > 1)
        pattern = str_from(pattern, 1);
    return pattern.at[0] == c ? str_from(pattern, 1) : no;
}

/* The latest '*' is tried with one character more whenever what follows it does not fit: an earlier one never
 * has to be. */
bool glob_match(struct str pattern, struct str name)
{
    struct str star = {NULL, 0}, star_name = {NULL, 0};

    while (name.len > 0) {
        struct str rest = {NULL, 0};
        if (pattern.len > 0 && pattern.at[0] == '*') {
            pattern = star = str_from(pattern, 1);
            star_name = name;
            continue;
        }
        rest = match_one(pattern, name.at[0]);
        if (rest.at != NULL) {
            pattern = rest;
            name = str_from(name, 1);
        } else if (star.at != NULL && star_name.len > 0) {
            pattern = star;
            name = star_name = str_from(star_name, 1);
        } else {
            return false;
        }
    }
    while (pattern.len > 0 && pattern.at[0] == '*')
        pattern = str_from(pattern, 1);
    return pattern.len == 0;
}

static struct str take_component(struct str *path)
{
    size_t len = str_find_char(*path, '/');
    struct str component = str_head(*path, len);

    *path = str_from(*path, len < path->len ? len + 1 : len);
    return component;
}

static bool component_matches(struct str pattern, struct str name)
{
    if (name.len > 0 && name.at[0] == '.' && (pattern.len == 0 || pattern.at[0] != '.'))
        return false;
    return glob_match(pattern, name);
}

/* As glob_match(), with components in place of characters: the latest "**" moves. */
bool glob_covers(struct str pattern, struct str path)
{
    struct str star = {NULL, 0}, star_path = {NULL, 0};

    while (path.len > 0) {
        struct str next = pattern, rest = path;
        struct str want = take_component(&next), have = take_component(&rest);
        if (pattern.len == 0)
            return true;
        if (str_is(want, "**") && next.len > 0) {
            pattern = star = next;
            star_path = path;
        } else if (component_matches(want, have)) {
            pattern = next;
            path = rest;
        } else if (star.at != NULL && star_path.len > 0 && star_path.at[0] != '.') {
            take_component(&star_path);
            path = star_path;
            pattern = star;
        } else {
            return false;
        }
    }
    return pattern.len == 0;
}
