/* render.c - see render.h */
#include "render.h"

#include "content/front_matter.h"
#include "content/jekyll/jekyll.h"
#include "content/urls.h"
#include "files.h"
#include "highlight/highlight.h"
#include "markdown/markdown.h"
#include "plugins/plugin.h"
#include "render_parts.h"
#include "sass.h"
#include "theme.h"

#include <errno.h>
#include <string.h>

#define LAYOUT_DEPTH_MAX 20u /* layouts around layouts */

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

    if (page->site->is_jekyll)
        return false; /* a link is what it says, unless a plug-in knows better */
    url_split(href, &relative, &suffix);
    if (relative.len == 0 || url_is_external(href) || !url_decode(&decoded, relative)) {
        text_free(&decoded);
        return false;
    }
    url_resolve(&path, str_of(page->folder), text_str(&decoded));
    struct value address = site_source(page->site, text_str(&path));
    if (address.kind == VALUE_STRING) {
        text_add(rewritten, page->site->baseurl);
        text_add(rewritten, address.string);
        text_add(rewritten, suffix);
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
static void report_fault(const struct render *render, struct str text, const struct markdown_result *result)
{
    struct diag *diag = render->diag;
    uintptr_t start = (uintptr_t)render->source.at, bad = (uintptr_t)text.at + result->fault_at;

    if (bad >= start && bad - start < render->source.len)
        diag_error_at(diag, render->page->full, render->source, bad - start, "%s", result->fault);
    else
        diag_error(diag, render->page->full, 0, 0, "%s", result->fault);
}

static bool highlight_code(void *context, struct str code, struct str language, struct text *out)
{
    (void)context;
    return highlight(code, language, out);
}

static struct str markdownify(void *context, struct str text, struct pool *pool)
{
    struct render *render = context;
    struct markdown_hooks hooks = {.link = rewrite_link, .highlight = highlight_code, .context = render};
    struct markdown_result result = {0};

    if (!markdown_render(&render->page->site->markdown, &hooks, text, pool, &result))
        report_fault(render, text, &result);
    return result.html;
}

struct str render_markdown(void *context, struct str text, struct pool *pool)
{
    return markdownify(context, text, pool);
}

/* ---------------------------------------------------------------- the page's own text */

static bool read_source(struct render *render)
{
    struct page *page = render->page;

    if (page->full == NULL) {
        render->source = page->text;
        return true;
    }
    if (!files_read(page->full, render->pool, &render->source)) {
        diag_error(render->diag, page->full, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    /* A page that changes while it is baked is caught here where it matters: it is not what the site was read
     * from, and the text must still be UTF-8. */
    if (files_sum(render->source) != page->source_sum)
        render->reads->unrepeatable = true;
    return front_matter_check_utf8(render->diag, page->full, render->source);
}

static bool has_liquid(const struct page *page, struct str text)
{
    struct value wanted = value_get(page->front, "render_with_liquid");

    if (!page->has_liquid || (wanted.kind == VALUE_BOOL && !wanted.boolean))
        return false;
    return str_find(text, STR("{%")) < text.len || str_find(text, STR("{{")) < text.len;
}

/* The file as far as it is a template, so that places in it are right: the text stands behind the front
 * matter, even where it is not the file's own any more. */
static struct str template_source(const struct render *render, struct str text)
{
    struct str front = str_head(render->source, render->page->text_at);
    uintptr_t start = (uintptr_t)render->source.at + front.len;
    struct text whole = {0};

    if ((uintptr_t)text.at == start && text.len <= render->source.len - front.len)
        return str_head(render->source, front.len + text.len);
    text_add(&whole, front);
    text_add(&whole, text);
    return text_finish(&whole, render->pool);
}

static bool run_liquid(struct render *render, struct str *text)
{
    struct page *page = render->page;
    struct liquid_host host = render_host(render);
    const char *file = page->full != NULL ? page->full : page->source;
    struct text out = {0};
    const struct liquid_template *template = liquid_parse_with(
        page->site->liquid, render->pool, render->diag, file, template_source(render, *text),
        page->text_at < render->source.len ? page->text_at : render->source.len);
    bool ok = template != NULL &&
              liquid_render(template, render_globals(render), &host, render->pool, render->diag, &out);

    *text = text_finish(&out, render->pool);
    return ok;
}

/* Liquid, then what the page is written in. */
static bool convert(struct render *render, struct str text)
{
    struct page *page = render->page;

    if (has_liquid(page, text) && !run_liquid(render, &text))
        return false;
    render->html = text;
    if (page->format == FORMAT_MARKDOWN)
        render->html = markdownify(render, text, render->pool);
    else if (page->format != FORMAT_AS_IS)
        render->reads->unrepeatable = true; /* other files */
    if (page->format == FORMAT_SCSS || page->format == FORMAT_SASS)
        return sass_render_page(page, render->source, text, render->pool, render->diag, &render->html);
    return true;
}

bool render_body(struct render *render)
{
    struct page *page = render->page;

    render->html = STR("");
    if (!read_source(render))
        return false;
    struct str text = str_from(render->source, page->text_at);
    plugins_source(page, render->pool, &text);
    bool ok = convert(render, text);
    render->has_html = true;
    return ok;
}

bool render_excerpt(struct render *render)
{
    struct str text;

    render->is_excerpt = true;
    if (!read_source(render))
        return false;
    text = str_from(render->source, render->page->text_at);
    plugins_source(render->page, render->pool, &text);
    return convert(render, jekyll_excerpt_source(render->page, text, render->pool));
}

/* ---------------------------------------------------------------- layouts */

/* Where the page, or a layout that was used, names the one that there is not. */
struct layout_place {
    const char *file;
    unsigned line;
    unsigned column;
};

static struct layout_place place_of_layout(const struct page *page, const struct layout *inner)
{
    const struct hash_entry *entry = hash_entry(page->front.hash, STR("layout"));

    if (inner != NULL)
        return (struct layout_place){inner->file, inner->parent_line, inner->parent_column};
    if (page->layout_line == 0 && entry != NULL && entry->line > 0) /* a default of the configuration */
        return (struct layout_place){page->site->config_file, entry->line, entry->column};
    return (struct layout_place){page->full != NULL ? page->full : page->source, page->layout_line,
                                 page->layout_column};
}

/* Jekyll goes on without the layout; a plain folder's pages are nothing without theirs. Returns whether to go
 * on. */
static bool unknown_layout(const struct render *render, const struct layout *inner, const char *name)
{
    const struct page *page = render->page;
    struct layout_place at = place_of_layout(page, inner);
    const char *names = theme_layout_names(page->site->theme, render->pool);
    const char *have = *names != '\0' ? pool_printf(render->pool, "have: %s", names) : "there are none";

    if (page->site->is_jekyll)
        diag_warning(render->diag, at.file, at.line, at.column, "unknown layout \"%s\" (%s)", name, have);
    else
        diag_error(render->diag, at.file, at.line, at.column, "unknown layout \"%s\" (%s)", name, have);
    return page->site->is_jekyll;
}

/* The theme reads its files when they are first asked for: one asker at a time. */
static const struct layout *find_layout(struct render *render, const char *name)
{
    struct page *page = render->page;

    reads_add_template(render->reads, true, str_of(name), render->pool);
    pthread_mutex_lock(&page->site->lock);
    const struct layout *layout = theme_layout(page->site->theme, name);
    pthread_mutex_unlock(&page->site->lock);
    return layout;
}

/* What a layout says is seen by the layouts around it, unless they say something else. */
static struct value layout_drop(struct render *render, const struct layout *layout, struct value inner)
{
    if (inner.kind != VALUE_HASH || !render->page->site->is_jekyll)
        return layout->front;
    return jekyll_merge(render->pool, layout->front, inner);
}

static bool run_layout(struct render *render, const struct layout *layout, struct value drop)
{
    struct hash *globals = render_globals(render);
    struct liquid_host host = render_host(render);
    struct text out = {0};

    hash_set(globals, STR("content"), value_str(render->wrapped));
    hash_set(globals, STR("layout"), drop);
    bool ok = layout->template != NULL &&
              liquid_render(layout->template, globals, &host, render->pool, render->diag, &out);
    render->wrapped = text_finish(&out, render->pool);
    return ok;
}

static bool is_circle(const struct render *render, const struct layout *const *used, unsigned count,
                      const struct layout *inner, const char *name)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(used[i]->name, name) != 0)
            continue;
        diag_error(render->diag, inner->file, inner->parent_line, inner->parent_column,
                   "layouts are nested too deeply: does \"%s\" lead back to itself?", name);
        return true;
    }
    return count == LAYOUT_DEPTH_MAX;
}

