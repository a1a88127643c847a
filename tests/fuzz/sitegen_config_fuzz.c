/* sitegen_config_fuzz.c - arbitrary bytes as a _config.yml and as a page: collections, defaults, permalinks,
 * dates and categories of any kind are refused with a place, or lead to addresses that can be served.
 *
 * The page stands behind a line "%%%%".
 */
#include "content/jekyll/jekyll.h"
#include "sitegen/invariants.h"
#include "yaml_read.h"

#include "assert.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static char page_file[64];

static void remove_file(void)
{
    unlink(page_file);
}

static void write_page(struct str text)
{
    if (page_file[0] == '\0') {
        snprintf(page_file, sizeof(page_file), "/dev/shm/sitegen-fuzz-%d", (int)getpid());
        atexit(remove_file);
    }
    FILE *file = fopen(page_file, "w");
    ASSERT(file != NULL && fwrite(text.at, 1, text.len, file) == text.len && fclose(file) == 0);
}

static bool read_config(struct site *site, struct str source)
{
    struct value config;

    if (!front_matter_check_utf8(site->diag, "_config.yml", source) ||
        !yaml_read(&site->pool, site->diag, "_config.yml", source, 0, source.len, &config) ||
        config.kind != VALUE_HASH || value_extent(config).weight > 2000)
        return false;
    site->config = config;
    site->is_jekyll = jekyll_is(site);
    markdown_options_init(&site->markdown, MARKDOWN_KRAMDOWN);
    markdown_options_read(&site->markdown, config, &site->pool);
    jekyll_config(site);
    return true;
}

static void check_page(const struct page *page)
{
    if (page == NULL)
        return;
    ASSERT(page->front.kind == VALUE_HASH && page->path != NULL && page->url != NULL);
    ASSERT(page->path[0] == '/' && page->url[0] == '/');
    ASSERT(strlen(page->url) < 10000 || page->site->diag->error_count > 0);
    ASSERT(strstr(page->url, "//") == NULL && strstr(page->url, "/../") == NULL);
}

static void load_pages(struct site *site, const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        struct walk_entry entry = {.path = *paths, .full = page_file, .name = strrchr(*paths, '/') + 1};
        check_page(jekyll_page_load(site, &entry));
        jekyll_is_content(site, "", *paths, false);
        for (size_t i = 0; i < site->collection_count && i < 4; i++) {
            struct collection *c = &site->collections[i];
            struct page_maker maker = {site, &site->pool, site->diag};
            struct page *page = jekyll_document_load(&maker, c, &entry, i % 2 == 1);
            check_page(page);
            if (page != NULL) {
                jekyll_add_doc(site, page);
                site_add_page(site, page);
            }
            ASSERT(jekyll_file_path(site, c, *paths, entry.name)[0] == '/');
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const paths[] = {"a/_posts/2026-01-31-one.md", "_docs/b/two.html", "c/index.md", NULL};
    struct site_options options = {.dir = "."};
    struct diag diag = {0};
    struct site site = {.diag = &diag, .dir = ".", .config_file = "_config.yml", .epoch_s = 1769862600};

    struct str all = pool_str(&site.pool, (struct str){(const char *)data, len});
    size_t split = str_find(all, STR("\n%%%%\n"));
    struct str config = str_head(all, split), page = str_from(all, split + 6);
    site.options = &options;
    if (read_config(&site, config)) {
        write_page(page);
        load_pages(&site, paths);
        jekyll_sort(&site);
        check_places(&diag, "_config.yml", config);
        check_places(&diag, page_file, page);
    }
    diag_free(&diag);
    pool_free(&site.pool);
    return 0;
}
