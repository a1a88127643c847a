/* render.c - see render.h */
#include "render.h"

#include "content/front_matter.h"
#include "content/urls.h"
#include "files.h"
#include "markdown.h"
#include "theme.h"

#include <errno.h>
#include <string.h>

#define LAYOUT_DEPTH_MAX  20u /* layouts around layouts */
#define CONTENT_DEPTH_MAX 4u  /* pages whose text shows the text of other pages */

/* The page that is being rendered, and what of its text links are looked up in. */
struct render {
    struct page *page;
    struct pool *pool;
    struct str source;
};

static const struct liquid_template *find_include(void *context, struct str name)
{
    const struct render *render = context;

    return theme_include(render->page->site->theme, name);
}

static void warn_missing(const struct render *render, struct str href)
{
    size_t at = str_find(render->source, href);

    diag_warning_at(render->page->site->diag, render->page->full, render->source,
                    at < render->source.len ? at : 0, "there is no page \"%.*s\"", STR_ARG(href));
}

static bool is_served_beside_source(const struct page *page)
{
    const char *name = files_base(page->path);

    return str_is((struct str){page->path, (size_t)(name - page->path)}, page->folder);
}

/* A link to a source of this site ("other.md", "../a/b.md#part") becomes one to the page that it is made
 * into; a file beside the source is named by its whole path where the page is not served beside it. */
static bool rewrite_link(void *context, struct str href, struct text *rewritten)
{
    const struct render *render = context;
    const struct page *page = render->page;
    struct text decoded = {0}, path = {0};
    struct str relative, suffix;

    url_split(href, &relative, &suffix);
    if (relative.len == 0 || url_is_external(href) || !url_decode(&decoded, relative)) {
        text_free(&decoded);
        return false;
    }
    url_resolve(&path, str_of(page->folder), text_str(&decoded));
    const struct hash_entry *entry = hash_entry(page->site->sources, text_str(&path));
    if (entry != NULL) {
        text_add(rewritten, page->site->baseurl);
        text_add(rewritten, entry->value.string);
        text_add(rewritten, suffix);
    } else if (str_ends_nocase(relative, ".md") || str_ends_nocase(relative, ".markdown")) {
        if (hash_entry(page->site->taken, text_str(&path)) == NULL)
            warn_missing(render, href);
    } else if (relative.at[0] != '/' && hash_entry(page->site->taken, text_str(&path)) != NULL &&
               !is_served_beside_source(page)) {
        text_add(rewritten, page->site->baseurl);
        url_encode_path(rewritten, text_str(&path));
        text_add(rewritten, suffix);
    }
    text_free(&decoded);
    text_free(&path);
    return rewritten->len > 0;
}

/* The place is known where the text is the file's own, and not what Liquid made of it. */
static void report_too_deep(const struct render *render, struct str text, size_t at)
{
    struct diag *diag = render->page->site->diag;
    uintptr_t start = (uintptr_t)render->source.at, bad = (uintptr_t)text.at + at;

    if (bad >= start && bad - start < render->source.len)
        diag_error_at(diag, render->page->full, render->source, bad - start,
                      "quotes and lists are nested too deeply (at most %u)", MARKDOWN_NESTING_MAX);
    else
        diag_error(diag, render->page->full, 0, 0, "quotes and lists are nested too deeply (at most %u)",
                   MARKDOWN_NESTING_MAX);
}

static struct str markdownify(void *context, struct str text, struct pool *pool)
{
    struct render *render = context;
    struct markdown_host host = {.link = rewrite_link, .context = render};
    struct str html = STR("");
    size_t deep = markdown_too_deep(text);

    if (deep < text.len)
        report_too_deep(render, text, deep);
    else if (!markdown_render(text, &host, pool, &html))
        diag_error(render->page->site->diag, render->page->full, 0, 0, "the Markdown cannot be rendered");
    return html;
}

static struct liquid_host host_of(struct render *render)
{
    const struct site *site = render->page->site;

    return (struct liquid_host){.include = find_include,
                                .markdown = markdownify,
                                .context = render,
                                .url = site->url,
                                .baseurl = site->baseurl,
                                .now_s = site->newest_s};
}

static struct hash *globals_of(const struct render *render)
{
    struct hash *globals = value_hash(render->pool).hash;

