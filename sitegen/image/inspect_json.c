/* inspect_json.c - an image in JSON: what it holds, and its bill of materials. See inspect.h.
 *
 * Source    SPDX 2.3, https://spdx.github.io/spdx-spec/v2.3/
 */
#include "image/inspect.h"

#include <time.h>

static unsigned long long ull(uint64_t n)
{
    return n;
}

static void add_key(struct text *out, const char *key, struct str value)
{
    text_printf(out, "\"%s\":", key);
    inspect_add_string(out, value);
}

static void add_resource(const struct image_resource *r, struct text *out)
{
    text_add_char(out, '{');
    add_key(out, "path", r->path);
    if (r->is_redirect) {
        text_add_char(out, ',');
        add_key(out, "location", r->location);
    } else {
        text_add_char(out, ',');
        add_key(out, "type", r->type);
        text_printf(out, ",\"len\":%zu", r->identity.body.len);
        if (r->gzip.is_there)
            text_printf(out, ",\"gzip_len\":%zu", r->gzip.body.len);
        text_printf(out, ",\"last_modified\":%llu", ull(r->last_modified_s));
    }
    text_add_char(out, '}');
}

static void add_parts(const struct inspect *inspect, struct text *out)
{
    text_add_c(out, ",\"parts\":{");
    for (int i = 0; i < IMAGE_PART_COUNT; i++) {
        const struct image_segment *part = &inspect->image.parts[i];
        text_printf(out, "%s\"%s\":{\"address\":%llu,\"file_len\":%zu,\"memory_len\":%llu}", i > 0 ? "," : "",
                    inspect_part_names[i], ull(part->address), part->bytes.len, ull(part->memory_len));
    }
    text_add_char(out, '}');
}

static void add_memory(const struct inspect *inspect, struct text *out)
{
    struct inspect_capacity list[INSPECT_CAPACITY_MAX];
    size_t count = inspect_capacities(inspect, list);

    text_add_c(out, ",\"memory\":[");
    for (size_t i = 0; i < count; i++)
        text_printf(out, "%s{\"mib\":%llu,\"connections\":%u}", i > 0 ? "," : "", ull(list[i].mib),
                    list[i].conns);
    text_add_char(out, ']');
}

void inspect_json(const struct inspect *inspect, struct text *out)
{
    text_add_char(out, '{');
    add_key(out, "title", inspect->image.title);
    text_add_char(out, ',');
    add_key(out, "generator", inspect->image.generator);
    text_printf(out, ",\"len\":%zu,\"pages\":%u", inspect->image.bytes.len, inspect->image.site.page_count);
    add_parts(inspect, out);
    add_memory(inspect, out);
    text_add_c(out, ",\"resources\":[");
    for (size_t i = 0; i < inspect->count; i++) {
        text_add_c(out, i > 0 ? ",\n" : "\n");
        add_resource(&inspect->resources[i], out);
    }
    text_add_c(out, "],\n\"not_found\":");
    add_resource(&inspect->not_found, out);
    text_add_c(out, ",\n\"provenance\":");
    if (inspect->has_provenance)
        text_add(out, inspect->provenance.json);
    else
        text_add_c(out, "null");
    text_add_c(out, "}\n");
}

/* ---------------------------------------------------------------- SPDX */

static void add_relation(struct text *out, const char *from, const char *kind, const char *to)
{
    text_printf(out,
                ",\n{\"spdxElementId\":\"SPDXRef-%s\",\"relationshipType\":\"%s\","
                "\"relatedSpdxElement\":\"SPDXRef-%s\"}",
                from, kind, to);
}

static void add_checksum(struct text *out, struct str hex)
{
    text_add_c(out, ",\"checksums\":[{\"algorithm\":\"SHA256\",\"checksumValue\":");
    inspect_add_string(out, hex);
    text_add_c(out, "}]");
}

static void add_package(struct text *out, const char *id, const char *purpose, struct str name,
                        struct str version, struct str sum, const char *license)
{
    text_printf(out, "{\"SPDXID\":\"SPDXRef-%s\",", id);
    add_key(out, "name", name);
    if (version.len > 0) {
        text_add_char(out, ',');
        add_key(out, "versionInfo", version);
    }
    text_printf(out,
                ",\"downloadLocation\":\"NOASSERTION\",\"filesAnalyzed\":false,\"licenseConcluded\":\"%s\","
                "\"licenseDeclared\":\"%s\",\"copyrightText\":\"NOASSERTION\","
                "\"primaryPackagePurpose\":\"%s\"",
                license, license, purpose);
    if (sum.len > 0)
        add_checksum(out, sum);
    text_add_char(out, '}');
}

