/* jemoji.c - jemoji: ":smile:" in a text becomes the character, where the plug-in would put a picture from GitHub: it
 * needs no other machine, and fonts have them all. */
#include "plugins/emoji.h"
#include "plugins/html_text.h"
#include "plugins/plugins_all.h"

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || char_is_digit(c) || c == '_' || c == '+' || c == '-';
}

/* The length of the name between two colons that s starts with, behind the first; 0: none. */
static size_t name_len(struct str s)
{
    size_t len = 0;

    while (len < s.len && len < EMOJI_NAME_MAX && is_name_char(s.at[len]))
        len++;
    return len < s.len && s.at[len] == ':' ? len : 0;
}

static void change(void *context, struct str run, struct text *out)
{
    (void)context;
    while (run.len > 0) {
        size_t at = str_find_char(run, ':'), len = at < run.len ? name_len(str_from(run, at + 1)) : 0;
        struct str name = str_head(str_from(run, at + 1), len);
        struct str emoji = len > 0 ? emoji_of(name) : STR("");
        text_add(out, str_head(run, at));
        if (emoji.len == 0)
            text_add(out, str_head(str_from(run, at), len = 1));
        else
            text_printf(out, "<span class=\"emoji\" title=\":%.*s:\">%.*s</span>", STR_ARG(name),
                        STR_ARG(emoji));
        run = str_from(run, emoji.len > 0 ? at + len + 2 : at + 1);
    }
}

static void rendered(struct page *page, struct pool *pool, struct str *text)
{
    static const char *const skipped[] = {"pre", "code", "tt", "style", "script", "title", NULL};
    struct text out = {0};

    if (!html_text_is_page(page) || str_find_char(*text, ':') == text->len)
        return;
    html_text_map(*text, skipped, change, NULL, &out);
    *text = text_finish(&out, pool);
}

const struct plugin plugin_jemoji = {.name = "jemoji", .rendered = rendered};
