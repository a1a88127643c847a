/* shared_sources.c - see shared_sources.h */
#include "check/shared_sources.h"

#include "content/walk.h"
#include "files.h"
#include "theme.h"

#define DATA_LEN_MAX (4u * 1024u * 1024u) /* bytes: larger tables hold no menus */

static void read_file(struct pool *pool, struct source_places *places, const char *file)
{
    struct str source;

    if (files_read(file, pool, &source))
        source_places_read(places, file, source, 0);
}

static void read_folder(struct pool *pool, struct source_places *places, const char *dir)
{
    struct diag unread = {0};
    struct walk_rules rules = {0};
    struct walk_entry *entries;
    size_t count;

    if (files_exists(dir) && walk_folder(pool, &unread, dir, &rules, &entries, &count))
        for (size_t i = 0; i < count; i++)
            if (entries[i].len <= DATA_LEN_MAX)
                read_file(pool, places, entries[i].full);
    diag_free(&unread);
}

struct parts {
    struct pool *pool;
    struct source_places *places;
};

static void read_part(void *context, const char *file, struct str content)
{
    const struct parts *parts = context;

    source_places_read(parts->places, pool_copy(parts->pool, str_of(file)), content, 0);
}

void shared_sources_read(struct site *site, struct pool *pool, struct source_places *places)
{
    struct value data_dir = value_get(site->config, "data_dir");
    struct parts parts = {.pool = pool, .places = places};

    theme_each_file(site->theme, read_part, &parts);
    read_folder(pool, places,
                files_join(pool, site->dir,
                           data_dir.kind == VALUE_STRING ? pool_copy(pool, data_dir.string) : "_data"));
    if (site->config_file != NULL)
        read_file(pool, places, site->config_file);
}