static struct str hex_of(struct str bytes, char hex[DIGEST_HEX_SIZE])
{
    struct digest_sum sum = digest_of(bytes);

    digest_print(&sum, hex);
    return str_of(hex);
}

/* As packages of one file each (7.24, FILE): what stands below "files" needs a SHA-1 (8.4), which an image
 * does not bear; for a package any sum does (7.10). */
static void add_sources(const struct provenance *p, struct text *out)
{
    char hex[DIGEST_HEX_SIZE], id[40];

    for (size_t i = 0; i < p->file_count; i++) {
        struct text name = {0};
        text_add_c(&name, "./");
        text_add(&name, p->files[i].path);
        snprintf(id, sizeof(id), "file-%zu", i);
        digest_print(&p->files[i].sum, hex);
        text_add_c(out, ",\n");
        add_package(out, id, "FILE", text_str(&name), STR(""), str_of(hex), "NOASSERTION");
        text_free(&name);
    }
}

/* The libraries have helped to make the image, and are not in it. */
static void add_packages(const struct inspect *inspect, struct str image_hex, struct text *out)
{
    const struct provenance *p = &inspect->provenance;

    text_add_c(out, ",\n\"packages\":[\n");
    add_package(out, "image", "FIRMWARE", str_of(inspect->name), STR(""), image_hex, "NOASSERTION");
    text_add_c(out, ",\n");
    add_package(out, "appliance", "FIRMWARE", STR("sitegen-appliance"), p->sitegen, p->appliance, "ISC");
    text_add_c(out, ",\n");
    add_package(out, "sitegen", "APPLICATION", STR("sitegen"), p->sitegen, STR(""), "ISC");
    for (size_t i = 0; i < p->library_count; i++) {
        struct text id = {0};
        text_printf(&id, "library-%zu", i);
        text_add_c(out, ",\n");
        add_package(out, id.bytes, "LIBRARY", p->libraries[i].name, p->libraries[i].text, STR(""),
                    "NOASSERTION");
        text_free(&id);
    }
    add_sources(p, out);
    text_add_char(out, ']');
}

static void add_relations(const struct provenance *p, struct text *out)
{
    char id[40];

    text_add_c(out, ",\n\"relationships\":[\n{\"spdxElementId\":\"SPDXRef-DOCUMENT\","
                    "\"relationshipType\":\"DESCRIBES\",\"relatedSpdxElement\":\"SPDXRef-image\"}");
    add_relation(out, "image", "CONTAINS", "appliance");
    add_relation(out, "sitegen", "BUILD_TOOL_OF", "image");
    for (size_t i = 0; i < p->library_count; i++) {
        snprintf(id, sizeof(id), "library-%zu", i);
        add_relation(out, id, "DEPENDENCY_OF", "sitegen");
    }
    for (size_t i = 0; i < p->file_count; i++) {
        snprintf(id, sizeof(id), "file-%zu", i);
        add_relation(out, "image", "GENERATED_FROM", id);
    }
    text_add_char(out, ']');
}

/* SPDX wants a moment: the one that the bake took for now, so that the same image has the same document. */
static void add_creation(const struct provenance *p, struct text *out)
{
    time_t moment = (time_t)(p->epoch_s >= 0 ? p->epoch_s : p->now_s);
    char printed[64] = "1970-01-01T00:00:00Z";
    struct tm tm;

    if (gmtime_r(&moment, &tm) != NULL && tm.tm_year < 9999 - 1900)
        strftime(printed, sizeof(printed), "%Y-%m-%dT%H:%M:%SZ", &tm);
    text_printf(out, ",\n\"creationInfo\":{\"created\":\"%s\",", printed);
    text_add_c(out, "\"creators\":[\"Tool: sitegen-" SITEGEN_VERSION "\"]}");
}

bool inspect_sbom(const struct inspect *inspect, struct text *out)
{
    char hex[DIGEST_HEX_SIZE];

    if (!inspect->has_provenance)
        return false;
    struct str image_hex = hex_of(inspect->image.bytes, hex);
    text_add_c(out, "{\"spdxVersion\":\"SPDX-2.3\",\"dataLicense\":\"CC0-1.0\",");
    text_add_c(out, "\"SPDXID\":\"SPDXRef-DOCUMENT\",");
    add_key(out, "name", str_of(inspect->name));
    text_printf(out, ",\"documentNamespace\":\"https://spdx.org/spdxdocs/sitegen-%.*s\"", STR_ARG(image_hex));
    add_creation(&inspect->provenance, out);
    add_packages(inspect, image_hex, out);
    add_relations(&inspect->provenance, out);
    text_add_c(out, "}\n");
    return true;
}