    hash_set(globals, STR("site"), render->page->site->drop);
    hash_set(globals, STR("page"), render->page->drop);
    return globals;
}

/* The text of a page that has front matter is a template. */
static bool run_liquid(struct render *render, size_t body, struct str *text)
{
    struct page *page = render->page;
    struct liquid_host host = host_of(render);
    struct text out = {0};
    const struct liquid_template *template =
        liquid_parse(render->pool, page->site->diag, page->full, render->source, body);
    bool ok = template != NULL &&
              liquid_render(template, globals_of(render), &host, render->pool, page->site->diag, &out);

    *text = text_finish(&out, render->pool);
    return ok;
}

static bool render_body(struct render *render, struct str *html)
{
    struct page *page = render->page;
    struct diag discarded = {0}; /* the front matter was read before, and its errors reported */
    struct front_matter front;

    *html = STR("");
    if (page->full == NULL)
        return true;
    if (!files_read(page->full, render->pool, &render->source)) {
        diag_error(page->site->diag, page->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    /* A page that changes while it is baked is caught here if it matters: the text must still be UTF-8. */
    bool ok = front_matter_check_utf8(page->site->diag, page->full, render->source) &&
              front_matter_read(render->pool, &discarded, page->full, render->source, &front);
    diag_free(&discarded);
    if (!ok)
        return false;
    struct str text = str_from(render->source, front.body);
    if (page->has_liquid && !run_liquid(render, front.body, &text))
        return false;
    *html = page->is_markdown ? markdownify(render, text, render->pool) : text;
    return true;
}

struct str page_body(struct page *page, struct pool *pool)
{
    struct render render = {.page = page, .pool = pool};
    struct str html = STR("");

    if (page->site->lazy_depth >= CONTENT_DEPTH_MAX)
        return html; /* a page that shows all pages' text shows its own without them */
    page->site->lazy_depth++;
    render_body(&render, &html);
    page->site->lazy_depth--;
    return html;
}

struct str page_excerpt(struct page *page, struct pool *pool)
{
    if (page->has_excerpt)
        return page->excerpt;
    struct str html = page_body(page, pool);
    html = str_from(html, str_find(html, STR("<p>")));
    size_t end = str_find(html, STR("</p>"));
    page->excerpt = pool_str(&page->site->pool, str_head(html, end < html.len ? end + 4 : 0));
    page->has_excerpt = true;
    return page->excerpt;
}

static void unknown_layout(const struct page *page, const struct layout *inner, const char *name,
                           struct pool *pool)
{
    const char *file = inner != NULL ? inner->file : page->full != NULL ? page->full : page->source;
    unsigned line = inner != NULL ? inner->parent_line : page->layout_line;
    unsigned column = inner != NULL ? inner->parent_column : page->layout_column;

    diag_error(page->site->diag, file, line, column, "unknown layout \"%s\" (have: %s)", name,
               theme_layout_names(page->site->theme, pool));
}

static bool run_layout(struct render *render, const struct layout *layout, struct str *html)
{
    struct hash *globals = globals_of(render);
    struct liquid_host host = host_of(render);
    struct text out = {0};

    hash_set(globals, STR("content"), value_str(*html));
    hash_set(globals, STR("layout"), layout->front);
    bool ok = layout->template != NULL &&
              liquid_render(layout->template, globals, &host, render->pool, render->page->site->diag, &out);
    *html = text_finish(&out, render->pool);
    return ok;
}

bool page_render(struct page *page, struct pool *pool, struct str *html)
{
    struct render render = {.page = page, .pool = pool};
    const struct layout *inner = NULL;
    unsigned depth = 0;
    bool ok = render_body(&render, html);

    for (const char *name = page->layout; name != NULL; name = inner->parent) {
        const struct layout *layout = theme_layout(page->site->theme, name);
        if (layout == NULL) {
            unknown_layout(page, inner, name, pool);
            return false;
        }
        if (++depth > LAYOUT_DEPTH_MAX) {
            diag_error(page->site->diag, layout->file, layout->parent_line, layout->parent_column,
                       "layouts are nested too deeply: does \"%s\" lead back to itself?", name);
            return false;
        }
        ok = ok && run_layout(&render, layout, html);
        inner = layout;
    }
    return ok;
}
