/* archives.c - jekyll-archives: a page for each tag, category, year, month and day that has posts. */
#include "content/date.h"
#include "content/model.h"
#include "content/slug.h"
#include "content/urls.h"
#include "content/zone.h"
#include "files.h"
#include "plugins/plugin_text.h"
#include "plugins/plugins_all.h"

#include <string.h>

struct kind;

struct archive {
    struct page *page;
    const struct kind *kind;
    struct str title; /* of a tag or category */
    int64_t day_s;    /* of the others: midnight UTC of the first day */
    size_t *posts;    /* indexes into site->posts, ascending or descending */
    size_t post_count;
    size_t post_cap;
};

struct archives {
    struct archive *list;
    size_t count;
    size_t cap;
};

struct kind {
    const char *type;
    const char *enabled;   /* what the configuration calls it */
    const char *key;       /* of the front matter; NULL: it is a time */
    const char *permalink; /* where it lies unless the configuration says so */
};

static const struct kind kinds[] = {
    {"tag", "tags", "tags", "/tag/:name/"},      {"category", "categories", "categories", "/category/:name/"},
    {"year", "year", NULL, "/:year/"},           {"month", "month", NULL, "/:year/:month/"},
    {"day", "day", NULL, "/:year/:month/:day/"},
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static struct value config_of(const struct site *site)
{
    return value_get(site->config, "jekyll-archives");
}

static bool is_enabled(const struct site *site, const char *name)
{
    struct value enabled = value_get(config_of(site), "enabled");

    if (enabled.kind == VALUE_BOOL)
        return enabled.boolean;
    if (enabled.kind == VALUE_STRING)
        return str_is(enabled.string, "all");
    for (size_t i = 0; enabled.kind == VALUE_ARRAY && i < enabled.array->count; i++)
        if (enabled.array->items[i].kind == VALUE_STRING && str_is(enabled.array->items[i].string, name))
            return true;
    return false;
}

/* ---------------------------------------------------------------- addresses */

static void add_slug(struct text *out, struct str title)
{
    struct text slug = {0}, encoded = {0};

    slug_add(&slug, title, SLUG_DEFAULT, false);
    url_encode_path(&encoded, text_str(&slug));
    text_add(out, text_str(&encoded));
    text_free(&slug);
    text_free(&encoded);
}

/* Fill :name, :year, :month, :day and :type. */
static const char *address(struct site *site, const struct kind *kind, const struct archive *archive)
{
    struct value given = value_get(value_get(config_of(site), "permalinks"), kind->type);
    struct str rest = given.kind == VALUE_STRING ? given.string : str_of(kind->permalink);
    static const char *const formats[][2] = {{":year", "%Y"}, {":month", "%m"}, {":day", "%d"}};
    struct text out = {0};

    if (!str_starts(rest, "/"))
        text_add_char(&out, '/');
    while (rest.len > 0) {
        size_t len = 1, i = 0;
        while (i < 3 && !str_starts(rest, formats[i][0]))
            i++;
        if (i < 3)
            date_format(&out, str_of(formats[i][1]), archive->day_s);
        else if (str_starts(rest, ":name"))
            add_slug(&out, archive->title);
        else if (str_starts(rest, ":type"))
            text_add_c(&out, kind->type);
        else
            text_add_char(&out, rest.at[0]);
        if (i < 3)
            len = strlen(formats[i][0]);
        else if (str_starts(rest, ":name") || str_starts(rest, ":type"))
            len = strlen(":name");
        rest = str_from(rest, len);
    }
    return text_finish(&out, &site->pool).at;
}

static struct value layout_of(const struct site *site, const struct kind *kind)
{
    struct value own = value_get(value_get(config_of(site), "layouts"), kind->type);
    struct value all = value_get(config_of(site), "layout");

    if (value_truthy(own))
        return own;
    return value_truthy(all) ? all : value_c("archive");
}

static void make_page(struct site *site, const struct kind *kind, struct archive *archive)
{
    struct value front = value_hash(&site->pool);
    const char *url = address(site, kind, archive);

    hash_set(front.hash, STR("layout"), layout_of(site, kind));
    hash_set(front.hash, STR("permalink"), value_c(url));
    archive->page = site_make_page(
        site,
        &(struct made_page){.origin = pool_printf(&site->pool, "%s archive (jekyll-archives)", kind->type),
                            .dir = "/",
                            .name = "index.html",
                            .content = STR(""),
                            .front = front});
    archive->page->title = archive->title;
}

/* ---------------------------------------------------------------- what is in them */

static struct archive *find(struct site *site, struct archives *archives, struct hash *known, struct str key)
{
    struct value index = hash_get(known, key);

    if (index.kind == VALUE_INT)
        return &archives->list[index.integer];
    hash_set(known, key, value_int((int64_t)archives->count));
    archives->list =
        pool_grow(&site->pool, archives->list, archives->count, &archives->cap, sizeof(struct archive));
    archives->list[archives->count] = (struct archive){.title = STR("")};
    return &archives->list[archives->count++];
}

static void add_post(struct site *site, struct archive *archive, size_t post)
{
    if (archive->post_count > 0 && archive->posts[archive->post_count - 1] == post)
        return; /* the same tag twice */
    archive->posts =
        pool_grow(&site->pool, archive->posts, archive->post_count, &archive->post_cap, sizeof(size_t));
    archive->posts[archive->post_count++] = post;
}

/* Tags in the order in which the oldest posts bring them. */
static void add_names(struct site *site, struct archives *archives, const struct kind *kind)
{
    struct hash *known = value_hash(&site->pool).hash;

    for (size_t i = site->post_count; i-- > 0;) {
        struct value names = value_get(site->posts[i]->front, kind->key);
        for (size_t j = 0; names.kind == VALUE_ARRAY && j < names.array->count; j++) {
            struct str name = value_to_str(names.array->items[j], &site->pool);
            struct archive *archive = find(site, archives, known, name);
            archive->kind = kind;
            archive->title = name;
            add_post(site, archive, i);
        }
    }
}

/* The first day of the year, month or day that local clocks show. */
static int64_t period_start(const struct kind *kind, int64_t time_s)
{
    struct date date = date_of(time_s + zone_offset_s(time_s));
    int64_t start_s = 0;

    date_from_day(date.year, strcmp(kind->type, "year") == 0 ? 1 : date.month,
                  strcmp(kind->type, "day") == 0 ? date.day : 1, &start_s);
    return start_s;
}

/* The archives of times that a post belongs to: a year comes before its months and they before their days. */
static void add_to_periods(struct site *site, struct archives *archives, struct hash *known, size_t post)
{
    for (size_t k = 0; k < KIND_COUNT; k++) {
        if (kinds[k].key != NULL || !is_enabled(site, kinds[k].enabled))
            continue;
        int64_t day_s = period_start(&kinds[k], site->posts[post]->date_s);
        const char *key = pool_printf(&site->pool, "%s %lld", kinds[k].type, (long long)day_s);
        struct archive *archive = find(site, archives, known, str_of(key));
        archive->kind = &kinds[k];
        archive->day_s = day_s;
        add_post(site, archive, post);
    }
}

/* The oldest year first; in it, the newest month first, and in that the newest day. */
static void add_periods(struct site *site, struct archives *archives)
{
    struct hash *known = value_hash(&site->pool).hash;
    const struct kind *year = &kinds[2];

    for (size_t end = site->post_count, start; end > 0; end = start) {
        int64_t year_s = period_start(year, site->posts[end - 1]->date_s);
        for (start = end; start > 0 && period_start(year, site->posts[start - 1]->date_s) == year_s; start--)
            ;
        for (size_t i = start; i < end; i++)
            add_to_periods(site, archives, known, i);
    }
}

static void load(struct site *site)
{
    struct archives *archives = plugins_state(site, &plugin_archives, sizeof(*archives));
    bool has_periods = false;

    for (size_t k = 0; k < KIND_COUNT; k++) {
        if (!is_enabled(site, kinds[k].enabled))
            continue;
        if (kinds[k].key != NULL)
            add_names(site, archives, &kinds[k]);
        has_periods |= kinds[k].key == NULL;
    }
    if (has_periods)
        add_periods(site, archives);
    for (size_t i = 0; i < archives->count; i++)
        make_page(site, archives->list[i].kind, &archives->list[i]);
}

/* The newest first, whichever way they were added. */
static struct value posts_of(struct site *site, const struct archive *archive)
{
    struct value posts = value_array(&site->pool);
    size_t count = archive->post_count;
    bool is_turned = count > 1 && archive->posts[0] > archive->posts[count - 1];

    array_reserve(posts.array, count);
    for (size_t i = 0; i < count; i++)
        array_add(posts.array, site->posts[archive->posts[is_turned ? count - 1 - i : i]]->drop);
    return posts;
}

/* "tag/linux/index.html": the file that it would be. */
static const char *path_of(struct site *site, const struct page *page)
{
    const char *path = page->path + 1;

    return pool_printf(&site->pool, "%s%s", path,
                       *path == '\0' || str_ends(str_of(path), "/") ? "index.html" : "");
}

/* Without its extension, as the plug-in has it. */
static const char *name_of(struct site *site, const char *path)
{
    const char *name = files_base(path), *dot = strrchr(name, '.');

    return pool_copy(&site->pool, str_head(str_of(name), dot != NULL ? (size_t)(dot - name) : strlen(name)));
}

static void drops(struct site *site)
{
    struct archives *archives = plugins_state(site, &plugin_archives, sizeof(*archives));
    struct value all = value_array(&site->pool);

    for (size_t i = 0; i < archives->count; i++) {
        const struct archive *archive = &archives->list[i];
        struct hash *drop = archive->page->drop.hash;
        hash_set(drop, STR("posts"), posts_of(site, archive));
        hash_set(drop, STR("type"), value_c(archive->kind->type));
        hash_set(drop, STR("title"), archive->title.len > 0 ? value_str(archive->title) : value_nil);
        hash_set(drop, STR("date"),
                 archive->title.len > 0 ? value_nil : value_time_in(archive->day_s, VALUE_DAY));
        hash_set(drop, STR("name"), value_c(name_of(site, path_of(site, archive->page))));
        hash_set(drop, STR("path"), value_c(path_of(site, archive->page)));
        hash_set(drop, STR("permalink"), value_nil);
        array_add(all.array, archive->page->drop);
    }
    hash_set(site->drop.hash, STR("archives"), all);
}

const struct plugin plugin_archives = {.name = "jekyll-archives", .load = load, .drops = drops};
