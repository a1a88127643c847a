/* provenance_read.c - what an image says of itself. See provenance.h. The image may be anybody's. */
#include "provenance/provenance.h"

#include <json-c/json.h>
#include <string.h>

#define DEPTH_MAX 8

static struct str text_of(struct json_object *object, struct pool *pool)
{
    if (json_object_get_type(object) != json_type_string)
        return STR("");
    struct str text = {json_object_get_string(object), (size_t)json_object_get_string_len(object)};
    return pool_str(pool, text);
}

static struct str text_at(struct json_object *object, const char *key, struct pool *pool)
{
    return text_of(json_object_object_get(object, key), pool);
}

static bool number_at(struct json_object *object, const char *key, int64_t *number)
{
    struct json_object *item = json_object_object_get(object, key);

    if (json_object_get_type(item) != json_type_int)
        return false;
    *number = json_object_get_int64(item);
    return *number >= 0;
}

static void read_pairs(struct json_object *object, struct provenance_pair **pairs, size_t *count,
                       struct pool *pool)
{
    size_t cap = 0;

    *pairs = NULL;
    *count = 0;
    if (json_object_get_type(object) != json_type_object)
        return;
    json_object_object_foreach(object, key, item)
    {
        *pairs = pool_grow(pool, *pairs, *count, &cap, sizeof(**pairs));
        (*pairs)[(*count)++] = (struct provenance_pair){pool_str(pool, str_of(key)), text_of(item, pool)};
    }
}

static void read_options(struct provenance *p, struct json_object *options)
{
    size_t count = json_object_get_type(options) == json_type_array ? json_object_array_length(options) : 0;

    for (size_t i = 0; i < count; i++) {
        const char *option = json_object_get_string(json_object_array_get_idx(options, i));
        if (option == NULL)
            continue;
        p->drafts = p->drafts || strcmp(option, "--drafts") == 0;
        p->future = p->future || strcmp(option, "--future") == 0;
        p->unpublished = p->unpublished || strcmp(option, "--unpublished") == 0;
    }
}

static bool read_file(struct json_object *object, struct source *file, struct pool *pool)
{
    int64_t len;

    if (json_object_get_type(object) != json_type_object || !number_at(object, "len", &len))
        return false;
    file->path = text_at(object, "path", pool);
    file->len = (uint64_t)len;
    file->has_modified = number_at(object, "modified", &file->modified_s);
    return file->path.len > 0 && digest_read(text_at(object, "sha256", pool), &file->sum);
}

static bool read_files(struct provenance *p, struct json_object *files, struct pool *pool)
{
    if (json_object_get_type(files) != json_type_array)
        return false;
    p->file_count = json_object_array_length(files);
    p->files = pool_take(pool, (p->file_count + 1) * sizeof(*p->files));
    for (size_t i = 0; i < p->file_count; i++) {
        if (!read_file(json_object_array_get_idx(files, i), &p->files[i], pool) ||
            (i > 0 && str_cmp(p->files[i - 1].path, p->files[i].path) >= 0))
            return false;
    }
    return true;
}

/* Whole numbers alone: json-c takes NaN as well. */
static bool has_fraction(struct json_object *object)
{
    enum json_type type = json_object_get_type(object);

    if (type == json_type_array) {
        for (size_t i = 0; i < json_object_array_length(object); i++)
            if (has_fraction(json_object_array_get_idx(object, i)))
                return true;
    } else if (type == json_type_object) {
        json_object_object_foreach(object, key, item)
        {
            (void)key;
            if (has_fraction(item))
                return true;
        }
    }
    return type == json_type_double;
}

/* Printed anew, for json-c takes keys in single quotes and control characters as well. */
static struct str print(struct json_object *root, struct pool *pool)
{
    size_t len;
    const char *text = json_object_to_json_string_length(
        root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);

    if (text == NULL)
        fatal("out of memory");
    return pool_str(pool, (struct str){text, len});
}

static bool read_root(struct provenance *p, struct json_object *root, struct pool *pool)
{
    struct json_object *appliance;
    int64_t format;

    if (json_object_get_type(root) != json_type_object || !number_at(root, "format", &format) ||
        format != 1 || has_fraction(root))
        return false;
    p->json = print(root, pool);
    p->sitegen = text_at(root, "sitegen", pool);
    p->compiler = text_at(root, "compiler", pool);
    p->title = text_at(root, "title", pool);
    appliance = json_object_object_get(root, "appliance");
    if (json_object_get_type(appliance) == json_type_object)
        p->appliance = text_at(appliance, "sha256", pool);
    if (!number_at(root, "source_date_epoch", &p->epoch_s))
        p->epoch_s = -1;
    number_at(root, "now", &p->now_s);
    read_options(p, json_object_object_get(root, "options"));
    read_pairs(json_object_object_get(root, "libraries"), &p->libraries, &p->library_count, pool);
    read_pairs(json_object_object_get(root, "environment"), &p->environment, &p->environment_count, pool);
    return read_files(p, json_object_object_get(root, "files"), pool);
}

bool provenance_read(struct provenance *provenance, struct str json, struct pool *pool)
{
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);

    *provenance = (struct provenance){.epoch_s = -1};
    if (tokener == NULL)
        fatal("out of memory");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *root =
        json.len <= PROVENANCE_MAX ? json_tokener_parse_ex(tokener, json.at, (int)json.len) : NULL;
    bool ok = root != NULL && json_tokener_get_error(tokener) == json_tokener_success &&
              json_tokener_get_parse_end(tokener) == json.len && read_root(provenance, root, pool);
    json_object_put(root);
    json_tokener_free(tokener);
    return ok;
}
