/* render_host.c - what templates ask of the site while a page is rendered. See liquid/liquid.h. */
#include "content/jekyll/jekyll.h"
#include "content/front_matter.h"
#include "content/urls.h"
#include "files.h"
#include "highlight/highlight.h"
#include "plugins/include_cache.h"
#include "plugins/plugin.h"
#include "render_parts.h"
#include "sass.h"
#include "theme.h"

#include <stdlib.h>
#include <string.h>

static struct site *site_of(void *context)
{
    return ((const struct render *)context)->page->site;
}

static const struct liquid_template *find_include(void *context, struct str name)
{
    struct render *render = context;
    struct site *site = render->page->site;

    reads_add_template(render->reads, false, name, render->pool);
    pthread_mutex_lock(&site->lock);
    const struct liquid_template *template = theme_include(site->theme, name);
    pthread_mutex_unlock(&site->lock);
    return template;
}

/* A file below the folder of the page's own source. */
static const struct liquid_template *find_relative(void *context, struct str name)
{
    const struct render *render = context;
    const struct page *page = render->page;
    struct site *site = page->site;
    struct str folder = str_from(str_of(page->folder != NULL ? page->folder : "/"), 1), source;

    render->reads->unrepeatable = true;
    if (name.len == 0 || name.at[0] == '/' || str_find(name, STR("..")) < name.len)
        return NULL;
    const char *path = pool_printf(render->pool, "%.*s%.*s", STR_ARG(folder), STR_ARG(name));
    const char *file = files_join(render->pool, site->dir, path);
    if (!files_exists(file) || !files_read(file, render->pool, &source))
        return NULL;
    if (!front_matter_check_utf8(render->diag, file, source))
        return liquid_parse_with(site->liquid, render->pool, render->diag, file, STR(""), 0);
    const struct liquid_template *template =
        liquid_parse_with(site->liquid, render->pool, render->diag, file, source, 0);
    if (template == NULL) /* its errors are reported: it is not missing as well */
        template = liquid_parse_with(site->liquid, render->pool, render->diag, file, STR(""), 0);
    return template;
}

static struct value find_link(void *context, struct str path, struct pool *pool)
{
    while (str_starts(path, "/"))
        path = str_from(path, 1);
    return site_source(site_of(context), str_of(pool_printf(pool, "/%.*s", STR_ARG(path))));
}

static struct value find_post(void *context, struct str name, struct pool *pool)
{
    while (str_starts(name, "/"))
        name = str_from(name, 1);
    return jekyll_post_url(site_of(context), name, pool);
}

static bool highlight_code(void *context, struct str language, struct str code, struct text *out)
{
    (void)context;
    return highlight(code, language, out);
}

/* Whether the site wants its code coloured: highlighter: none, or false, and names that nobody knows. */
static bool is_highlighted(const struct site *site)
{
    struct value with = value_get(site->config, "highlighter");

    if (with.kind == VALUE_STRING)
        return with.string.len == 0 || str_is(with.string, "rouge") || str_is(with.string, "pygments");
    return with.kind != VALUE_BOOL || with.boolean;
}

/* What it imports is not followed. */
static bool sass(void *context, struct str source, bool is_scss, struct pool *pool, struct str *css)
{
    ((const struct render *)context)->reads->unrepeatable = true;
    return sass_render_text(site_of(context), source, is_scss, pool, css);
}

static bool run_tag(void *context, const struct liquid_call *call, struct text *out)
{
    struct render *render = context;
    const struct plugin_tag *tag = plugins_tag(render->page->site, call->name);

    return tag != NULL && tag->render(render->page, call, out);
}

static void clock_was_read(void *context)
{
    const struct render *render = context;

    site_clock(render->page->site);
    render->reads->clock_count++;
}

static unsigned clock_reads(void *context)
{
    return ((const struct render *)context)->reads->clock_count;
}

