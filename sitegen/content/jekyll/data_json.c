/* data_json.c - JSON -> values, by json-c. See jekyll.h. */
#include "content/jekyll/jekyll.h"
#include "yaml_read.h"

#include <json-c/json.h>
#include <string.h>

static struct value value_of(struct pool *pool, struct json_object *object);

static struct value hash_of(struct pool *pool, struct json_object *object)
{
    struct value hash = value_hash(pool);

    json_object_object_foreach(object, key, item)
        hash_set(hash.hash, pool_str(pool, str_of(key)), value_of(pool, item));
    return hash;
}

static struct value array_of(struct pool *pool, struct json_object *object)
{
    struct value array = value_array(pool);
    size_t count = json_object_array_length(object);

    for (size_t i = 0; i < count; i++)
        array_add(array.array, value_of(pool, json_object_array_get_idx(object, i)));
    return array;
}

/* Nesting was bounded by the tokener. */
static struct value value_of(struct pool *pool, struct json_object *object)
{
    switch (json_object_get_type(object)) {
    case json_type_boolean:
        return value_bool(json_object_get_boolean(object));
    case json_type_int:
        return value_int(json_object_get_int64(object));
    case json_type_double:
        return value_float(json_object_get_double(object));
    case json_type_string:
        return value_str(pool_str(
            pool, (struct str){json_object_get_string(object), (size_t)json_object_get_string_len(object)}));
    case json_type_array:
        return array_of(pool, object);
    case json_type_object:
        return hash_of(pool, object);
    default:
        return value_nil;
    }
}

/* Jekyll reads JSON as the YAML that it is, which allows more: comments, a comma at the end. */
static bool read_as_yaml(struct site *site, const char *file, struct str source, struct value *value)
{
    struct diag discarded = {0};
    bool ok = yaml_read(&site->pool, &discarded, file, source, 0, source.len, value);

    diag_free(&discarded);
    return ok && (value->kind == VALUE_HASH || value->kind == VALUE_ARRAY);
}

bool data_read_json(struct site *site, const char *file, struct str source, struct value *value)
{
    struct json_tokener *tokener = json_tokener_new_ex(YAML_DEPTH_MAX);
    struct str text = str_trim(source);

    *value = value_nil;
    if (tokener == NULL)
        fatal("out of memory");
    if (text.len == 0) {
        json_tokener_free(tokener);
        return true;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *object = json_tokener_parse_ex(tokener, text.at, (int)text.len + 1);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    size_t at = (size_t)(text.at - source.at) + json_tokener_get_parse_end(tokener);
    bool ok = error == json_tokener_success;
    if (ok)
        *value = value_of(&site->pool, object);
    else if (!(ok = read_as_yaml(site, file, source, value)))
        diag_error_at(site->diag, file, source, at < source.len ? at : source.len, "JSON: %s",
                      error == json_tokener_continue ? "ends too early" : json_tokener_error_desc(error));
    json_object_put(object);
    json_tokener_free(tokener);
    return ok;
}
