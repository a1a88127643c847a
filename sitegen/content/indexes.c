/* indexes.c - which page answers for a folder: its index, its README, or a list that is made here. See
 * model.h. */
#include "content/model.h"
#include "content/urls.h"
#include "files.h"

#include <string.h>
#include <strings.h>

/* A folder of the site that holds pages, itself or further down. */
struct folder {
    const char *path; /* "/a/b/" */
    struct array *entries;
    int64_t newest_s;
};

static struct value entry_of(struct site *site, const char *title, const char *url, const struct page *page)
{
    struct value entry = value_hash(&site->pool);

    hash_set(entry.hash, STR("title"), value_c(title));
    hash_set(entry.hash, STR("url"), value_c(url));
    hash_set(entry.hash, STR("is_folder"), value_bool(page == NULL && str_ends(str_of(url), "/")));
    if (page != NULL) {
        hash_set(entry.hash, STR("description"), value_get(page->front, "description"));
        hash_set(entry.hash, STR("page"), page->drop);
    }
    return entry;
}

static const char *encoded(struct site *site, const char *path)
{
    struct text url = {0};

    url_encode_path(&url, str_of(path));
    return text_finish(&url, &site->pool).at;
}

/* "Field notes" of "/a/field-notes/". */
static const char *folder_title(struct site *site, const char *path)
{
    size_t len = strlen(path) - 1, start = len;

    while (start > 0 && path[start - 1] != '/')
        start--;
    char *title = pool_copy(&site->pool, (struct str){path + start, len - start});
    for (char *p = title; *p != '\0'; p++)
        if (*p == '-' || *p == '_')
            *p = ' ';
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 32);
    return title;
}

/* The folder above: "/a/" of "/a/b/"; NULL of "/". */
static const char *parent_of(struct site *site, const char *path)
{
    size_t len = strlen(path);

    if (len <= 1)
        return NULL;
    len--;
    while (len > 0 && path[len - 1] != '/')
        len--;
    return pool_copy(&site->pool, (struct str){path, len});
}

static struct folder *folder_at(struct site *site, struct hash *folders, struct folder *list, size_t *count,
                                const char *path)
{
    struct value index = hash_get(folders, str_of(path));

    if (index.kind == VALUE_INT)
        return &list[index.integer];
    hash_set(folders, str_of(path), value_int((int64_t)*count));
    list[*count] = (struct folder){.path = path, .entries = value_array(&site->pool).array};
    return &list[(*count)++];
}

/* README.md answers for its folder where nothing else does. */
static void promote_readmes(struct site *site)
{
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        const char *name = files_base(page->source);
        if (page->kind != PAGE_PLAIN || !page->is_markdown || strncasecmp(name, "readme.", 7) != 0 ||
            value_get(page->front, "permalink").kind != VALUE_NIL ||
            hash_entry(site->taken, str_of(page->folder)) != NULL)
            continue;
        page_place(page, page->folder);
        site_claim(site, page->path, page->source);
    }
}

/* Enter a folder, and those above it, which list it. */
static void note_folder(struct site *site, struct hash *folders, struct folder *list, size_t *count,
                        const char *path, int64_t modified_s)
{
    while (path != NULL) {
        bool known = hash_entry(folders, str_of(path)) != NULL;
        struct folder *folder = folder_at(site, folders, list, count, path);
        const char *parent = parent_of(site, path);
        if (folder->newest_s < modified_s)
            folder->newest_s = modified_s;
        if (!known && parent != NULL) {
            struct folder *above = folder_at(site, folders, list, count, parent);
            if (above->newest_s < modified_s)
                above->newest_s = modified_s;
        }
        path = parent;
    }
}

static size_t folder_max(const struct site *site)
{
    size_t max = 1;

    for (size_t i = 0; i < site->page_count; i++)
        for (const char *p = site->pages[i]->folder; *p != '\0'; p++)
            max += *p == '/';
    return max;
}

static bool is_listed(const struct page *page)
{
    return page->kind == PAGE_PLAIN && !page->is_xml && strcmp(page->path, page->folder) != 0 &&
           strcmp(page->path, "/404.html") != 0;
}

static void make_index(struct site *site, const struct folder *folder)
{
    bool is_root = strcmp(folder->path, "/") == 0;
    const char *source = pool_printf(&site->pool, "%sindex of the folder", folder->path + 1);
    struct page *page = page_new(site, PAGE_INDEX, source);

    page->folder = folder->path;
    page->layout = is_root && site->post_count > 0 ? "home" : "index";
    page->modified_s = folder->newest_s;
    page->title = is_root ? site->title : str_of(folder_title(site, folder->path));
    page_place(page, folder->path);
    drop_page(page);
    hash_set(page->drop.hash, STR("entries"), (struct value){.kind = VALUE_ARRAY, .array = folder->entries});
    if (site_claim(site, page->path, source))
        site_add_page(site, page);
}

/* A front page lists the files where there are no pages at all: so that something is there to click. */
static void list_files(struct site *site, struct folder *root)
{
    for (size_t i = 0; i < site->file_count; i++) {
        const struct site_file *file = &site->files[i];
        array_add(root->entries, entry_of(site, file->source, encoded(site, file->path), NULL));
        if (root->newest_s < file->modified_s)
            root->newest_s = file->modified_s;
    }
}

static void fill_folders(struct site *site, struct hash *folders, struct folder *list, size_t *count)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->kind == PAGE_PLAIN && !site->pages[i]->is_xml)
            note_folder(site, folders, list, count, site->pages[i]->folder, site->pages[i]->modified_s);
    size_t folder_count = *count;
    for (size_t i = 0; i < folder_count; i++) {
        const char *parent = parent_of(site, list[i].path);
        if (parent != NULL)
            array_add(folder_at(site, folders, list, count, parent)->entries,
                      entry_of(site, folder_title(site, list[i].path), encoded(site, list[i].path), NULL));
    }
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (is_listed(page))
            array_add(folder_at(site, folders, list, count, page->folder)->entries,
                      entry_of(site, page->title.at, page->url, page));
    }
}

void indexes_make(struct site *site)
{
    struct hash *folders = value_hash(&site->pool).hash;
    struct folder *list = pool_take(&site->pool, (folder_max(site) + 1) * sizeof(*list));
    size_t count = 0;

    promote_readmes(site);
    for (size_t i = 0; i < site->page_count; i++)
        drop_page(site->pages[i]);
    struct folder *root = folder_at(site, folders, list, &count, "/");
    fill_folders(site, folders, list, &count);
    for (size_t i = 0; i < site->post_count; i++)
        if (root->newest_s < site->posts[i]->modified_s)
            root->newest_s = site->posts[i]->modified_s;
    if (site->page_count == 0)
        list_files(site, root);
    for (size_t i = 0; i < count; i++)
        if (hash_entry(site->taken, str_of(list[i].path)) == NULL)
            make_index(site, &list[i]);
}
