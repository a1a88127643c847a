/* data.c - _data: YAML, JSON, CSV and TSV files as values, folders as hashes. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "content/front_matter.h"
#include "files.h"
#include "yaml_read.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DATA_DEPTH_MAX 32u /* folders within folders */

static const char *const extensions[] = {".yaml", ".yml", ".json", ".csv", ".tsv"};

/* "my file.v2" -> "my_filev2": letters, digits, '_' and '-' stay, blanks between them become '_'. */
static struct str key_of(struct pool *pool, struct str name)
{
    struct text key = {0};
    bool pending = false;

    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (char_is_space(c)) {
            pending = key.len > 0;
        } else if (char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-') {
            if (pending)
                text_add_char(&key, '_');
            pending = false;
            text_add_char(&key, c);
        }
    }
    return text_finish(&key, pool);
}

static bool read_file(struct site *site, const char *file, const char *ext, struct value *value)
{
    struct str source;

    if (!files_read(file, &site->pool, &source)) {
        diag_error(site->diag, file, 0, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    if (!front_matter_check_utf8(site->diag, file, source))
        return false;
    if (str_starts(source, "\xef\xbb\xbf"))
        source = str_from(source, 3);
    if (strcmp(ext, ".csv") == 0 || strcmp(ext, ".tsv") == 0)
        return data_read_csv(site, file, source, ext[1] == 'c' ? ',' : '\t', value);
    if (strcmp(ext, ".json") == 0)
        return data_read_json(site, file, source, value);
    return yaml_read(&site->pool, site->diag, file, source, 0, source.len, value);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted, without those that start with a dot. */
static char **list_folder(struct site *site, const char *dir, size_t *count)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry;
    char **names = NULL;
    size_t cap = 0;

    *count = 0;
    if (stream == NULL) {
        diag_error(site->diag, dir, 0, 0, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    while ((entry = readdir(stream)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        names = pool_grow(&site->pool, names, *count, &cap, sizeof(*names));
        names[(*count)++] = pool_copy(&site->pool, str_of(entry->d_name));
    }
    closedir(stream);
    if (*count > 0)
        qsort(names, *count, sizeof(*names), compare_names);
    return names;
}

static void add_file(struct site *site, struct hash *hash, const char *dir, const char *name, const char *ext)
{
    struct str stem = {name, strlen(name) - strlen(ext)};
    struct value value;

    if (read_file(site, files_join(&site->pool, dir, name), ext, &value))
        hash_set(hash, key_of(&site->pool, stem), value);
}

/* All YAML files, then all JSON files and so on, then the folders: of the same name, the later one stands. */
static struct value read_folder(struct site *site, const char *dir, unsigned depth)
{
    struct value all = value_hash(&site->pool);
    struct stat st;
    size_t count;
    char **names = list_folder(site, dir, &count);

    for (size_t e = 0; e < sizeof(extensions) / sizeof(extensions[0]); e++)
        for (size_t i = 0; i < count; i++)
            if (str_ends(str_of(names[i]), extensions[e]) &&
                stat(files_join(&site->pool, dir, names[i]), &st) == 0 && S_ISREG(st.st_mode))
                add_file(site, all.hash, dir, names[i], extensions[e]);
    for (size_t i = 0; i < count; i++) {
        const char *path = files_join(&site->pool, dir, names[i]);
        if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
            continue;
        if (depth == DATA_DEPTH_MAX)
            diag_error(site->diag, path, 0, 0, "folders are nested too deeply (at most %u)", DATA_DEPTH_MAX);
        else
            hash_set(all.hash, key_of(&site->pool, str_of(names[i])), read_folder(site, path, depth + 1));
    }
    return all;
}

struct value jekyll_data(struct site *site)
{
    struct str name = config_text(site, "data_dir", "_data");
    const char *dir = files_join(&site->pool, site->dir, pool_copy(&site->pool, name));
    struct stat st;

    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
        return value_hash(&site->pool);
    return read_folder(site, dir, 1);
}
