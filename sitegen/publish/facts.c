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
    facts->memory_mib = inspect_memory_mib(&facts->inspect, INSPECT_ROOM_DEFAULT);
    facts->memory_min_mib = inspect_memory_mib(&facts->inspect, INSPECT_ROOM_MIN);
    find_start(facts);
    return NULL;
}

void facts_close(struct facts *facts)
{
    inspect_close(&facts->inspect);
}
