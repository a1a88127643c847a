/* provenance.c - see provenance.h */
#include "provenance/provenance.h"

#include "content/zone.h"
#include "liquid/print.h"
#include "provenance/libraries.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

const char *const provenance_variables[] = {
    "JEKYLL_ENV",    "GITHUB_HOSTNAME",       "PAGES_AVATARS_URL", "PAGES_REPO_NWO",      "PAGES_ENV",
    "PAGES_API_URL", "JEKYLL_BUILD_REVISION", "PAGES_HELP_URL",    "PAGES_GITHUB_HOSTNAME", "SSL",
    NULL};

static struct value environment_of(const struct site *site, struct pool *pool)
{
    struct value environment = value_hash(pool);
    const char *zone = zone_name(pool);

    for (const char *const *name = provenance_variables; *name != NULL; name++)
        if (getenv(*name) != NULL)
            hash_set(environment.hash, str_of(*name), value_c(getenv(*name)));
    /* A clone has another origin. */
    if (site->repository.len > 0)
        hash_set(environment.hash, STR("PAGES_REPO_NWO"), value_str(site->repository));
    if (zone != NULL)
        hash_set(environment.hash, STR("TZ"), value_c(zone));
    return environment;
}

static struct value options_of(const struct site_options *given, struct pool *pool)
{
    struct value options = value_array(pool);

    if (given->drafts)
        array_add(options.array, value_c("--drafts"));
    if (given->future)
        array_add(options.array, value_c("--future"));
    if (given->unpublished)
        array_add(options.array, value_c("--unpublished"));
    return options;
}

static struct value appliance_of(struct str bytes, struct pool *pool)
{
    struct value appliance = value_hash(pool);
    struct digest_sum sum = digest_of(bytes);
    char hex[DIGEST_HEX_SIZE];

    digest_print(&sum, hex);
    hash_set(appliance.hash, STR("sha256"), value_str(pool_str(pool, str_of(hex))));
    hash_set(appliance.hash, STR("len"), value_int((int64_t)bytes.len));
    return appliance;
}

/* Everything but the files. */
static struct value head_of(const struct site *site, struct str appliance, struct pool *pool)
{
    struct value head = value_hash(pool);

    hash_set(head.hash, STR("format"), value_int(1));
    hash_set(head.hash, STR("sitegen"), value_c(SITEGEN_VERSION));
    hash_set(head.hash, STR("compiler"), value_c(libraries_compiler()));
    hash_set(head.hash, STR("libraries"), libraries_versions(pool));
    hash_set(head.hash, STR("appliance"), appliance_of(appliance, pool));
    hash_set(head.hash, STR("title"), value_str(site->title));
    if (site->epoch_s >= 0)
        hash_set(head.hash, STR("source_date_epoch"), value_int(site->epoch_s));
    else if (site->is_jekyll && site->clock_counts)
        hash_set(head.hash, STR("now"), value_int(site->now_s));
    hash_set(head.hash, STR("options"), options_of(site->options, pool));
    hash_set(head.hash, STR("environment"), environment_of(site, pool));
    return head;
}

static void add_file(struct text *json, const struct source *source)
{
    char hex[DIGEST_HEX_SIZE];

    digest_print(&source->sum, hex);
    text_add_c(json, "{\"path\":");
    print_json(value_str(source->path), NULL, json);
    text_printf(json, ",\"sha256\":\"%s\",\"len\":%llu", hex, (unsigned long long)source->len);
    if (source->has_modified)
        text_printf(json, ",\"modified\":%lld", (long long)source->modified_s);
    text_add_char(json, '}');
}

static void add_json(struct text *json, const struct site *site, const struct sources *sources,
                     struct str appliance)
{
    struct pool pool = {0};

    print_json(head_of(site, appliance, &pool), NULL, json);
    json->len--; /* the brace: there is more */
    text_add_c(json, ",\"files\":[");
    for (size_t i = 0; i < sources->count; i++) {
        text_add_c(json, i > 0 ? "," : "");
        add_file(json, sources->list[i]);
    }
    text_add_c(json, "]}");
    pool_free(&pool);
}

static void fill_up(struct text *note)
{
    while (note->len % 4 != 0)
        text_add(note, (struct str){"", 1});
}

void provenance_note(struct text *note, const struct site *site, const struct sources *sources,
                     struct str appliance)
{
    Elf64_Nhdr header = {.n_namesz = sizeof(PROVENANCE_OWNER), .n_type = PROVENANCE_TYPE};

    text_add(note, (struct str){(const char *)&header, sizeof(header)});
    text_add(note, (struct str){PROVENANCE_OWNER, sizeof(PROVENANCE_OWNER)});
    fill_up(note);
    size_t start = note->len;
    add_json(note, site, sources, appliance);
    header.n_descsz = (Elf64_Word)(note->len - start);
    memcpy(note->bytes, &header, sizeof(header));
    fill_up(note);
}
