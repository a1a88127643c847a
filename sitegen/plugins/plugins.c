/* plugins.c - the plug-ins that a site uses. See plugin.h. */
#include "plugins/plugin.h"

#include "plugins/plugins_named.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PLUGIN_MAX 32u /* more than plugins_all has */

struct site_plugins {
    size_t count;
    const struct plugin *list[PLUGIN_MAX];
    void *states[PLUGIN_MAX];
};

static struct site_plugins *plugins_of(const struct site *site)
{
    static struct site_plugins none;

    return site->plugins != NULL ? (struct site_plugins *)(uintptr_t)site->plugins : &none;
}

void plugins_open(struct site *site)
{
    struct site_plugins *plugins = pool_take(&site->pool, sizeof(*plugins));
    const struct hash *named = plugins_named(site);

    for (size_t i = 0; plugins_all[i] != NULL; i++)
        if ((site->is_jekyll || !plugins_all[i]->is_for_jekyll) &&
            (plugins_all[i]->is_always || hash_entry(named, str_of(plugins_all[i]->name)) != NULL))
            plugins->list[plugins->count++] = plugins_all[i];
    site->plugins = plugins;
}

static bool has_tag(void *context, struct str name)
{
    return plugins_tag(context, name) != NULL;
}

static bool has_filter(void *context, struct str name)
{
    return plugins_filter(context, name) != NULL;
}

void plugins_liquid(struct site *site, struct liquid_options *options)
{
    options->has_tag = has_tag;
    options->has_filter = has_filter;
    options->context = site;
}

bool plugins_has(const struct site *site, const char *name)
{
    const struct site_plugins *plugins = plugins_of(site);

    for (size_t i = 0; i < plugins->count; i++)
        if (strcmp(plugins->list[i]->name, name) == 0)
            return true;
    return false;
}

void *plugins_state(struct site *site, const struct plugin *plugin, size_t size)
{
    struct site_plugins *plugins = plugins_of(site);
    size_t i = 0;

    while (plugins->list[i] != plugin)
        i++;
    if (plugins->states[i] == NULL)
        plugins->states[i] = pool_take(&site->pool, size);
    return plugins->states[i];
}

/* ---------------------------------------------------------------- hooks */

void plugins_load(struct site *site)
{
    const struct site_plugins *plugins = plugins_of(site);

    for (size_t i = 0; i < plugins->count; i++)
        if (plugins->list[i]->load != NULL)
            plugins->list[i]->load(site);
}

void plugins_drops(struct site *site)
{
    const struct site_plugins *plugins = plugins_of(site);

    for (size_t i = 0; i < plugins->count; i++)
        if (plugins->list[i]->drops != NULL)
            plugins->list[i]->drops(site);
}

void plugins_source(struct page *page, struct pool *pool, struct str *text)
{
    const struct site_plugins *plugins = plugins_of(page->site);

    for (size_t i = 0; i < plugins->count; i++)
        if (plugins->list[i]->source != NULL)
            plugins->list[i]->source(page, pool, text);
}

void plugins_rendered(struct page *page, struct pool *pool, struct str *text)
{
    const struct site_plugins *plugins = plugins_of(page->site);

    for (size_t i = 0; i < plugins->count; i++)
        if (plugins->list[i]->rendered != NULL)
            plugins->list[i]->rendered(page, pool, text);
}

/* ---------------------------------------------------------------- tags and filters */

const struct plugin_tag *plugins_tag(const struct site *site, struct str name)
{
    const struct site_plugins *plugins = plugins_of(site);

    for (size_t i = 0; i < plugins->count; i++)
        for (const struct plugin_tag *tag = plugins->list[i]->tags; tag != NULL && tag->name != NULL; tag++)
            if (str_is(name, tag->name))
                return tag;
    return NULL;
}

const struct plugin_filter *plugins_filter(const struct site *site, struct str name)
{
    const struct site_plugins *plugins = plugins_of(site);

    for (size_t i = 0; i < plugins->count; i++)
        for (const struct plugin_filter *f = plugins->list[i]->filters; f != NULL && f->name != NULL; f++)
            if (str_is(name, f->name))
                return f;
    return NULL;
}

void plugin_error(const struct liquid_call *call, const char *fmt, ...)
{
    char message[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    diag_error(call->diag, call->file, call->line, call->column, "%s", message);
}

void plugin_warning(const struct liquid_call *call, const char *fmt, ...)
{
    char message[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    diag_warning(call->diag, call->file, call->line, call->column, "%s", message);
}
