/* facts.c - see facts.h */
#include "publish/facts.h"

#include <errno.h>
#include <string.h>

static void find_start(struct facts *facts)
{
    const struct inspect *inspect = &facts->inspect;
    const struct image_resource *found = &inspect->not_found;
    int status = 404;

    for (size_t i = 0; i < inspect->count; i++) {
        if (!str_is(inspect->resources[i].path, "/"))
            continue;
        found = &inspect->resources[i];
        status = found->is_redirect ? 301 : 200;
    }
    facts->start = (struct start_page){.status = status};
    if (status == 200)
        facts->start.etag = image_field(found->identity.head, "ETag");
    if (status == 200 && found->gzip.is_there)
        facts->start.gzip_etag = image_field(found->gzip.head, "ETag");
}

const char *facts_open(struct facts *facts, const char *file)
{
    *facts = (struct facts){.file = file};
    if (!image_map(file, &facts->bytes))
        return errno == ENOEXEC ? "it is no file, or empty" : strerror(errno);
    const char *problem = inspect_open(&facts->inspect, file, facts->bytes);
    if (problem != NULL)
        return problem;
    struct digest_sum sum = digest_of(facts->bytes);
    digest_print(&sum, facts->digest);
    uint64_t end = capacity_image_end(&facts->inspect.image);
    facts->memory_mib = capacity_memory_mib(end, CAPACITY_CONN_USUAL);
    facts->memory_min_mib = capacity_memory_mib(end, CAPACITY_CONN_LEAST);
    find_start(facts);
    return NULL;
}

void facts_close(struct facts *facts)
{
    inspect_close(&facts->inspect);
}