static void clock_was_shown(void *context, struct str format, struct str printed)
{
    const struct render *render = context;

    render->reads->clock_count--;
    reads_add_shown(render->reads, format, printed, render->pool);
}

/* What an include reads that is rendered for all pages is noted apart, to be kept with what it prints. */
struct include_reads {
    struct reads reads;
    struct reads *outer;
};

static bool recall(void *context, struct str key, struct str *printed)
{
    struct render *render = context;
    struct reads reads;

    if (include_cache_recall(site_of(context), key, printed, &reads)) {
        reads_add(render->reads, &reads, site_of(context), render->pool);
        return true;
    }
    struct include_reads *own = pool_take(render->pool, sizeof(*own));
    own->outer = render->reads;
    render->reads = &own->reads;
    return false;
}

static void remember(void *context, struct str key, const struct str *printed)
{
    struct render *render = context;
    struct include_reads *own = (struct include_reads *)render->reads;

    if (printed != NULL)
        include_cache_remember(site_of(context), key, *printed, &own->reads);
    render->reads = own->outer;
    reads_add(render->reads, &own->reads, site_of(context), render->pool);
}

static bool run_filter(void *context, const struct liquid_call *call, struct value input,
                       const struct value *args, size_t arg_count, struct value *result)
{
    struct render *render = context;
    const struct plugin_filter *filter = plugins_filter(render->page->site, call->name);

    return filter != NULL && filter->run(render->page, call, input, args, arg_count, result);
}

struct liquid_host render_host(struct render *render)
{
    const struct site *site = render->page->site;

    return (struct liquid_host){.include = find_include,
                                .include_relative = find_relative,
                                .markdown = render_markdown,
                                .link = find_link,
                                .post_url = find_post,
                                .highlight = is_highlighted(site) ? highlight_code : NULL,
                                .sass = sass,
                                .tag = run_tag,
                                .filter = run_filter,
                                .recall = recall,
                                .remember = remember,
                                .clock = clock_was_read,
                                .clock_reads = clock_reads,
                                .clock_shown = clock_was_shown,
                                .context = render,
                                .url = site->url,
                                .baseurl = site->baseurl,
                                .now_s = site->is_jekyll ? site->now_s : site->newest_s};
}

/* ---------------------------------------------------------------- variables */

static struct value jekyll_drop(struct pool *pool)
{
    struct value drop = value_hash(pool);
    const char *environment = getenv("JEKYLL_ENV");

    hash_set(drop.hash, STR("version"), value_c("4.3.1"));
    hash_set(drop.hash, STR("environment"), value_c(environment != NULL ? environment : "development"));
    return drop;
}

/* Of an excerpt, the page is without one: or it would lead back to itself. */
static struct value page_drop(const struct render *render)
{
    struct value drop = render->page->drop;

    if (!render->is_excerpt)
        return drop;
    drop = jekyll_merge(render->pool, value_hash(render->pool), drop);
    hash_set(drop.hash, STR("excerpt"), value_nil);
    return drop;
}

/* A page's own text can ask what its layout says. */
static struct value own_layout(const struct render *render)
{
    struct site *site = render->page->site;

    if (render->page->layout == NULL)
        return value_nil;
    reads_add_template(render->reads, true, str_of(render->page->layout), render->pool);
    pthread_mutex_lock(&site->lock);
    const struct layout *layout = theme_layout(site->theme, render->page->layout);
    pthread_mutex_unlock(&site->lock);
    return layout != NULL ? layout->front : value_nil;
}

struct hash *render_globals(const struct render *render)
{
    struct hash *globals = value_hash(render->pool).hash;
    const struct site *site = render->page->site;

    hash_set(globals, STR("site"), site->drop);
    hash_set(globals, STR("page"), page_drop(render));
    hash_set(globals, STR("jekyll"), jekyll_drop(render->pool));
    hash_set(globals, STR("paginator"), render->page->paginator);
    if (site->is_jekyll)
        hash_set(globals, STR("layout"), own_layout(render));
    return globals;
}
