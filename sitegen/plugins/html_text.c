/* html_text.c - see html_text.h */
#include "plugins/html_text.h"

#include "html.h"

#include <string.h>

struct map {
    struct str html;
    const char *const *skipped;
    html_text_change *change;
    void *context;
    struct text *out;
    bool has_body;        /* there is one, */
    bool is_body;         /* and this is in it; true where there is none */
    const char *skipping; /* the element that everything is passed on until the end of; NULL: none */
    size_t skip_depth;    /* how many of them are open */
};

/* A run of text, which may have comments in it. */
static void map_run(struct map *map, struct str run)
{
    while (run.len > 0) {
        size_t comment = str_find(run, STR("<!--"));
        if (map->is_body && map->skipping == NULL)
            map->change(map->context, str_head(run, comment), map->out);
        else
            text_add(map->out, str_head(run, comment));
        run = str_from(run, comment);
        size_t end = str_find(run, STR("-->"));
        text_add(map->out, str_head(run, end + 3));
        run = str_from(run, end + 3);
    }
}

static void note_tag(struct map *map, const struct html_tag *tag)
{
    bool closes_itself = str_ends(tag->attributes, "/");

    if (str_is_nocase(tag->name, "body"))
        map->is_body = !tag->is_end;
    if (map->skipping != NULL && str_is_nocase(tag->name, map->skipping) && !closes_itself) {
        map->skip_depth += tag->is_end ? (size_t)-1 : 1;
        if (map->skip_depth == 0)
            map->skipping = NULL;
        return;
    }
    for (size_t i = 0; map->skipping == NULL && !tag->is_end && map->skipped[i] != NULL; i++) {
        if (!str_is_nocase(tag->name, map->skipped[i]) || closes_itself)
            continue;
        map->skipping = map->skipped[i];
        map->skip_depth = 1;
    }
}

void html_text_map(struct str html, const char *const *skipped, html_text_change *change, void *context,
                   struct text *out)
{
    struct map map = {.html = html, .skipped = skipped, .change = change, .context = context, .out = out};
    size_t at = 0, done = 0;
    struct html_tag tag;

    map.has_body = str_find(html, STR("<body")) < html.len;
    map.is_body = !map.has_body;
    while (html_next_tag(html, &at, &tag)) {
        size_t start = (size_t)(tag.whole.at - html.at);
        map_run(&map, str_head(str_from(html, done), start - done));
        text_add(out, tag.whole);
        done = start + tag.whole.len;
        note_tag(&map, &tag);
    }
    map_run(&map, str_from(html, done));
}

bool html_text_is_page(const struct page *page)
{
    return strcmp(page->output_ext, ".html") == 0 || str_ends(str_of(page->url), "/");
}