static bool run_layouts(struct render *render)
{
    const struct layout *inner = NULL, *used[LAYOUT_DEPTH_MAX];
    struct value drop = value_nil;
    unsigned count = 0;
    bool ok = true;

    for (const char *name = render->page->layout; name != NULL; name = inner->parent) {
        const struct layout *layout = find_layout(render, name);
        if (layout == NULL)
            return unknown_layout(render, inner, name) && ok;
        if (is_circle(render, used, count, inner, name))
            return false;
        used[count++] = layout;
        drop = layout_drop(render, layout, drop);
        ok = ok && run_layout(render, layout, drop);
        inner = layout;
    }
    return ok;
}

bool page_render(struct page *page, struct pool *pool, struct diag *diag, struct str *html,
                 struct reads *reads)
{
    return page_render_inside(page, NULL, pool, diag, html, reads);
}

bool page_render_inside(struct page *page, const struct render *outer, struct pool *pool, struct diag *diag,
                        struct str *html, struct reads *reads)
{
    struct render render = render_start(page, diag, reads);
    const void *owner = pool->owner;
    bool ok;

    *reads = (struct reads){0};
    render.outer = outer;
    render.nested = outer != NULL ? outer->nested + 1 : 0;
    render.pool = pool;
    pool->owner = &render;
    ok = render_body(&render);
    if (ok)
        page_keep_body(page, render.html, reads);
    render.wrapped = render.html;
    /* Layouts are looked at even where the text has errors: to find theirs. */
    ok = run_layouts(&render) && ok;
    if (ok)
        plugins_rendered(page, pool, &render.wrapped);
    pool->owner = owner;
    *html = render.wrapped;
    return ok;
}
