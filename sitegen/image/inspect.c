/* inspect.c - an image is read whole, and listed. See inspect.h. */
#include "image/inspect.h"

#include "files.h"

#include <stdlib.h>

const char *const inspect_part_names[IMAGE_PART_COUNT] = {"code", "constants", "data", "payload", "tables"};

static int compare_paths(const void *a, const void *b)
{
    const struct image_resource *x = a, *y = b;
    int order = str_cmp(x->path, y->path);

    /* Of a damaged image, two may be equal: an order all the same. */
    return order != 0 ? order : (x->path.at > y->path.at) - (x->path.at < y->path.at);
}

static const char *read_resources(struct inspect *inspect)
{
    uint32_t count = inspect->image.site.resource_count;

    inspect->resources = pool_take(&inspect->pool, ((size_t)count + 1) * sizeof(*inspect->resources));
    for (uint32_t i = 0; i <= count; i++)
        if (!image_resource(&inspect->image, i, &inspect->resources[i]))
            return "is damaged";
    inspect->not_found = inspect->resources[count];
    inspect->count = count;
    if (count > 0)
        qsort(inspect->resources, count, sizeof(*inspect->resources), compare_paths);
    return NULL;
}

const char *inspect_open(struct inspect *inspect, const char *path, struct str bytes)
{
    *inspect = (struct inspect){.name = files_base(path)};
    const char *problem = image_open(&inspect->image, bytes);
    if (problem == NULL)
        problem = read_resources(inspect);
    if (problem != NULL)
        return problem;
    inspect->has_provenance = inspect->image.provenance.len > 0;
    if (inspect->has_provenance &&
        !provenance_read(&inspect->provenance, inspect->image.provenance, &inspect->pool))
        return "says what it was made of in a way that is not known here";
    return NULL;
}

const char *inspect_file(struct inspect *inspect, const char *path)
{
    struct str bytes;
    const char *problem = image_read(path, &bytes);

    *inspect = (struct inspect){0};
    return problem != NULL ? problem : inspect_open(inspect, path, bytes);
}

void inspect_close(struct inspect *inspect)
{
    pool_free(&inspect->pool);
}

size_t inspect_capacities(const struct inspect *inspect, struct inspect_capacity list[INSPECT_CAPACITY_MAX])
{
    static const uint32_t conns[INSPECT_CAPACITY_MAX] = {CAPACITY_CONN_LEAST, CAPACITY_CONN_USUAL,
                                                         CAPACITY_CONN_USUAL * 4, CAPACITY_CONN_USUAL * 16};
    uint64_t end = capacity_image_end(&inspect->image);
    size_t count = inspect->memory_mib != 0 ? 1 : INSPECT_CAPACITY_MAX;

    for (size_t i = 0; i < count; i++) {
        uint64_t mib = inspect->memory_mib != 0 ? inspect->memory_mib : capacity_memory_mib(end, conns[i]);
        list[i] = (struct inspect_capacity){mib, capacity_conns(end, mib)};
    }
    return count;
}

void inspect_add_plain(struct text *out, struct str s)
{
    while (s.len > 0) {
        size_t good = utf8_bad(s);
        for (size_t i = 0; i < good; i++) {
            if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
                text_printf(out, "\\x%02x", (unsigned char)s.at[i]);
            else
                text_add_char(out, s.at[i]);
        }
        s = str_from(s, good);
        if (s.len > 0)
            text_printf(out, "\\x%02x", (unsigned char)s.at[0]);
        s = str_from(s, 1);
    }
}

static void add_char(struct text *out, unsigned char c)
{
    if (c == '"' || c == '\\')
        text_printf(out, "\\%c", c);
    else if (c < ' ' || c == 0x7f)
        text_printf(out, "\\u%04x", c);
    else
        text_add_char(out, (char)c);
}

void inspect_add_string(struct text *out, struct str s)
{
    text_add_char(out, '"');
    while (s.len > 0) {
        size_t good = utf8_bad(s);
        for (size_t i = 0; i < good; i++)
            add_char(out, (unsigned char)s.at[i]);
        s = str_from(s, good);
        if (s.len > 0)
            text_add_c(out, "\xef\xbf\xbd");
        s = str_from(s, 1);
    }
    text_add_char(out, '"');
}
