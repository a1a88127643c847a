/* gemfile.c - the plug-ins that a Gemfile names. See plugins_named.h.
 *
 * A Gemfile is Ruby; read is what all of them look like: a gem a line, groups from "group ... do" to "end".
 */
#include "plugins/plugins_named.h"

/* The text in the quotes that s starts with; empty when it starts with none. */
static struct str quoted(struct str s)
{
    s = str_trim_start(s);
    if (str_starts(s, "("))
        s = str_trim_start(str_from(s, 1));
    if (s.len < 2 || (s.at[0] != '"' && s.at[0] != '\''))
        return STR("");
    return str_head(str_from(s, 1), str_find_char(str_from(s, 1), s.at[0]));
}

static bool mentions(struct str line, struct str word)
{
    return str_find(line, word) < line.len;
}

static bool is_block(struct str line)
{
    return str_ends(line, " do") || str_starts(line, "if ") || str_starts(line, "unless ");
}

void gemfile_plugins(struct str gemfile, void (*found)(void *context, struct str name, size_t offset),
                     void *context)
{
    unsigned depth = 0, group_depth = 0; /* blocks around this line; and at which depth the group began */

    for (struct str rest = gemfile; rest.len > 0;) {
        size_t len = str_find_char(rest, '\n');
        struct str line = str_head(rest, len);
        line = str_trim(str_head(line, str_find_char(line, '#')));
        rest = str_from(rest, len + 1);
        if (str_is(line, "end") && depth > 0) {
            if (depth-- == group_depth)
                group_depth = 0;
        } else if (is_block(line)) {
            depth++;
            if (group_depth == 0 && str_starts(line, "group") && mentions(line, STR("jekyll_plugins")))
                group_depth = depth;
        } else if (str_starts(line, "gem ") || str_starts(line, "gem(")) {
            struct str name = quoted(str_from(line, 3));
            if (name.len > 0 &&
                (group_depth > 0 || mentions(line, STR("jekyll_plugins")) || str_is(name, "github-pages")))
                found(context, name, (size_t)(name.at - gemfile.at));
        }
    }
}
